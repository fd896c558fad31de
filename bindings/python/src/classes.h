// How the classes of this module are made.
#pragma once

#include <memory>

#include "arguments.h"

namespace binding {

/// A class that cannot be derived from, since C++ would not see what the derived class changes.
template <class Class>
py::class_<Class> final_class(py::module_& module, const char* name, const char* doc) {
    // pybind11's own metaclass is for static properties, which there are none of.
    const py::handle type(reinterpret_cast<PyObject*>(&PyType_Type));
    py::class_<Class> made(module, name, py::metaclass(type), py::is_final(), doc);
    // As users of the package know it.
    made.attr("__module__") = "mutauth";
    return made;
}

/// A class whose objects only this module makes.
template <class Class>
py::class_<Class> made_class(py::module_& module, const char* name, const char* doc) {
    auto bound = final_class<Class>(module, name, doc);
    bound.def(py::init([](const py::args&, const py::kwargs&) -> std::unique_ptr<Class> {
        throw py::type_error("objects of this class are made by functions");
    }));
    // Otherwise __new__ would make an object without anything in it.
    reinterpret_cast<PyTypeObject*>(bound.ptr())->tp_new = nullptr;
    return bound;
}

/// A number of the class as a property that gives a member of the package's enumeration.
template <class Class>
void bind_enumerated(py::class_<Class>& bound,
                     const char* name,
                     std::int32_t Class::*number,
                     const char* module,
                     const char* enumeration,
                     const char* doc) {
    bound.def_property_readonly(
        name, [=](const Class& self) { return enumerated(module, enumeration, self.*number); },
        doc);
}

}  // namespace binding
