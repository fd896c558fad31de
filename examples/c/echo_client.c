/* Sends a text to a service that proves its name: echo_client ADDRESS SPN TEXT */
#include <mutauth/mutauth.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char** argv) {
    mutauth_spn* spn = NULL;
    mutauth_credential* credential = NULL;
    mutauth_negotiation* negotiation = NULL;
    mutauth_channel* channel = NULL;
    mutauth_bytes* answer = NULL;
    int done =
        argc == 4 && mutauth_spn_parse(argv[2], &spn) == MUTAUTH_OK &&
        mutauth_credential_from_environment(&credential) == MUTAUTH_OK &&
        mutauth_negotiation_initiate(credential, spn, NULL, NULL, &negotiation) == MUTAUTH_OK &&
        mutauth_channel_connect(argv[1], negotiation, NULL, &channel) == MUTAUTH_OK &&
        mutauth_channel_send(channel, argv[3], strlen(argv[3]), NULL) == MUTAUTH_OK &&
        mutauth_channel_receive(channel, NULL, &answer) == MUTAUTH_OK &&
        mutauth_channel_close(channel, NULL) == MUTAUTH_OK;
    if (done) {
        printf("%s\n", (const char*)mutauth_bytes_data(answer));
    } else {
        fprintf(stderr, "%s; %s\n", mutauth_error_message(NULL), mutauth_error_remedy(NULL));
    }
    mutauth_bytes_free(answer);
    mutauth_channel_free(channel);
    mutauth_negotiation_free(negotiation);
    mutauth_credential_free(credential);
    mutauth_spn_free(spn);
    return done ? 0 : 1;
}
