#include "negotiation.h"

#include <_docs.h>

#include "context.h"
#include "credential.h"
#include "policy.h"
#include "spn.h"

namespace binding {

v1::Negotiation NegotiationCore::take() {
    const std::lock_guard lock(turn);
    v1::Negotiation taken = std::move(here());
    negotiation.reset();
    return taken;
}

v1::Negotiation& NegotiationCore::here() {
    if (!negotiation) {
        throw v1::Error(MUTAUTH_WRONG_STATE, "the negotiation was used up by a channel");
    }
    return *negotiation;
}

namespace {

/// A service's keys and the SPNs that it serves, for one negotiation with each client.
struct Acceptor {
    Acceptor(std::shared_ptr<CredentialCore> keys, v1::Policy serving)
        : credential(std::move(keys)), policy(std::move(serving)) {}

    std::shared_ptr<CredentialCore> credential;
    Alone turn;
    v1::Policy policy;
};

Negotiation initiate(const Credential& credential,
                     const SpnArgument& spn,
                     const Policy* policy,
                     Timeout timeout) {
    const auto core = credential.use();
    const v1::Policy demands = made(policy);
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return Negotiation::make(
            v1::Negotiation::initiate(core->credential, spn.spn(), demands, deadline));
    });
}

Negotiation accept(Acceptor& self) {
    const OthersRun others_run;
    const std::lock_guard lock(self.turn);
    return Negotiation::make(v1::Negotiation::accept(self.credential->credential, self.policy));
}

/// Reports at once the failures that every client would meet, such as a keytab without any key.
std::unique_ptr<Acceptor> make_acceptor(const Credential& credential,
                                        const Several& spns,
                                        const Policy* policy,
                                        const Several& patterns) {
    v1::Policy serving = made(policy);
    for (const py::handle spn : spns.items) {
        serving.add_served_spn(spn.cast<SpnArgument>().spn());
    }
    for (const py::handle pattern : patterns.items) {
        serving.add_served_pattern(pattern.cast<Utf8>().text);
    }
    auto acceptor = std::make_unique<Acceptor>(credential.use(), std::move(serving));
    static_cast<void>(accept(*acceptor));
    return acceptor;
}

py::object step(const Negotiation& self, const Octets& token) {
    const auto core = self.use();
    v1::Step result = [&] {
        const OthersRun others_run;
        const std::lock_guard lock(core->turn);
        v1::Step made = core->here().step(token.view());
        core->done = made.done;
        return made;
    }();
    if (result.token.empty()) {
        return py::none();
    }
    const auto answer = result.token.view();
    return py::bytes(answer.data(), answer.size());
}

void bind(const Negotiation& self, const v1::ChannelBindings& bindings) {
    const auto core = self.use();
    const OthersRun others_run;
    const std::lock_guard lock(core->turn);
    core->here().bind(bindings);
}

bool done(const Negotiation& self) {
    return self.use()->done;
}

Context finish(const Negotiation& self) {
    const auto core = self.use();
    const OthersRun others_run;
    const std::lock_guard lock(core->turn);
    return Context::make(std::move(core->here()).finish());
}

void bind_channel_bindings(py::module_& module) {
    using v1::ChannelBindings;
    auto bound = made_class<ChannelBindings>(
        module, "ChannelBindings",
        "What ties a negotiation to the TLS channel that carries it. Immutable; threads may share "
        "one.");
    const auto from = [](ChannelBindings (*make)(v1::View)) {
        return [make](const Octets& octets) {
            return make(octets.view());
        };
    };
    bound.def("__repr__", [](const ChannelBindings& self) {
        return py::str("<mutauth.ChannelBindings of {} bytes>").format(self.data().size());
    });
    bound.def_static("from_certificate", from(&ChannelBindings::from_certificate),
                     py::arg("certificate"), doc_mutauth_channel_bindings_from_certificate);
    bound.def_static("from_exporter", from(&ChannelBindings::from_exporter), py::arg("exported"),
                     doc_mutauth_channel_bindings_from_exporter);
    bound.def_static("from_data", from(&ChannelBindings::from_data), py::arg("data"),
                     doc_mutauth_channel_bindings_from_data);
    bound.def_property_readonly(
        "data",
        [](const ChannelBindings& self) {
            const auto view = self.data();
            return py::bytes(static_cast<const char*>(view.data()), view.size());
        },
        doc_mutauth_channel_bindings_data);
}

void bind_acceptor(py::module_& module) {
    auto bound =
        final_class<Acceptor>(module, "_Acceptor", "A service's keys and the SPNs it serves.");
    bound.def(py::init(&make_acceptor), py::arg("credential"), py::arg("spns"),
              py::arg("policy") = py::none(), py::arg("patterns") = py::tuple());
    bound.def("negotiation", accept, doc_mutauth_negotiation_accept);
}

}  // namespace

void bind_negotiation(py::module_& module) {
    bind_channel_bindings(module);
    auto bound =
        made_class<Negotiation>(module, "Negotiation",
                                "Two programs proving themselves to each other by an exchange of "
                                "tokens. Only one that succeeded yields a context.");
    bind_free<NegotiationCore>(bound, doc_mutauth_negotiation_free);
    bound.def_static("initiate", initiate, py::arg("credential"), py::arg("spn"),
                     py::arg("policy") = py::none(), py::arg("timeout") = py::none(),
                     doc_mutauth_negotiation_initiate);
    bound.def("bind", bind, py::arg("bindings"), doc_mutauth_negotiation_bind);
    bound.def("step", step, py::arg("token") = py::bytes(), doc_mutauth_negotiation_step);
    bound.def_property_readonly(
        "done", done, "Whether this side is done, once the token of its last step is sent.");
    bound.def("finish", finish, doc_mutauth_negotiation_finish);
    bind_acceptor(module);
}

}  // namespace binding
