// What a judge made of a message, kept where a process that ends leaves it behind.
#pragma once

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <type_traits>

namespace forged {

struct Kept {
    std::uint32_t size = 0;
    char bytes[160] = {};

    void operator=(const std::string& text) {
        size = static_cast<std::uint32_t>(std::min(text.size(), sizeof bytes));
        std::memcpy(bytes, text.data(), size);
    }
    std::string text() const { return {bytes, size}; }
};

enum class Outcome : std::uint32_t { not_run, refused, accepted, ended };

enum class Pac : std::uint32_t { none, unproven, proven };

/// MIT's krb5_rd_req or krb5_rd_rep.
struct KrbVerdict {
    Outcome outcome = Outcome::not_run;
    std::int32_t code = 0;
    Kept client;
    std::int64_t expires = 0;
    std::int32_t session_type = 0;
    Kept session_key;
    /// Of the message.
    std::int32_t subkey_type = 0;
    Kept subkey;
    std::uint32_t sequence = 0;
};

/// MIT's GSS-API or ours.
struct Verdict {
    Outcome outcome = Outcome::not_run;
    std::int64_t code = 0;
    Kept client;
    std::int64_t expires = 0;
    std::int32_t enctype = 0;
    std::uint32_t flags = 0;
    Pac pac = Pac::none;
    Kept indicators;
    /// Ours: whether a message sealed by who made the token opens.
    bool opens = false;
};

/// One of each message, shared with the processes that judge.
template <typename T>
class Shared {
  public:
    static_assert(std::is_trivially_destructible_v<T>);
    explicit Shared(std::size_t count) : count_(count) {
        void* memory =
            ::mmap(nullptr, size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        all_ = memory == MAP_FAILED ? nullptr : static_cast<T*>(memory);
        for (std::size_t i = 0; i < count_; ++i) {
            new (all_ + i) T();
        }
    }
    ~Shared() { ::munmap(all_, size()); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

    T& operator[](std::size_t i) { return all_[i]; }

  private:
    std::size_t size() const { return (count_ + 1) * sizeof(T); }

    std::size_t count_;
    T* all_;
};

/// Judges the messages from first to before last in another process; when that ends or hangs,
/// another one goes on with the next message. ended is told of each.
inline void in_children(std::size_t first,
                        std::size_t last,
                        const std::function<void()>& prepare,
                        const std::function<void(std::size_t)>& judge,
                        const std::function<void(std::size_t)>& ended) {
    constexpr unsigned kPatience = 20;
    Shared<std::size_t> next(1);
    next[0] = first;
    while (next[0] < last) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            prepare();
            while (next[0] < last) {
                ::alarm(kPatience);
                judge(next[0]);
                ++next[0];
            }
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (next[0] < last) {
            ended(next[0]);
            ++next[0];
        }
    }
}

}  // namespace forged
