// What the Python objects hold, and how they let go of it.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "classes.h"
#include "waiting.h"

namespace binding {

/// A Python object's hold on `Core`, which has a member `waits` and a name for its messages.
///
/// A call takes a share for as long as it runs, so that free() on another thread never pulls the
/// object away from under it.
template <class Core>
class Object {
  public:
    explicit Object(std::shared_ptr<Core> core) noexcept : core_(std::move(core)) {}
    Object(Object&&) noexcept = default;
    ~Object() { free(); }

    template <class... Arguments>
    static Object make(Arguments&&... arguments) {
        return Object(std::make_shared<Core>(std::forward<Arguments>(arguments)...));
    }

    /// Throws WrongState once it was freed.
    std::shared_ptr<Core> use() const {
        if (core_ == nullptr) {
            throw v1::Error(MUTAUTH_WRONG_STATE,
                            std::string("the ") + Core::noun + " was freed and cannot be used");
        }
        return core_;
    }

    bool freed() const noexcept { return core_ == nullptr; }

    void free() {
        if (auto last = std::move(core_)) {
            last->waits.end();
            // Letting go may close connections, or log from another thread.
            const OthersRun others_run;
            last.reset();
        }
    }

  private:
    std::shared_ptr<Core> core_;
};

/// "<mutauth.Channel alice@EXAMPLE.TEST to http/web>": what a core tells of itself is its
/// details().
template <class Core>
py::str repr_of(const Object<Core>& self, const std::string& name) {
    if (self.freed()) {
        return text("<mutauth." + name + ", freed>");
    }
    return text("<mutauth." + name + " " + self.use()->details() + ">");
}

/// The methods that every object has: free, use in a with statement, and its words for people.
template <class Core, class Class>
void bind_free(Class& bound, const char* doc) {
    bound.def("__repr__", [name = std::string(py::str(bound.attr("__name__")))](
                              const Object<Core>& self) { return repr_of(self, name); });
    bound.def("free", &Object<Core>::free, doc);
    bound.def("__enter__", [](py::object self) { return self; });
    bound.def("__exit__", [](Object<Core>& self, const py::args&) { self.free(); });
}

}  // namespace binding
