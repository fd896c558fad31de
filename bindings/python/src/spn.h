// Service principal names.
#pragma once

#include <optional>

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

}  // namespace pybind11::detail
