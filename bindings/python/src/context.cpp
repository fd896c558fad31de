#include "context.h"

#include <_docs.h>

#include <utility>
#include <vector>

#include "identity.h"
#include "policy.h"

namespace binding {
namespace {

/// glibc gives the memory of a long message back to the system when it is freed, and each page of
/// the next one's then costs a fault, until a block was freed that is longer than those in use.
/// This frees such a block, whose pages nobody has touched, before the first long message.
void keep_memory_of_long_messages(std::size_t size) {
    constexpr std::size_t least_mapped = std::size_t{128} << 10;
    constexpr std::size_t kept = std::size_t{4} << 20;
    static std::once_flag done;
    if (size >= least_mapped) {
        std::call_once(done, [] { PyMem_RawFree(PyMem_RawMalloc(kept)); });
    }
}

/// Bytes that `write(buffer)` fills without the interpreter's lock, and says how many.
template <class Write>
py::bytes filled(std::size_t capacity, Alone& turn, Write write) {
    keep_memory_of_long_messages(capacity);
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

py::bytes wrap(const Context& self, const Octets& message) {
    const auto core = self.use();
    const std::size_t capacity = core->context.wrapped_size(message.size());
    return filled(capacity, core->outgoing, [&](char* buffer) {
        return core->context.wrap(message.view(), buffer, capacity);
    });
}

py::bytes unwrap(const Context& self, const Octets& wrapped) {
    const auto core = self.use();
    return filled(wrapped.size(), core->incoming, [&](char* buffer) {
        return core->context.unwrap(wrapped.view(), buffer, wrapped.size());
    });
}

/// Python's buffers as a message's segments, held as long as this.
class HeldSegments {
  public:
    explicit HeldSegments(const py::iterable& pairs, bool writes) {
        for (const py::handle pair : pairs) {
            const auto [buffer, protection] = pair.cast<std::pair<py::object, std::int32_t>>();
            const bool sealed = protection == MUTAUTH_SEGMENT_SEALED;
            const Octets& held = held_.emplace_back(buffer, writes && sealed);
            segments_.push_back({held.data(), held.size(), protection});
        }
    }
    const std::vector<v1::Segment>& all() const noexcept { return segments_; }

  private:
    std::vector<Octets> held_;
    std::vector<v1::Segment> segments_;
};

py::bytes seal_segments(const Context& self, const py::iterable& segments) {
    const HeldSegments held(segments, true);
    const auto core = self.use();
    std::string token;
    {
        const OthersRun others_run;
        const std::lock_guard lock(core->outgoing);
        token = core->context.seal_segments(held.all());
    }
    return token;
}

void open_segments(const Context& self, const py::iterable& segments, const Octets& token) {
    const HeldSegments held(segments, true);
    const auto core = self.use();
    const OthersRun others_run;
    const std::lock_guard lock(core->incoming);
    core->context.open_segments(held.all(), token.view());
}

py::bytes sign_segments(const Context& self, const py::iterable& segments) {
    const HeldSegments held(segments, false);
    const auto core = self.use();
    std::string signature;
    {
        const OthersRun others_run;
        const std::lock_guard lock(core->outgoing);
        signature = core->context.sign_segments(held.all());
    }
    return signature;
}

void verify_segments(const Context& self, const py::iterable& segments, const Octets& signature) {
    const HeldSegments held(segments, false);
    const auto core = self.use();
    const OthersRun others_run;
    const std::lock_guard lock(core->incoming);
    core->context.verify_segments(held.all(), signature.view());
}

py::bytes session_key(const Context& self) {
    auto key = self.use()->context.session_key();
    const py::bytes out(reinterpret_cast<const char*>(key.data()), key.size());
    explicit_bzero(key.data(), key.size());
    return out;
}

py::bytes exported(const Context& self) {
    const auto core = self.use();
    const std::scoped_lock lock(core->outgoing, core->incoming);
    const v1::Bytes made = core->context.export_context();
    return {reinterpret_cast<const char*>(made.data()), made.size()};
}

Context imported(const Octets& exported, const Policy* policy) {
    return Context::make(policy == nullptr
                             ? v1::Context::import_context(exported.view())
                             : v1::Context::import_context(exported.view(), policy->made()));
}

Identity identity(const Context& self) {
    return Identity(self.use()->context.identity());
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
    bound.def("wrap", wrap, py::arg("message"), doc_mutauth_context_wrap);
    bound.def("unwrap", unwrap, py::arg("wrapped"), doc_mutauth_context_unwrap);
    module.attr("SEGMENT_SEALED") = MUTAUTH_SEGMENT_SEALED;
    module.attr("SEGMENT_SIGNED") = MUTAUTH_SEGMENT_SIGNED;
    bound.def("seal_segments", seal_segments, py::arg("segments"),
              doc_mutauth_context_seal_segments);
    bound.def("open_segments", open_segments, py::arg("segments"), py::arg("token"),
              doc_mutauth_context_open_segments);
    bound.def("sign_segments", sign_segments, py::arg("segments"),
              doc_mutauth_context_sign_segments);
    bound.def("verify_segments", verify_segments, py::arg("segments"), py::arg("signature"),
              doc_mutauth_context_verify_segments);
    bound.def("session_key", session_key, doc_mutauth_context_session_key);
    bound.def("export", exported, doc_mutauth_context_export);
    bound.def_static("from_export", imported, py::arg("exported"), py::arg("policy") = py::none(),
                     doc_mutauth_context_import);
    bound.def_property_readonly(
        "seconds_left", [](const Context& self) { return self.use()->context.seconds_left(); },
        doc_mutauth_context_seconds_left);
    bound.def_property_readonly(
        "messages_left", [](const Context& self) { return self.use()->context.messages_left(); },
        doc_mutauth_context_messages_left);
    bound.def(
        "wrapped_size",
        [](const Context& self, std::size_t message_size) {
            return self.use()->context.wrapped_size(message_size);
        },
        py::arg("message_size"), doc_mutauth_context_wrapped_size);
    bound.def_property_readonly(
        "token_size", [](const Context& self) { return self.use()->context.token_size(); },
        doc_mutauth_context_token_size);
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
        "protector",
        [](const Context& self) {
            return enumerated("mutauth.levels", "Protector", self.use()->context.protector());
        },
        doc_mutauth_context_protector);
    bound.def_property_readonly("identity", identity, doc_mutauth_context_identity);
}

}  // namespace binding
