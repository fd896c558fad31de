#include "errors.h"

#include <_docs.h>

namespace binding {
namespace {

/// The library's own record of a failure, which its exception carries to be explained.
struct Failure {
    v1::Error error;
};

py::tuple evidence(const v1::Error& error) {
    const auto facts = error.evidence();
    py::tuple pairs(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        pairs[i] = py::make_tuple(text(facts[i].key), text(facts[i].value));
    }
    return pairs;
}

py::tuple native(const v1::Error& error) {
    const auto codes = error.native();
    py::tuple pairs(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) {
        pairs[i] = py::make_tuple(codes[i].system, codes[i].code);
    }
    return pairs;
}

py::object token(const v1::Error& error) {
    if (error.token().empty()) {
        return py::none();
    }
    return py::bytes(error.token().data(), error.token().size());
}

/// The library's own words, with Python's names for the functions that they name.
py::object in_python(const std::string& words) {
    return py::module_::import("mutauth._names").attr("in_python")(text(words));
}

void raise(const v1::Error& error) {
    using namespace py::literals;
    const py::object raised =
        py::module_::import("mutauth._errors")
            .attr("make_error")(error.status(), text(error.what()),
                                "remedy"_a = in_python(error.remedy()),
                                "evidence"_a = evidence(error), "native"_a = native(error),
                                "token"_a = token(error));
    raised.attr("_failure") = Failure{error};
    PyErr_SetObject(py::type::handle_of(raised).ptr(), raised.ptr());
}

py::str explain(const py::object& error) {
    if (PyExceptionInstance_Check(error.ptr()) == 0) {
        throw py::type_error("expected an exception, not " + std::string(py::repr(error)));
    }
    const py::object failure = py::getattr(error, "_failure", py::none());
    if (!failure.is_none()) {
        return failure.attr("explanation")();
    }
    // Of an error that came from another process by pickle.
    const py::object explained = py::getattr(error, "_explained", py::none());
    return explained.is_none() ? py::str(error) : py::str(explained);
}

py::str shown(const std::string& given) {
    return text(v1::shown(given));
}

}  // namespace

void translate_errors() {
    py::register_local_exception_translator([](std::exception_ptr thrown) {
        try {
            std::rethrow_exception(thrown);
        } catch (const v1::Error& error) {
            try {
                raise(error);
            } catch (py::error_already_set& python) {
                python.restore();
            }
        }
    });
}

void bind_errors(py::module_& module) {
    made_class<Failure>(module, "_Failure", "What the library recorded about a failure.")
        .def("explanation",
             [](const Failure& self) { return in_python(self.error.explanation()); });
    module.def("explain", explain, py::arg("error"), doc_mutauth_explain_error);
    module.def("shown", shown, py::arg("text"), doc_mutauth_explain_text);
}

}  // namespace binding
