/* Gives its callers the files that each of them may read:
 * file_server ADDRESS SPN KEYTAB FOLDER REALM
 *
 * A caller alice@REALM is this machine's user alice. Needs CAP_SETUID and CAP_SETGID. */
#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <mutauth/mutauth.hpp>
#include <thread>

#include "file_handler.hpp"

namespace {

namespace auth = mutauth::v1;

void serve(auth::Channel channel, const FileHandler& handler) {
    while (const auto request = channel.receive()) {
        channel.send(handler.answer(channel.identity(), request->view()));
    }
    channel.close();
}

void take(auth::Socket connection, auth::Negotiation negotiation, const FileHandler& handler) {
    try {
        serve(auth::Channel::open(std::move(connection), std::move(negotiation)), handler);
    } catch (const auth::Error& error) {
        std::cerr << error.explanation() << '\n';
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 6) {
        std::cerr << "file_server ADDRESS SPN KEYTAB FOLDER REALM\n";
        return 2;
    }
    try {
        const auth::Credential keys = auth::Credential::from_keytab(arguments[3]);
        auth::Policy policy;
        policy.add_served_spn(auth::Spn::parse(arguments[2]));
        // What every client would fail by, such as a keytab without the name, ends it here.
        static_cast<void>(auth::Negotiation::accept(keys, policy));
        auth::UserMap users;
        users.add_realm(arguments[5]);
        const FileHandler handler(arguments[4], std::move(users));
        const auth::Listener listener(arguments[1]);
        std::cerr << "listening on " << listener.address() << '\n';
        for (;;) {
            try {
                std::thread(take, listener.accept(auth::Deadline::never()),
                            auth::Negotiation::accept(keys, policy), std::cref(handler))
                    .detach();
            } catch (const std::exception& error) {
                // Too many open files or threads, for one, which no hurry mends.
                std::cerr << error.what() << '\n';
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
            }
        }
    } catch (const auth::Error& error) {
        std::cerr << error.explanation() << '\n';
        return 1;
    }
}
