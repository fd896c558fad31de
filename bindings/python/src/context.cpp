#include "context.h"

#include <_docs.h>

#include "identity.h"

namespace binding {
namespace {

/// Bytes that `write(buffer)` fills without the interpreter's lock, and says how many.
template <class Write>
py::bytes filled(std::size_t capacity, std::mutex& turn, Write write) {
    // What PyBytes_FromStringAndSize returns here is nobody else's yet, so it may be written to.
    PyObject* made = PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(capacity));
    if (made == nullptr) {
        throw py::error_already_set();
    }
    auto owned = py::reinterpret_steal<py::bytes>(made);
    char* buffer = PyBytes_AS_STRING(made);
    std::size_t written = 0;
    {
        const OthersRun others_run;
        const std::lock_guard lock(turn);
        written = write(buffer);
    }
    if (written != capacity) {
        made = owned.release().ptr();
        if (_PyBytes_Resize(&made, static_cast<Py_ssize_t>(written)) != 0) {
            throw py::error_already_set();
        }
        owned = py::reinterpret_steal<py::bytes>(made);
    }
    return owned;
}

py::bytes seal(const Context& self, const Octets& message) {
    const auto core = self.use();
    const std::size_t capacity = core->context.sealed_size(message.size());
    return filled(capacity, core->outgoing, [&](char* buffer) {
        return core->context.seal(message.view(), buffer, capacity);
    });
}

py::bytes open(const Context& self, const Octets& sealed) {
    const auto core = self.use();
    return filled(sealed.size(), core->incoming, [&](char* buffer) {
        return core->context.open(sealed.view(), buffer, sealed.size());
    });
}

py::bytes sign(const Context& self, const Octets& message) {
    const auto core = self.use();
    const std::size_t capacity = core->context.signature_size();
    return filled(capacity, core->outgoing, [&](char* buffer) {
        return core->context.sign(message.view(), buffer, capacity);
    });
}

void verify(const Context& self, const Octets& message, const Octets& signature) {
    const auto core = self.use();
    const OthersRun others_run;
    const std::lock_guard lock(core->incoming);
    core->context.verify(message.view(), signature.view());
}

Identity identity(const Context& self) {
    const auto core = self.use();
    return {core->context.identity(), core};
}

}  // namespace

void bind_context(py::module_& module) {
    auto bound =
        made_class<Context>(module, "Context",
                            "A proven context: both sides have proved who they are. One thread "
                            "may seal while another opens.");
    bind_free<ContextCore>(bound, doc_mutauth_context_free);
    bound.def("seal", seal, py::arg("message"), doc_mutauth_context_seal);
    bound.def("open", open, py::arg("sealed"), doc_mutauth_context_open);
    bound.def("sign", sign, py::arg("message"), doc_mutauth_context_sign);
    bound.def("verify", verify, py::arg("message"), py::arg("signature"),
              doc_mutauth_context_verify);
    bound.def(
        "sealed_size",
        [](const Context& self, std::size_t message_size) {
            return self.use()->context.sealed_size(message_size);
        },
        py::arg("message_size"), doc_mutauth_context_sealed_size);
    bound.def_property_readonly(
        "signature_size", [](const Context& self) { return self.use()->context.signature_size(); },
        doc_mutauth_context_signature_size);
    bound.def_property_readonly(
        "protector", [](const Context& self) { return self.use()->context.protector(); },
        doc_mutauth_context_protector);
    bound.def_property_readonly("identity", identity, doc_mutauth_context_identity);
}

}  // namespace binding
