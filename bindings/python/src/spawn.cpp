#include "spawn.h"

#include <_docs.h>

#include <utility>

#include "identity.h"
#include "impersonation.h"
#include "object.h"

namespace binding {
namespace {

struct ProcessCore {
    static constexpr const char* noun = "process";
    explicit ProcessCore(v1::Process started) : process(std::move(started)) {}
    std::string details() const { return "pid " + std::to_string(process.id()); }

    Waits waits;
    Turn turn;
    v1::Process process;
};

using Process = Object<ProcessCore>;

/// A descriptor's number, or what has one: a file or socket.
std::int32_t descriptor_of(const py::handle& object) {
    const int number = PyObject_AsFileDescriptor(object.ptr());
    if (number < 0) {
        throw py::error_already_set();
    }
    return number;
}

v1::Program make_program(const Path& path,
                         const Several& arguments,
                         const py::dict& environment,
                         const py::dict& descriptors,
                         const Path& directory) {
    v1::Program made(path.text);
    for (const py::handle one : arguments.items) {
        made.add_argument(one.cast<Utf8>().text);
    }
    for (const auto& [name, value] : environment) {
        made.add_environment(name.cast<Utf8>().text, value.cast<Utf8>().text);
    }
    for (const auto& [its, ours] : descriptors) {
        made.add_descriptor(descriptor_of(ours), its.cast<std::int32_t>());
    }
    made.set_directory(directory.text);
    return made;
}

Process spawn_as_user(const LocalUser& self,
                      const Path& path,
                      const Several& arguments,
                      const py::dict& environment,
                      const py::dict& descriptors,
                      const Path& directory,
                      Timeout timeout) {
    const auto program = make_program(path, arguments, environment, descriptors, directory);
    Waits waits;
    return Process::make(waiting(waits, timeout, [&](const v1::Deadline& deadline) {
        return v1::Process::spawn_as(*self.user, program, deadline);
    }));
}

Process spawn_as(const Identity& self,
                 const UserMap& users,
                 const Path& path,
                 const Several& arguments,
                 const py::dict& environment,
                 const py::dict& descriptors,
                 const Path& directory,
                 Timeout timeout) {
    const auto program = make_program(path, arguments, environment, descriptors, directory);
    Waits waits;
    return Process::make(waiting(waits, timeout, [&](const v1::Deadline& deadline) {
        return v1::Process::spawn_as(self.proven, *users.map, program, deadline);
    }));
}

int wait(const Process& self, Timeout timeout) {
    const auto core = self.use();
    const auto end = waiting_again(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->turn.take(deadline);
        return core->process.wait(deadline);
    });
    // As subprocess has it.
    return end.signal != 0 ? -end.signal : end.code;
}

void send_signal(const Process& self, std::int32_t number) {
    self.use()->process.signal(number);
}

void bind_process(py::module_& module) {
    auto process = made_class<Process>(
        module, "Process",
        "A program that was started as a user. Its end is to be waited for; free() does not end "
        "it. One thread at a time.");
    process.def_property_readonly(
        "pid", [](const Process& self) { return self.use()->process.id(); },
        doc_mutauth_process_id);
    process.def(
        "fileno", [](const Process& self) { return self.use()->process.fd(); },
        doc_mutauth_process_fd);
    process.def("wait", wait, py::arg("timeout") = py::none(),
                "Wait for the process's end: its exit status, or -N if signal N ended it.\n\n"
                "timeout: seconds to wait at most; None for 30, math.inf for no end");
    process.def("signal", send_signal, py::arg("signal"), doc_mutauth_process_signal);
    bind_free<ProcessCore>(process, doc_mutauth_process_free);
}

}  // namespace

void bind_spawn(py::module_& module) {
    bind_process(module);
    py::class_<LocalUser> user(module.attr("LocalUser"));
    user.def("spawn", spawn_as_user, py::arg("program"), py::arg("arguments") = py::tuple(),
             py::kw_only(), py::arg("environment") = py::dict(),
             py::arg("descriptors") = py::dict(), py::arg("directory") = "/",
             py::arg("timeout") = py::none(), doc_mutauth_spawn_as_user);
    const py::object identity = module.attr("Identity");
    identity.attr("spawn") = py::cpp_function(
        spawn_as, py::name("spawn"), py::is_method(identity), py::arg("users"), py::arg("program"),
        py::arg("arguments") = py::tuple(), py::kw_only(), py::arg("environment") = py::dict(),
        py::arg("descriptors") = py::dict(), py::arg("directory") = "/",
        py::arg("timeout") = py::none(), doc_mutauth_spawn_as);
}

}  // namespace binding
