#include "callable.h"

#include <cxxabi.h>

#include <string>

namespace binding {
namespace {

/// The last object that tells may be let go on any thread.
struct Release {
    void operator()(PyObject* object) const {
        if (interpreter_runs()) {
            const py::gil_scoped_acquire lock;
            Py_DECREF(object);
        }
    }
};

void tell_locked(PyObject* function, const std::function<void(const py::handle&)>& call) {
    const py::gil_scoped_acquire lock;
    // The work that tells may run while an exception is on its way.
    const py::error_scope on_its_way;
    try {
        call(function);
    } catch (py::error_already_set& raised) {
        raised.restore();
        PyErr_WriteUnraisable(function);
    }
}

}  // namespace

Callable::Callable(const py::object& function, const char* argument) {
    if (PyCallable_Check(function.ptr()) == 0) {
        throw py::type_error(std::string(argument) + " must be callable");
    }
    function_ = std::shared_ptr<PyObject>(function.inc_ref().ptr(), Release());
}

void Callable::tell(const std::function<void(const py::handle&)>& call) const {
    if (!interpreter_runs()) {
        return;
    }
    try {
        tell_locked(function_.get(), call);
    } catch (const abi::__forced_unwind&) {
        // The interpreter ends just now; see OthersRun.
        rest();
    }
}

}  // namespace binding
