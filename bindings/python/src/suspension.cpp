#include "suspension.h"

#include <string>

namespace binding {
namespace {

/// inspect.CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE and CO_ASYNC_GENERATOR.
constexpr int kSuspendable = 0x20 | 0x80 | 0x100 | 0x200;

constexpr const char* kInstead =
    ": use run() for what does not wait, mutauth.acting.in_thread or a thread of its own for the "
    "rest";

/// A module that the program uses itself; nothing else is imported here.
py::object used_module(const char* name) {
    const py::dict modules = py::module_::import("sys").attr("modules");
    return modules.contains(name) ? py::object(modules[name]) : py::none();
}

bool in_asyncio() {
    const py::object asyncio = used_module("asyncio");
    return !asyncio.is_none() && !asyncio.attr("_get_running_loop")().is_none();
}

bool in_trio() {
    const py::object trio = used_module("trio.lowlevel");
    if (trio.is_none()) {
        return false;
    }
    try {
        trio.attr("current_task")();
        return true;
    } catch (py::error_already_set& error) {
        if (!error.matches(PyExc_RuntimeError)) {
            throw;
        }
        return false;
    }
}

/// gevent's hub of this thread switches greenlets at every wait, the main one too.
bool in_gevent() {
    const py::object hubs = used_module("gevent._hub_local");
    return !hubs.is_none() && !hubs.attr("get_hub_if_exists")().is_none();
}

/// Of other libraries. A worker of gevent's thread pool is one that nothing switches.
bool in_greenlet() {
    const py::object greenlet = used_module("greenlet");
    if (greenlet.is_none()) {
        return false;
    }
    const py::object current = greenlet.attr("getcurrent")();
    const auto type = py::type::of(current).attr("__name__").cast<std::string>();
    return !current.attr("parent").is_none() && type != "_WorkerGreenlet";
}

struct Frame {
    explicit Frame(py::object object) : frame(std::move(object)), code(frame.attr("f_code")) {}

    bool of_contextlib() const {
        const py::dict globals = frame.attr("f_globals");
        return globals.contains("__name__") && py::str("contextlib").equal(globals["__name__"]);
    }
    bool suspendable() const { return (code.attr("co_flags").cast<int>() & kSuspendable) != 0; }
    /// Its caller has the with statement.
    bool enters() const { return py::str("__enter__").equal(code.attr("co_name")); }
    py::object caller() const { return frame.attr("f_back"); }

    py::object frame;
    py::object code;
};

/// contextlib's are looked through: a function under @contextmanager goes on only when the with
/// statement that it serves ends, and ExitStack.enter_context only passes on.
bool may_be_left() {
    py::object next = py::module_::import("sys").attr("_getframe")();
    while (!next.is_none()) {
        const Frame frame(next);
        next = frame.caller();
        if (frame.suspendable()) {
            if (next.is_none() || !Frame(next).of_contextlib()) {
                return true;
            }
        } else if (!frame.of_contextlib() && !frame.enters()) {
            return false;
        }
    }
    return false;
}

}  // namespace

void refuse_where_suspended() {
    refuse_greenlets();
    if (in_asyncio() || in_trio()) {
        throw v1::Error(
            MUTAUTH_WRONG_STATE,
            std::string("an event loop's next task would act as the user too") + kInstead);
    }
    if (may_be_left()) {
        throw v1::Error(MUTAUTH_WRONG_STATE,
                        std::string("a generator or coroutine may stop inside the scope, and its "
                                    "caller would act as the user too") +
                            kInstead);
    }
}

void refuse_greenlets() {
    if (in_gevent() || in_greenlet()) {
        throw v1::Error(MUTAUTH_WRONG_STATE,
                        "at each wait another greenlet of this thread would act as the user too: "
                        "use a thread without greenlets, such as gevent's thread pool, "
                        "gevent.get_hub().threadpool.apply(user.run, (function,))");
    }
}

}  // namespace binding
