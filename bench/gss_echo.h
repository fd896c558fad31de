// MIT's gss_wrap and gss_unwrap in the channel's framing (docs/channel.md), as an echo.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "channel_echo.h"
#include "server_process.h"

namespace mutauth::bench {

/// One end. What it needs for a message is kept for the next one.
class GssEnd {
  public:
    GssEnd(int fd, gss_ctx_id_t context) : fd_(fd), context_(context) {}

    void send(const char* message, std::size_t size) {
        plain_.resize(1 + size);
        plain_[0] = kMessageRecord;
        std::memcpy(plain_.data() + 1, message, size);
        OM_uint32 minor = 0;
        gss_buffer_desc in{plain_.size(), plain_.data()};
        gss_buffer_desc sealed = GSS_C_EMPTY_BUFFER;
        require(::gss_wrap(&minor, context_, 1, GSS_C_QOP_DEFAULT, &in, nullptr, &sealed) ==
                GSS_S_COMPLETE);
        frame_.resize(kHead + sealed.length);
        const std::uint32_t length = htonl(static_cast<std::uint32_t>(sealed.length + 1));
        std::memcpy(frame_.data(), &length, sizeof length);
        frame_[4] = kSealedFrame;
        std::memcpy(frame_.data() + kHead, sealed.value, sealed.length);
        ::gss_release_buffer(&minor, &sealed);
        write_all(fd_, frame_.data(), frame_.size());
    }

    /// Calls `use(message, size)`; false where the stream has ended.
    template <typename Use>
    bool receive(Use use) {
        std::array<char, kHead> head{};
        if (!read_all(fd_, head.data(), head.size())) {
            return false;
        }
        std::uint32_t length = 0;
        std::memcpy(&length, head.data(), sizeof length);
        in_.resize(ntohl(length) - 1);
        require(read_all(fd_, in_.data(), in_.size()));
        OM_uint32 minor = 0;
        gss_buffer_desc sealed{in_.size(), in_.data()};
        gss_buffer_desc plain = GSS_C_EMPTY_BUFFER;
        require(::gss_unwrap(&minor, context_, &sealed, &plain, nullptr, nullptr) ==
                GSS_S_COMPLETE);
        use(static_cast<const char*>(plain.value) + 1, plain.length - 1);
        ::gss_release_buffer(&minor, &plain);
        return true;
    }

  private:
    static constexpr std::size_t kHead = 5;
    static constexpr char kSealedFrame = 3;
    static constexpr char kMessageRecord = 1;

    int fd_;
    gss_ctx_id_t context_;
    std::vector<char> plain_;
    std::vector<char> frame_;
    std::vector<char> in_;
};

class GssEcho {
  public:
    GssEcho() : end_(server_.connected(), pair_.context.client) {}
    const ServerProcess& server() const { return server_; }

    void send(const std::vector<char>& message) { end_.send(message.data(), message.size()); }
    void echo(const std::vector<char>& message) {
        send(message);
        require(
            end_.receive([&](const char*, std::size_t size) { require(size == message.size()); }));
    }

  private:
    struct Established {
        MitPair context;
        Established() { establish(context, host_name()); }
    };

    void serve(int listener) const {
        GssEnd end(accepted(listener), pair_.context.service);
        const auto answer = [&](const char* message, std::size_t size) {
            if (size == 0 || *message != kUnanswered) {
                end.send(message, size);
            }
        };
        while (end.receive(answer)) {
        }
    }

    /// Made before the server's process, so that it has its side of it.
    Established pair_;
    ServerProcess server_{[this](int listener) {
        serve(listener);
    }};
    GssEnd end_;
};

}  // namespace mutauth::bench
