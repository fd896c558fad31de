// A Python function that C++ tells things on whatever thread it runs.
#pragma once

#include <functional>
#include <memory>

#include "arguments.h"

namespace binding {

/// Copies share the function. They may be used and let go without the interpreter's lock.
class Callable {
  public:
    /// Throws TypeError with the argument's name for what cannot be called.
    Callable(const py::object& function, const char* argument);

    /// call(function) with the lock held. What it raises goes to sys.unraisablehook; nothing is
    /// called once the interpreter ends.
    void tell(const std::function<void(const py::handle&)>& call) const;

  private:
    std::shared_ptr<PyObject> function_;
};

}  // namespace binding
