#include "conversation.h"

#include "output.h"

namespace mutauth::command {
namespace {

/// When the service stops: how long a call that is on its way may still take to come in.
constexpr std::chrono::milliseconds kLastCall{300};
/// How long the peer has to take in the last words before the socket is closed on it.
constexpr std::chrono::milliseconds kLastWords{1000};

bool is_wait_over(const auth::Error& error) {
    return error.status() == MUTAUTH_DEADLINE_PASSED || error.status() == MUTAUTH_CANCELLED;
}

/// "seconds the peer's clock is ahead" as seconds_the_peers_clock_is_ahead.
std::string field_name(std::string_view fact) {
    std::string out;
    for (const char c : fact) {
        if (c != '\'') {
            out += c == ' ' ? '_' : c;
        }
    }
    return out;
}

/// The whole failure, for who has no more than the log.
CallLog::Fields with_reason(CallLog::Fields fields, const auth::Error& error) {
    fields.emplace_back("status", error.symbol());
    fields.emplace_back("why", error.what());
    for (const auto& [fact, value] : error.evidence()) {
        fields.emplace_back(field_name(fact), std::string(value));
    }
    fields.emplace_back("remedy", remedy_of(error));
    return fields;
}

}  // namespace

Conversation::Conversation(auth::Channel channel, std::string peer, Terms& terms)
    : channel_(std::move(channel)), peer_(std::move(peer)), terms_(terms) {}

std::optional<Conversation> Conversation::begin(auth::Socket socket,
                                                const auth::Deadline& deadline,
                                                Terms& terms) {
    const std::string peer = peer_of(socket.get());
    try {
        auto channel = auth::Channel::open(
            std::move(socket), auth::Negotiation::accept(terms.keys, terms.policy), deadline);
        return Conversation(std::move(channel), peer, terms);
    } catch (const auth::Error& error) {
        CallLog::Fields fields{{"peer", peer}, {"handshake", "failed"}};
        if (error.status() == MUTAUTH_CANCELLED) {
            fields.emplace_back("status", error.symbol());
            fields.emplace_back("why", "it gave way to others, or the service ends");
        } else {
            fields = with_reason(std::move(fields), error);
        }
        terms.unproven_log.write(fields);
        return std::nullopt;
    }
}

void Conversation::run() {
    try {
        while (auto call = next_call()) {
            if (!answer(*call)) {
                wait_for_end();
                return;
            }
        }
        end();
    } catch (const auth::Error& error) {
        log_end(error);
    }
}

std::optional<auth::Bytes> Conversation::next_call() {
    const auto receive = [this](auth::Until until) {
        return channel_.receive(until);
    };
    try {
        return terms_.waits.within(terms_.idle, Waits::Reason::next_call, receive);
    } catch (const auth::Error& error) {
        if (error.status() == MUTAUTH_DEADLINE_PASSED) {
            turn_away("idle for too long");
            return std::nullopt;
        }
        if (error.status() != MUTAUTH_CANCELLED) {
            throw;
        }
    }
    try {
        return terms_.waits.within(kLastCall, Waits::Reason::work, receive);
    } catch (const auth::Error& error) {
        if (!is_wait_over(error)) {
            throw;
        }
        return std::nullopt;
    }
}

bool Conversation::answer(const auth::Bytes& call) {
    try {
        terms_.requirements.check(channel_.identity());
    } catch (const auth::Error& why) {
        refuse(why, call.size());
        return false;
    }
    terms_.waits.within(terms_.idle, Waits::Reason::work,
                        [&](auth::Until until) { channel_.send(call, until); });
    log_call(call.size(), nullptr);
    return true;
}

void Conversation::refuse(const auth::Error& why, std::size_t size) {
    log_call(size, &why);
    // The client may hear its own name, but nothing about the service.
    const std::string reason =
        why.status() == MUTAUTH_CALLER_NOT_ALLOWED ? why.what() : mutauth_status_says(why.status());
    terms_.waits.within(kLastWords, Waits::Reason::work,
                        [&](auth::Until until) { channel_.refuse(reason, until); });
}

void Conversation::turn_away(const std::string& why) {
    const std::string client(channel_.identity().client());
    terms_.log.write({{"peer", peer_}, {"client", client}, {"end", why}});
    terms_.waits.within(kLastWords, Waits::Reason::work,
                        [&](auth::Until until) { channel_.refuse(why, until); });
}

void Conversation::end() {
    terms_.waits.within(kLastWords, Waits::Reason::work,
                        [&](auth::Until until) { channel_.close(until); });
    wait_for_end();
}

/// A socket that is closed with unread bytes in it takes back what was sent last.
void Conversation::wait_for_end() {
    try {
        terms_.waits.within(kLastWords, Waits::Reason::work, [&](auth::Until until) {
            while (channel_.receive(until)) {
            }
        });
    } catch (const auth::Error&) {
        // Nobody is owed anything any more, however the client went.
    }
}

void Conversation::log_call(std::size_t size, const auth::Error* refusal) const {
    const auth::Identity caller = channel_.identity();
    const std::string client(caller.client());
    const std::string claimed(caller.asked_service());
    const std::string key(caller.service_key());
    const std::string level = level_name(caller.level());
    const std::string bytes = std::to_string(size);
    if (refusal == nullptr) {
        terms_.log.write({{"peer", peer_},
                          {"client", client},
                          {"asked", claimed},
                          {"key", key},
                          {"level", level},
                          {"bytes", bytes},
                          {"call", "allowed"}});
    } else {
        terms_.log.write({{"peer", peer_},
                          {"client", client},
                          {"asked", claimed},
                          {"key", key},
                          {"level", level},
                          {"bytes", bytes},
                          {"call", "refused"},
                          {"status", refusal->symbol()},
                          {"why", refusal->what()},
                          {"remedy", refusal->remedy()}});
    }
}

void Conversation::log_end(const auth::Error& error) const {
    terms_.log.write(with_reason(
        {{"peer", peer_}, {"client", std::string(channel_.identity().client())}, {"end", "failed"}},
        error));
}

}  // namespace mutauth::command
