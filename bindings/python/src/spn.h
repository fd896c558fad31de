// Service principal names.
#pragma once

#include <optional>
#include <vector>

#include "classes.h"

namespace binding {

/// An argument that is an Spn, or a str to be parsed into one.
class SpnArgument {
  public:
    SpnArgument() = default;
    static SpnArgument borrowed(const v1::Spn& spn);
    static SpnArgument parsed(const char* text);

    const v1::Spn& spn() const noexcept { return parsed_ ? *parsed_ : *borrowed_; }

  private:
    const v1::Spn* borrowed_ = nullptr;
    std::optional<v1::Spn> parsed_;
};

/// An iterable of such arguments, which it keeps alive.
class SpnArguments {
  public:
    void add(py::handle item);

    v1::SpnList list() const;

  private:
    std::vector<py::object> items_;
    std::vector<SpnArgument> spns_;
};

void bind_spn(py::module_& module);

}  // namespace binding

namespace pybind11::detail {

template <>
struct type_caster<binding::SpnArgument> {
    PYBIND11_TYPE_CASTER(binding::SpnArgument, const_name("Union[Spn, str]"));
    bool load(handle source, bool) {
        if (PyUnicode_Check(source.ptr())) {
            value = binding::SpnArgument::parsed(binding::utf8(source));
            return true;
        }
        if (!isinstance<mutauth::v1::Spn>(source)) {
            return false;
        }
        value = binding::SpnArgument::borrowed(source.cast<const mutauth::v1::Spn&>());
        return true;
    }
};

template <>
struct type_caster<binding::SpnArguments> {
    PYBIND11_TYPE_CASTER(binding::SpnArguments, const_name("Iterable[Union[Spn, str]]"));
    bool load(handle source, bool) {
        // A str is an iterable of strs, which is never what is meant.
        if (PyUnicode_Check(source.ptr()) || !isinstance<iterable>(source)) {
            return false;
        }
        value = binding::SpnArguments();
        for (const handle item : reinterpret_borrow<iterable>(source)) {
            value.add(item);
        }
        return true;
    }
};

}  // namespace pybind11::detail
