#include "engine.h"

#include <_docs.h>

#include <mutex>

#include "identity.h"
#include "negotiation.h"

namespace binding {
namespace {

struct EngineCore {
    static constexpr const char* noun = "engine";
    explicit EngineCore(v1::Engine made) noexcept : engine(std::move(made)) {}
    std::string details() {
        const OthersRun others_run;
        const std::lock_guard lock(turn);
        return engine.proven() ? "proven" : "not yet proven";
    }

    Waits waits;
    // C lets one thread at a time in.
    Alone turn;
    v1::Engine engine;
};

using Engine = Object<EngineCore>;

/// body(engine) with the engine to itself and without the interpreter's lock.
template <class Body>
auto alone(const Engine& self, Body body) {
    const auto core = self.use();
    const OthersRun others_run;
    const std::lock_guard lock(core->turn);
    return body(core->engine);
}

template <auto Begin>
Engine begin(const Negotiation& negotiation) {
    const auto core = negotiation.use();
    const OthersRun others_run;
    return Engine::make(Begin(core->take()));
}

void feed(const Engine& self, const Octets& octets) {
    alone(self, [&](v1::Engine& engine) { engine.feed(octets.view()); });
}

py::bytes to_send(const Engine& self) {
    const std::string bytes = alone(self, [](v1::Engine& engine) {
        const v1::View view = engine.to_send();
        return std::string(static_cast<const char*>(view.data()), view.size());
    });
    return {bytes.data(), bytes.size()};
}

py::object receive(const Engine& self) {
    const auto message = alone(self, [](v1::Engine& engine) { return engine.receive(); });
    return message ? py::object(py::bytes(message->view().data(), message->size())) : py::none();
}

py::object identity(const Engine& self) {
    const v1::Identity known = alone(self, [](v1::Engine& engine) { return engine.identity(); });
    return known.get() != nullptr ? py::cast(Identity(known)) : py::none();
}

void bind_sending(py::class_<Engine>& bound) {
    bound.def("to_send", to_send, doc_mutauth_engine_to_send);
    bound.def(
        "sent",
        [](const Engine& self, std::size_t size) {
            alone(self, [&](v1::Engine& engine) { engine.sent(size); });
        },
        py::arg("size"), doc_mutauth_engine_sent);
    bound.def(
        "send",
        [](const Engine& self, const Octets& message) {
            alone(self, [&](v1::Engine& engine) { engine.send(message.view()); });
        },
        py::arg("message"), doc_mutauth_engine_send);
    bound.def(
        "close",
        [](const Engine& self) { alone(self, [](v1::Engine& engine) { engine.close(); }); },
        doc_mutauth_engine_close);
    bound.def(
        "refuse",
        [](const Engine& self, Utf8 reason) {
            alone(self, [&](v1::Engine& engine) { engine.refuse(reason.text); });
        },
        py::arg("reason"), doc_mutauth_engine_refuse);
}

void bind_state(py::class_<Engine>& bound) {
    bound.def(
        "set_bounds",
        [](const Engine& self, std::size_t to_send, std::size_t fed) {
            alone(self, [&](v1::Engine& engine) { engine.set_bounds(to_send, fed); });
        },
        py::arg("to_send"), py::arg("fed"), doc_mutauth_engine_set_bounds);
    const auto state = [&](const char* name, bool (v1::Engine::*tell)() const noexcept,
                           const char* doc) {
        bound.def_property_readonly(
            name,
            [tell](const Engine& self) {
                return alone(self, [&](v1::Engine& engine) { return (engine.*tell)(); });
            },
            doc);
    };
    state("proven", &v1::Engine::proven, "Whether both sides are proven.");
    state("feeds", &v1::Engine::feeds, "Whether feed() takes bytes and more of them are needed.");
    state("has_bytes", &v1::Engine::has_bytes, "Whether there are bytes to be sent.");
    state("receives", &v1::Engine::receives,
          "Whether receive() has a message, the end, or why nothing follows.");
    state("sends", &v1::Engine::sends, "Whether send() takes a message.");
}

}  // namespace

void bind_engine(py::module_& module) {
    auto bound =
        made_class<Engine>(module, "Engine",
                           "One side of a sealed stream, without the stream: the peer's bytes in, "
                           "bytes for the peer out. It never waits.");
    bound.def_static("begin", begin<&v1::Engine::begin>, py::arg("negotiation"),
                     doc_mutauth_engine_begin);
    bound.def_static("begin_windows_sample", begin<&v1::Engine::begin_windows_sample>,
                     py::arg("negotiation"), doc_mutauth_engine_begin_windows_sample);
    bind_free<EngineCore>(bound, doc_mutauth_engine_free);
    bound.def("feed", feed, py::arg("data"), doc_mutauth_engine_feed);
    bound.def(
        "ended",
        [](const Engine& self) { alone(self, [](v1::Engine& engine) { engine.ended(); }); },
        doc_mutauth_engine_ended);
    bound.def("receive", receive, doc_mutauth_engine_receive);
    bind_sending(bound);
    bind_state(bound);
    bound.def_property_readonly("identity", identity, doc_mutauth_engine_identity);
    module.attr("ENGINE_BOUND") = MUTAUTH_ENGINE_BOUND;
}

}  // namespace binding
