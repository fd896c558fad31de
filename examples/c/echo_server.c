/* Sends back what proven clients send, each from a process of its own, so that none waits for
 * another: echo_server ADDRESS SPN KEYTAB [ACCOUNT] */
#include <mutauth/mutauth.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static int failed(void) {
    fprintf(stderr, "%s; %s\n", mutauth_error_message(NULL), mutauth_error_remedy(NULL));
    return 1;
}

static void echo(mutauth_channel* channel) {
    mutauth_bytes* message = NULL;
    mutauth_status status;
    while ((status = mutauth_channel_receive(channel, NULL, &message)) == MUTAUTH_OK) {
        status = mutauth_channel_send(channel, mutauth_bytes_data(message),
                                      mutauth_bytes_size(message), NULL);
        mutauth_bytes_free(message);
        if (status != MUTAUTH_OK) {
            break;
        }
    }
    if (status != MUTAUTH_END || mutauth_channel_close(channel, NULL) != MUTAUTH_OK) {
        failed();
    }
}

static int serve(int fd, mutauth_credential* keys, mutauth_policy* policy) {
    mutauth_negotiation* negotiation;
    mutauth_channel* channel;
    /* A failure ends this process, which closes the socket. */
    if (mutauth_negotiation_accept(keys, policy, &negotiation) != MUTAUTH_OK ||
        mutauth_channel_open(fd, negotiation, NULL, &channel) != MUTAUTH_OK) {
        return failed();
    }
    echo(channel);
    mutauth_channel_free(channel);
    return 0;
}

int main(int argc, char** argv) {
    mutauth_spn* spn;
    mutauth_credential* keys;
    mutauth_policy* policy;
    mutauth_negotiation* trial;
    mutauth_listener* listener;
    mutauth_deadline* never;
    int fd;
    if (argc < 4 || mutauth_spn_parse(argv[2], &spn) != MUTAUTH_OK ||
        mutauth_credential_from_keytab(argv[3], argv[4], &keys) != MUTAUTH_OK ||
        mutauth_policy_new(&policy) != MUTAUTH_OK ||
        mutauth_policy_add_served_spn(policy, spn) != MUTAUTH_OK ||
        /* What every client would fail by, such as a keytab without the name, ends it here. */
        mutauth_negotiation_accept(keys, policy, &trial) != MUTAUTH_OK ||
        mutauth_deadline_in(INT64_MAX, &never) != MUTAUTH_OK ||
        mutauth_listener_open(argv[1], &listener) != MUTAUTH_OK) {
        return failed();
    }
    mutauth_negotiation_free(trial);
    fprintf(stderr, "listening on %s\n", mutauth_listener_address(listener));
    signal(SIGCHLD, SIG_IGN);
    while (mutauth_listener_accept(listener, never, &fd) == MUTAUTH_OK) {
        if (fork() == 0) {
            return serve(fd, keys, policy);
        }
        close(fd);
    }
    return failed();
}
