/* Says which library it runs with, one name that it composed, and whether it has some features. */
#include <mutauth/mutauth.h>
#include <stdio.h>

int main(int count, char** features) {
    mutauth_spn* spn = NULL;
    int i;
    if (mutauth_spn_compose("ldap", "dc1.example.test", 3268, "example.test", &spn) != MUTAUTH_OK) {
        return 1;
    }
    printf("%s %s directory=%d\n", mutauth_version(), mutauth_spn_text(spn),
           (int)mutauth_has_feature("directory"));
    for (i = 1; i < count; ++i) {
        printf("%s=%d\n", features[i], (int)mutauth_has_feature(features[i]));
    }
    mutauth_spn_free(spn);
    return 0;
}
