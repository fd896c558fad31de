// Texts, bytes and timeouts on their way from Python, taken without copying.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <mutauth/mutauth.hpp>
#include <string_view>

#include "interpreter.h"

namespace binding {

namespace py = pybind11;
namespace v1 = mutauth::v1;

/// A str as UTF-8 that C can take: no NUL inside, no lone surrogates. Borrowed from the argument.
struct Utf8 {
    const char* text = nullptr;
    operator const char*() const noexcept { return text; }
};

/// A str, or None for "not given".
struct OptionalUtf8 : Utf8 {};

/// A str, bytes or os.PathLike that names a file. Holds what os.fspath made of it.
struct Path : Utf8 {
    py::object made;
};

/// Anything with the buffer protocol, held still while the call runs.
class Octets {
  public:
    Octets() noexcept = default;
    explicit Octets(py::handle object, bool writable = false) {
        if (PyObject_GetBuffer(object.ptr(), &buffer_, writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) !=
            0) {
            throw py::error_already_set();
        }
    }
    Octets(Octets&& other) noexcept : buffer_(other.buffer_) { other.buffer_ = {}; }
    Octets& operator=(Octets&& other) noexcept {
        std::swap(buffer_, other.buffer_);
        return *this;
    }
    ~Octets() { PyBuffer_Release(&buffer_); }

    std::size_t size() const noexcept { return static_cast<std::size_t>(buffer_.len); }
    v1::View view() const noexcept { return {buffer_.buf, size()}; }
    void* data() const noexcept { return buffer_.buf; }

  private:
    Py_buffer buffer_{};
};

/// Seconds to wait, a number: None stands for 30, math.inf for no end.
struct Timeout {
    static constexpr std::chrono::milliseconds usual{30000};
    static constexpr std::chrono::milliseconds endless{INT64_MAX};
    std::chrono::milliseconds length = usual;
};

/// The same where None stands for no end.
struct Patience : Timeout {
    Patience() noexcept : Timeout{endless} {}
};

/// Anything that can be iterated over but a str or bytes, whose letters are never what is meant.
struct Several {
    py::iterable items;
};

/// The member of an enumeration of this package, such as "Level" of "mutauth.levels"; the number
/// itself if a newer library gives one that has no name here.
py::object enumerated(const char* module, const char* enumeration, std::int32_t number);
/// "PRIVACY", or the number.
py::str name_of(const py::object& member);

/// Throws TextHasNul or NotUtf8 for what C could not take.
Utf8 utf8(py::handle text);

/// Throws ValueError for what is no time to wait.
Timeout seconds(double number);

/// Text from the library as a str; what is not UTF-8 is shown as such, never refused.
py::str text(std::string_view utf8);

py::tuple tuple_of(const std::vector<std::string_view>& texts);

}  // namespace binding

namespace pybind11::detail {

template <>
struct type_caster<binding::Utf8> {
    PYBIND11_TYPE_CASTER(binding::Utf8, const_name("str"));
    bool load(handle source, bool) {
        if (!PyUnicode_Check(source.ptr())) {
            return false;
        }
        value = binding::utf8(source);
        return true;
    }
};

template <>
struct type_caster<binding::OptionalUtf8> {
    PYBIND11_TYPE_CASTER(binding::OptionalUtf8, const_name("Optional[str]"));
    bool load(handle source, bool) {
        if (!source.is_none() && !PyUnicode_Check(source.ptr())) {
            return false;
        }
        value.text = source.is_none() ? nullptr : binding::utf8(source).text;
        return true;
    }
};

template <>
struct type_caster<binding::Path> {
    PYBIND11_TYPE_CASTER(binding::Path, const_name("Union[str, os.PathLike[str]]"));
    bool load(handle source, bool) {
        value.made = reinterpret_steal<object>(PyOS_FSPath(source.ptr()));
        if (!value.made || !PyUnicode_Check(value.made.ptr())) {
            PyErr_Clear();
            return false;
        }
        value.text = binding::utf8(value.made).text;
        return true;
    }
};

template <>
struct type_caster<binding::Several> {
    PYBIND11_TYPE_CASTER(binding::Several, const_name("Iterable"));
    bool load(handle source, bool) {
        if (PyUnicode_Check(source.ptr()) || PyBytes_Check(source.ptr())) {
            throw type_error("expected several, in a list or another iterable, not " +
                             std::string(repr(source)));
        }
        if (!isinstance<iterable>(source)) {
            return false;
        }
        value.items = reinterpret_borrow<iterable>(source);
        return true;
    }
};

template <>
struct type_caster<binding::Octets> {
    PYBIND11_TYPE_CASTER(binding::Octets, const_name("Buffer"));
    bool load(handle source, bool) {
        if (PyObject_CheckBuffer(source.ptr()) == 0) {
            return false;
        }
        value = binding::Octets(source);
        return true;
    }
};

template <class Wait>
struct wait_caster {
    PYBIND11_TYPE_CASTER(Wait, const_name("Optional[float]"));
    bool load(handle source, bool) {
        if (source.is_none()) {
            return true;
        }
        const double number = PyFloat_AsDouble(source.ptr());
        if (number == -1.0 && PyErr_Occurred() != nullptr) {
            PyErr_Clear();
            return false;
        }
        value.length = binding::seconds(number).length;
        return true;
    }
};

template <>
struct type_caster<binding::Timeout> : wait_caster<binding::Timeout> {};
template <>
struct type_caster<binding::Patience> : wait_caster<binding::Patience> {};

}  // namespace pybind11::detail
