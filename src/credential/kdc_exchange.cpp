#include "credential/kdc_exchange.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <list>
#include <optional>

#include "core/der.h"
#include "core/socket.h"
#include "core/system_error.h"
#include "credential/framed_exchange.h"
#include "credential/krb_error.h"
#include "credential/realm_servers.h"

namespace mutauth::credential {
namespace {

/// How long a host name may keep us while others have not been looked up.
constexpr std::chrono::milliseconds kLookupPatience{1000};
/// RFC 8305 section 5: how long a connection may be on its way before the next one starts beside
/// it.
constexpr std::chrono::milliseconds kConnectPatience{250};
/// How long a KDC may think before the next one is asked beside it.
constexpr std::chrono::milliseconds kAnswerPatience{1000};

/// RFC 4120 7.5.9: KDC_ERR_SVC_UNAVAILABLE.
constexpr std::int64_t kOutOfService = 29;

std::vector<SocketAddress> addresses_of(const std::vector<HostPort>& kdcs,
                                        const Deadline& deadline) {
    std::vector<SocketAddress> out;
    for (const auto& kdc : kdcs) {
        if (auto found = resolve(kdc, deadline.at_most(kLookupPatience)); found) {
            out.insert(out.end(), found->begin(), found->end());
        }
    }
    return out;
}

/// RFC 4120 5.4.2, 5.9.1: AS-REP, TGS-REP or KRB-ERROR.
bool may_be_reply(ByteView message) {
    return message[0] == der::application(11) || message[0] == der::application(13) ||
           message[0] == der::application(30);
}

bool out_of_service(ByteView message) {
    const auto error = read_krb_error(message);
    return error && error->code == kOutOfService;
}

/// One KDC's turn: its connection, then the exchange over it.
class Turn {
  public:
    Turn(FileDescriptor socket, std::string address, ByteView request)
        : socket_(std::move(socket)),
          address_(std::move(address)),
          exchange_(socket_.get(), request),
          patience_(Deadline::in(kConnectPatience)) {}

    const std::string& address() const noexcept { return address_; }
    bool connected() const noexcept { return connected_; }
    /// Whether the next KDC waits no longer for this one.
    bool overdue() const noexcept { return patience_.passed(); }
    const Deadline& patience() const noexcept { return patience_; }
    pollfd awaits() const noexcept {
        return {socket_.get(), connected_ ? exchange_.awaits() : static_cast<short>(POLLOUT), 0};
    }

    /// Its socket is ready: the reply once it is whole.
    Result<std::optional<Bytes>> advance() {
        if (!connected_) {
            if (const int code = connect_outcome(socket_.get()); code != 0) {
                return system_error("connect", code).as(Status::kdc_unreachable);
            }
            connected_ = true;
            patience_ = Deadline::in(kAnswerPatience);
        }
        return exchange_.advance();
    }

  private:
    FileDescriptor socket_;
    std::string address_;
    FramedExchange exchange_;
    Deadline patience_;
    bool connected_ = false;
};

/// KDCs asked side by side until one answers.
class Race {
  public:
    Race(std::vector<SocketAddress> addresses, ByteView request)
        : addresses_(std::move(addresses)), request_(request) {}

    Result<Bytes> run(const Deadline& deadline, std::string& answered) {
        std::stable_partition(addresses_.begin(), addresses_.end(),
                              [&](const auto& address) { return address.text() == answered; });
        for (;;) {
            while (next_ < addresses_.size() && (turns_.empty() || turns_.back().overdue())) {
                start(addresses_[next_++]);
            }
            if (turns_.empty()) {
                return outcome();
            }
            if (auto waited = wait(deadline); !waited) {
                return waited.error().status() == Status::deadline_passed
                           ? outcome()
                           : Result<Bytes>(std::move(waited).error());
            }
            if (auto reply = collect(answered); reply) {
                return std::move(*reply);
            }
        }
    }

  private:
    void start(const SocketAddress& address) {
        if (auto socket = begin_connect(address); socket) {
            turns_.emplace_back(std::move(socket), address.text(), request_);
        }
    }

    /// Until a KDC has something to say, or it is the next one's turn.
    Result<void> wait(const Deadline& deadline) {
        const bool others = next_ < addresses_.size();
        const auto left =
            others ? std::min(deadline.left(), turns_.back().patience().left()) : deadline.left();
        waits_.clear();
        for (const auto& turn : turns_) {
            waits_.push_back(turn.awaits());
        }
        waits_.push_back({deadline.cancel_fd(), POLLIN, 0});
        const int ready = ::poll(waits_.data(), waits_.size(),
                                 static_cast<int>(std::min<std::int64_t>(left.count(), 1 << 30)));
        if (ready < 0 && errno != EINTR) {
            return system_error("poll");
        }
        if (ready < 0) {
            waits_.clear();
        } else if (waits_.back().revents != 0) {
            return Error(Status::cancelled);
        }
        return deadline.check();
    }

    std::optional<Bytes> collect(std::string& answered) {
        auto turn = turns_.begin();
        for (std::size_t i = 0; i + 1 < waits_.size(); ++i) {
            if (waits_[i].revents == 0) {
                ++turn;
                continue;
            }
            auto reply = turn->advance();
            if (reply && !*reply) {
                ++turn;
                continue;
            }
            if (reply && accept(**reply)) {
                answered = turn->address();
                return std::move(**reply);
            }
            if (!reply) {
                remember(reply.error().status());
            }
            turn = turns_.erase(turn);
        }
        return std::nullopt;
    }

    /// What is not accepted is kept for the case that nobody says better.
    bool accept(const Bytes& reply) {
        if (!may_be_reply(reply)) {
            remember(Status::kdc_protocol);
            return false;
        }
        if (out_of_service(reply)) {
            apology_ = reply;
            return false;
        }
        return true;
    }

    /// The worst counts: who cannot be reached says less than who talks nonsense.
    void remember(Status why) {
        if (failed_ == Status::kdc_unreachable) {
            failed_ = why == Status::stream_truncated ? Status::kdc_protocol : why;
        }
    }

    Result<Bytes> outcome() {
        if (!apology_.empty()) {
            return std::move(apology_);
        }
        const bool silent = std::any_of(turns_.begin(), turns_.end(),
                                        [](const Turn& turn) { return turn.connected(); });
        return Error(silent ? Status::kdc_silent : failed_);
    }

    std::vector<SocketAddress> addresses_;
    ByteView request_;
    std::size_t next_ = 0;
    /// A list, since an exchange refers to its own socket.
    std::list<Turn> turns_;
    std::vector<pollfd> waits_;
    Status failed_ = Status::kdc_unreachable;
    Bytes apology_;
};

}  // namespace

Result<Bytes> ask_kdc(const KerberosLibrary& library,
                      const std::string& realm,
                      ByteView request,
                      const Deadline& deadline,
                      std::string& answered) {
    auto kdcs = find_kdcs(library, realm, deadline);
    if (!kdcs) {
        return std::move(kdcs).error();
    }
    auto reply = Race(addresses_of(*kdcs, deadline), request).run(deadline, answered);
    if (reply || reply.error().status() == Status::cancelled) {
        return reply;
    }
    const Status why = reply.error().status();
    return Error(why, fmt::format("realm {}, KDC {}: {}", realm, listed(*kdcs), status_says(why)))
        .with("realm", realm)
        .with("kdc", listed(*kdcs));
}

}  // namespace mutauth::credential
