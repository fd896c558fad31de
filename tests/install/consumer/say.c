/* Says which library it runs with, and one name that the library composed. */
#include <mutauth/mutauth.h>
#include <stdio.h>

int main(void) {
    mutauth_spn* spn = NULL;
    if (mutauth_spn_compose("ldap", "dc1.example.test", 3268, "example.test", &spn) != MUTAUTH_OK) {
        return 1;
    }
    printf("%s %s directory=%d\n", mutauth_version(), mutauth_spn_text(spn),
           (int)mutauth_has_feature("directory"));
    mutauth_spn_free(spn);
    return 0;
}
