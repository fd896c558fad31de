// mutauth connect: calls a service that has proved its name, and prints what it answers.
#include <CLI/CLI.hpp>
#include <iostream>

#include "command.h"
#include "credential_options.h"
#include "exit_code.h"
#include "options.h"
#include "output.h"
#include "steps.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string address;
    std::string spn;
    std::vector<std::string> messages;
    std::chrono::milliseconds timeout{30000};
    CredentialOptions credential;
    Steps steps;
};

auth::Channel proven_channel(const Options& options) {
    const auto spn = auth::Spn::parse(options.spn);
    const auto credential = options.credential.open(options.steps);
    const auth::Deadline until(options.timeout);
    options.steps.say("getting a ticket for " + std::string(spn.text()));
    auto negotiation = auth::Negotiation::initiate(credential, spn, options.steps.policy(), until);
    options.steps.say("asking " + options.address + " to prove " + std::string(spn.text()));
    auto channel = auth::Channel::connect(options.address, std::move(negotiation), until);
    const auth::Identity identity = channel.identity();
    say("proven: the service is " + std::string(identity.service_key()) + ", the client is " +
        std::string(identity.client()) + ", level " + level_name(identity.level()));
    return channel;
}

void call(auth::Channel& channel, const std::string& message, const Options& options) {
    options.steps.say("sending " + std::to_string(message.size()) + " bytes");
    channel.send(message, auth::Deadline(options.timeout));
    const auto answer = channel.receive(auth::Deadline(options.timeout));
    if (!answer) {
        throw NotDone("the service ended the conversation instead of answering");
    }
    print_bytes(answer->view());
}

/// Both sides say that nothing follows, or what came before may be incomplete.
void end(auth::Channel& channel, const Options& options) {
    channel.close(auth::Deadline(options.timeout));
    const auth::Deadline until(options.timeout);
    while (channel.receive(until)) {
        options.steps.say("an answer that nobody asked for was dropped");
    }
}

int connect(const Options& options) {
    auto channel = proven_channel(options);
    for (const auto& message : options.messages) {
        call(channel, message, options);
    }
    if (options.messages.empty()) {
        for (std::string line; std::getline(std::cin, line);) {
            call(channel, line, options);
        }
    }
    end(channel, options);
    return 0;
}

/// Takes each word as it stands: CLI11 would take "[a,b]" for two and "{}" for none, were this a
/// list that it may extend and convert. So many are "expected" that there is always room for one.
void add_messages(CLI::App& app, std::vector<std::string>& messages) {
    constexpr int kMany = CLI::detail::expected_max_vector_size;
    app.add_option(
           "MESSAGE",
           [&messages](const CLI::results_t& given) {
               messages = given;
               return true;
           },
           "a message to send; without any, each line of stdin is one")
        ->option_text("...")
        ->expected(kMany, kMany)
        ->allow_extra_args(false)
        ->take_all();
}

}  // namespace

void add_connect(CLI::App& app, Action& action) {
    auto* connected = app.add_subcommand("connect", "call a service that must prove its name");
    const auto options = std::make_shared<Options>();
    add_text(*connected, "ADDRESS", options->address, "where to connect to: HOST:PORT", "")
        ->required();
    add_messages(*connected, options->messages);
    add_text(*connected, "--spn", options->spn, "the name that the service must prove", "SPN")
        ->required();
    options->credential.add_to(*connected);
    add_duration(*connected, "--timeout", options->timeout,
                 "how long proving, sending or one answer may take");
    options->steps.add_to(*connected);
    connected->footer(
        std::string(kCredentialHelp) +
        "\nThe address is only where to connect to. Nothing is sent before the service has\n"
        "proved the SPN, and everything is sealed. Answers go to stdout, one a line.\n"
        "\nExamples:\n"
        "  mutauth connect web.example.test:8000 --spn HTTP/web.example.test hello\n"
        "  mutauth connect 192.0.2.7:8000 --spn HTTP/web.example.test < lines.txt");
    connected->callback([options, &action] {
        action = [options] {
            return connect(*options);
        };
    });
}

}  // namespace mutauth::command
