// What a server's resident memory grows by while it holds more and more connections, each of which
// has sealed a message both ways, against one that keeps only MIT's contexts of as many.
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <vector>

#include "channel_echo.h"
#include "rounds.h"

namespace {

using namespace mutauth::bench;

constexpr int kSteps[] = {1000, 2000, 5000, 10000};
/// After some, so that what is made once is not counted.
constexpr int kBefore = 100;

void allow_descriptors() {
    constexpr rlim_t others = 64;
    rlimit limit{};
    require(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    const rlim_t needed = kBefore + kSteps[std::size(kSteps) - 1] + others;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = needed;
        limit.rlim_max = std::max(limit.rlim_max, needed);
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            fmt::print(stderr, "connections: this user may not open {} files\n", needed);
            std::exit(1);
        }
    }
}

long resident_bytes(pid_t process) {
    long pages = 0;
    long resident = 0;
    std::ifstream(fmt::format("/proc/{}/statm", process)) >> pages >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

void serve_channels(int listener) {
    const OwnSides sides;
    for (;;) {
        // Kept: nothing frees it before the process ends.
        require(answer_one(accepted_channel(listener, sides)));
    }
}

class ChannelClients {
  public:
    void add() {
        mutauth_channel* channel = connected_channel(server_, sides_);
        mutauth_bytes* answer = nullptr;
        require(mutauth_channel_send(channel, "m", 1, nullptr) == MUTAUTH_OK &&
                mutauth_channel_receive(channel, nullptr, &answer) == MUTAUTH_OK);
        mutauth_bytes_free(answer);
        channels_.push_back(channel);
    }
    long server_memory() const { return resident_bytes(server_.process()); }

    ChannelClients() = default;
    ChannelClients(const ChannelClients&) = delete;
    ChannelClients& operator=(const ChannelClients&) = delete;
    ~ChannelClients() {
        for (mutauth_channel* channel : channels_) {
            mutauth_channel_free(channel);
        }
    }

  private:
    ServerProcess server_{serve_channels};
    OwnSides sides_;
    std::vector<mutauth_channel*> channels_;
};

/// A token or a message behind its length.
void put(int fd, gss_buffer_t octets) {
    OM_uint32 minor = 0;
    const auto size = static_cast<std::uint32_t>(octets->length);
    write_all(fd, &size, sizeof size);
    write_all(fd, octets->value, size);
    ::gss_release_buffer(&minor, octets);
}

std::vector<char> got(int fd) {
    std::uint32_t size = 0;
    require(read_all(fd, &size, sizeof size));
    std::vector<char> out(size);
    require(read_all(fd, out.data(), size));
    return out;
}

void put_sealed(int fd, gss_ctx_id_t context) {
    OM_uint32 minor = 0;
    char text[] = "m";
    gss_buffer_desc message{1, text};
    gss_buffer_desc sealed = GSS_C_EMPTY_BUFFER;
    require(::gss_wrap(&minor, context, 1, GSS_C_QOP_DEFAULT, &message, nullptr, &sealed) ==
            GSS_S_COMPLETE);
    put(fd, &sealed);
}

void get_sealed(int fd, gss_ctx_id_t context) {
    OM_uint32 minor = 0;
    std::vector<char> octets = got(fd);
    gss_buffer_desc sealed{octets.size(), octets.data()};
    gss_buffer_desc plain = GSS_C_EMPTY_BUFFER;
    require(::gss_unwrap(&minor, context, &sealed, &plain, nullptr, nullptr) == GSS_S_COMPLETE);
    ::gss_release_buffer(&minor, &plain);
}

/// The contexts stay, over one connection, so that nothing but them is counted.
void serve_contexts(int listener) {
    const int fd = accepted(listener);
    for (;;) {
        OM_uint32 minor = 0;
        gss_ctx_id_t context = GSS_C_NO_CONTEXT;
        std::vector<char> octets = got(fd);
        gss_buffer_desc request{octets.size(), octets.data()};
        gss_buffer_desc reply = GSS_C_EMPTY_BUFFER;
        require(::gss_accept_sec_context(&minor, &context, GSS_C_NO_CREDENTIAL, &request,
                                         GSS_C_NO_CHANNEL_BINDINGS, nullptr, nullptr, &reply,
                                         nullptr, nullptr, nullptr) == GSS_S_COMPLETE);
        put(fd, &reply);
        get_sealed(fd, context);
        put_sealed(fd, context);
    }
}

class ContextClients {
  public:
    void add() {
        OM_uint32 minor = 0;
        gss_ctx_id_t context = GSS_C_NO_CONTEXT;
        gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
        require(step(context, GSS_C_NO_BUFFER, &out) == GSS_S_CONTINUE_NEEDED);
        put(fd_, &out);
        std::vector<char> octets = got(fd_);
        gss_buffer_desc reply{octets.size(), octets.data()};
        require(step(context, &reply, &out) == GSS_S_COMPLETE);
        put_sealed(fd_, context);
        get_sealed(fd_, context);
        ::gss_delete_sec_context(&minor, &context, GSS_C_NO_BUFFER);
    }
    long server_memory() const { return resident_bytes(server_.process()); }

  private:
    OM_uint32 step(gss_ctx_id_t& context, gss_buffer_t in, gss_buffer_t out) const {
        OM_uint32 minor = 0;
        return ::gss_init_sec_context(
            &minor, GSS_C_NO_CREDENTIAL, &context, name_, const_cast<gss_OID>(gss_mech_krb5),
            kUsualFlags, 0, GSS_C_NO_CHANNEL_BINDINGS, in, nullptr, out, nullptr, nullptr);
    }

    ServerProcess server_{serve_contexts};
    gss_name_t name_ = host_name();
    int fd_ = server_.connected();
};

/// The server's resident octets at kBefore, and at each step more.
template <typename Clients>
std::vector<long> measured(Clients& clients) {
    std::vector<long> out;
    int there = 0;
    const auto grow_to = [&](int count) {
        for (; there < count; ++there) {
            clients.add();
        }
        out.push_back(clients.server_memory());
    };
    grow_to(kBefore);
    for (const int step : kSteps) {
        grow_to(kBefore + step);
    }
    return out;
}

}  // namespace

int main() {
    allow_descriptors();
    set_up_defaults();
    // Both servers first: one that began later would have what this process has freed till then.
    ChannelClients channels;
    ContextClients contexts;
    const std::vector<long> ours = measured(channels);
    const std::vector<long> theirs = measured(contexts);
    for (std::size_t i = 0; i < std::size(kSteps); ++i) {
        const double each = static_cast<double>(ours[i + 1] - ours[0]) / kSteps[i];
        const double other = static_cast<double>(theirs[i + 1] - theirs[0]) / kSteps[i];
        const double ratio = other / each;
        fmt::print(R"({{"name": "{} connections: {:.1f} KiB each", )"
                   R"("against": "MIT's contexts alone: {:.1f} KiB each", "ratio": {:.4f}, )"
                   R"("min": {:.4f}, "max": {:.4f}, "resident": {}, "resident_before": {}, )"
                   R"("against_resident": {}, "against_resident_before": {}}})"
                   "\n",
                   kSteps[i], each / 1024, other / 1024, ratio, ratio, ratio, ours[i + 1], ours[0],
                   theirs[i + 1], theirs[0]);
    }
}
