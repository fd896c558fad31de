#include <_docs.h>

#include "channel.h"
#include "object.h"

namespace binding {
namespace {

struct ListenerCore {
    static constexpr const char* noun = "listener";
    explicit ListenerCore(const char* address) : listener(address) {}
    std::string details() const { return "at " + std::string(listener.address()); }

    Waits waits;
    v1::Listener listener;
};

using Listener = Object<ListenerCore>;

Listener open(Utf8 address) {
    // A host's name may have to be looked up.
    const OthersRun others_run;
    return Listener::make(address.text);
}

py::object accept(const Listener& self, Timeout timeout) {
    const auto core = self.use();
    v1::Socket taken = waiting_again(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return core->listener.accept(deadline);
    });
    py::object made = py::module_::import("socket").attr("socket")(py::arg("fileno") = taken.get());
    taken.release();
    return made;
}

}  // namespace

void bind_listener(py::module_& module) {
    auto bound = made_class<Listener>(module, "Listener",
                                      "A listening socket. Several threads may accept from one.");
    bound.def_static("open", open, py::arg("address"), doc_mutauth_listener_open);
    bind_free<ListenerCore>(bound, doc_mutauth_listener_free);
    bound.def("accept", accept, py::arg("timeout") = py::none(), doc_mutauth_listener_accept);
    bound.def_property_readonly(
        "address", [](const Listener& self) { return text(self.use()->listener.address()); },
        doc_mutauth_listener_address);
}

}  // namespace binding
