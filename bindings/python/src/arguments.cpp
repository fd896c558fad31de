#include "arguments.h"

namespace binding {

Utf8 utf8(py::handle text) {
    Py_ssize_t size = 0;
    // Python keeps this form with the str, so it lives as long as the argument.
    const char* encoded = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
    if (encoded == nullptr) {
        if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) {
            throw py::error_already_set();
        }
        PyErr_Clear();
        throw v1::Error(MUTAUTH_NOT_UTF8, "the text has a lone surrogate, which UTF-8 cannot hold");
    }
    if (std::string_view(encoded, static_cast<std::size_t>(size)).find('\0') !=
        std::string_view::npos) {
        throw v1::Error(MUTAUTH_TEXT_HAS_NUL, mutauth_status_says(MUTAUTH_TEXT_HAS_NUL));
    }
    return {encoded};
}

Timeout seconds(double number) {
    constexpr double most = 1e15;
    if (std::isnan(number) || number < 0) {
        throw v1::Error(MUTAUTH_INVALID_ARGUMENT, "a timeout is 0 or more seconds");
    }
    if (number > most) {
        return {Timeout::endless};
    }
    return {std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(number * 1000)))};
}

py::str text(std::string_view utf8) {
    PyObject* decoded =
        PyUnicode_DecodeUTF8(utf8.data(), static_cast<Py_ssize_t>(utf8.size()), "backslashreplace");
    if (decoded == nullptr) {
        throw py::error_already_set();
    }
    return py::reinterpret_steal<py::str>(decoded);
}

py::object enumerated(const char* module, const char* enumeration, std::int32_t number) {
    try {
        return py::module_::import(module).attr(enumeration)(number);
    } catch (py::error_already_set& failure) {
        if (!failure.matches(PyExc_ValueError)) {
            throw;
        }
        return py::int_(number);
    }
}

py::str name_of(const py::object& member) {
    return py::str(py::getattr(member, "name", member));
}

py::tuple tuple_of(const std::vector<std::string_view>& texts) {
    py::tuple out(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        out[i] = text(texts[i]);
    }
    return out;
}

}  // namespace binding
