/* Programs started as a caller. */
#ifndef MUTAUTH_CPP_SPAWN_HPP
#define MUTAUTH_CPP_SPAWN_HPP

#include <mutauth/spawn.h>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>
#include <mutauth/cpp/user_map.hpp>

#include <cstdint>

namespace mutauth::v1 {

/// What is to be started, and what it gets: nothing that is not added here.
class Program {
  public:
    /// An absolute path.
    explicit Program(const Text& path)
        : handle_(detail::make<Owned>(
              [&](mutauth_program** out) { return mutauth_program_new(path.c_str(), out); })) {}

    Program& add_argument(const Text& argument) {
        detail::check(mutauth_program_add_argument(handle_.get(), argument.c_str()));
        return *this;
    }

    Program& add_environment(const Text& name, const Text& value) {
        detail::check(mutauth_program_add_environment(handle_.get(), name.c_str(), value.c_str()));
        return *this;
    }

    /// This process's descriptor under the program's own number; it stays open here.
    Program& add_descriptor(std::int32_t ours, std::int32_t its) {
        detail::check(mutauth_program_add_descriptor(handle_.get(), ours, its));
        return *this;
    }

    /// An absolute path; "/" otherwise.
    Program& set_directory(const Text& path) {
        detail::check(mutauth_program_set_directory(handle_.get(), path.c_str()));
        return *this;
    }

    const mutauth_program* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_program, mutauth_program_free>;
    Owned handle_;
};

/// A program that was started. Its end is to be waited for; the object's own end does not end it.
class Process {
  public:
    struct End {
        /// -1 if a signal ended it.
        std::int32_t code;
        /// 0 if none did.
        std::int32_t signal;
    };

    /// As the user that the caller is; throws if it may not be, or the program does not start.
    static Process spawn_as(const Identity& identity,
                            const UserMap& map,
                            const Program& program,
                            Until until = {}) {
        return Process(detail::make<Owned>([&](mutauth_process** out) {
            return mutauth_spawn_as(identity.get(), map.get(), program.get(), until.get(), out);
        }));
    }

    static Process spawn_as(const LocalUser& user, const Program& program, Until until = {}) {
        return Process(detail::make<Owned>([&](mutauth_process** out) {
            return mutauth_spawn_as_user(user.get(), program.get(), until.get(), out);
        }));
    }

    std::int32_t id() const noexcept { return mutauth_process_id(handle_.get()); }
    /// Readable for poll(2) once the process has ended.
    std::int32_t fd() const noexcept { return mutauth_process_fd(handle_.get()); }

    End wait(Until until = {}) {
        End end{};
        detail::check(mutauth_process_wait(handle_.get(), until.get(), &end.code, &end.signal));
        return end;
    }

    void signal(std::int32_t number) {
        detail::check(mutauth_process_signal(handle_.get(), number));
    }

  private:
    using Owned = detail::Handle<mutauth_process, mutauth_process_free>;
    explicit Process(Owned made) noexcept : handle_(std::move(made)) {}
    Owned handle_;
};

}  // namespace mutauth::v1

#endif
