"""What every function must say, and which statuses each can return."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .model import Constant, Fault, Function, Handle, Model, Return, Struct

WILDCARD = "..."

_REFERENCE = re.compile(r"\bmutauth_\w+\b")
_BUT_FOR = re.compile(r"but for ((?:MUTAUTH_\w+(?:,? and |, )?)+)")
_STATUS = re.compile(r"\bMUTAUTH_[A-Z0-9_]*[A-Z0-9]\b")


def check(model: Model) -> Model:
    """The model with `reaches` filled in; a Fault with every broken rule otherwise."""
    faults = [*_names(model)]
    for function in model.functions:
        faults += [f"{function.where}: {function.name}: {text}" for text in _function(function)]
        faults += [f"{function.where}: {text}" for text in _returned_names(function, model)]
    for callback in model.callbacks:
        faults += [f"{callback.where}: {callback.name}: {text}" for text in _params(callback)]
    known = model.statuses.by_symbol()
    faults += [
        f"a head comment's @return names {name}, which is not in status.def"
        for name in model.anywhere
        if name not in known
    ]
    if faults:
        raise Fault("\n".join(faults))
    reaches = {
        function.name: _in_order(_reached(function, model, ()), model)
        for function in model.functions
    }
    model = replace(model, reaches=reaches)
    faults += [f"{symbol}: no function's @return mentions it" for symbol in _unused(model)]
    faults += [
        f"{one.where}: {one.name}: no @return names a status"
        for one in model.functions
        if one.type == "mutauth_status" and not _names_a_status(one)
    ]
    if faults:
        raise Fault("\n".join(faults))
    return model


def _names_a_status(function: Function) -> bool:
    return any(one.names or _STATUS.search(one.text) or _REFERENCE.search(one.text)
               for one in function.comment.returns)


def _names(model: Model) -> Iterator[str]:
    named: list[Function | Handle | Struct | Constant] = []
    named += [*model.functions, *model.callbacks, *model.handles]
    named += [*model.structs, *model.constants]
    seen: set[str] = set()
    for one in named:
        if one.name in seen:
            yield f"{one.header}: {one.name} is declared twice"
        seen.add(one.name)
        if not one.name.lower().startswith("mutauth_"):
            yield f"{one.header}: {one.name} does not begin with mutauth_"


def _function(function: Function) -> Iterator[str]:
    comment = function.comment
    if not comment.since:
        yield "has no @since"
    yield from _params(function)
    if function.type == "void" and comment.returns:
        yield "returns nothing, but has @return"
    if function.type != "void" and not comment.returns:
        yield "has no @return"


def _params(function: Function) -> Iterator[str]:
    documented = [name for name, _ in function.comment.params]
    declared = [param.name for param in function.params]
    for name in declared:
        if name not in documented:
            yield f"parameter {name} has no @param"
    for name in documented:
        if name not in declared:
            yield f"@param {name} is for no parameter"
    if set(documented) == set(declared) and documented != declared:
        yield "the @params are not in the order of the parameters"


def _returned_names(function: Function, model: Model) -> Iterator[str]:
    known = model.statuses.by_symbol()
    others = {one.name for one in model.functions}
    for returned in function.comment.returns:
        for name in returned.names:
            if not _matching(name, model):
                what = "fits nothing" if name.endswith(WILDCARD) else "is not"
                yield f"{function.name}: @return {name} {what} in status.def"
        if function.type == "mutauth_status":
            for name in _STATUS.findall(returned.text.replace(WILDCARD, "_")):
                if name not in known and not _constant(name, model):
                    yield f"{function.name}: @return speaks of {name}, which is not in status.def"
        for name in _REFERENCE.findall(returned.text):
            if name not in others:
                yield f"{function.name}: @return speaks of {name}, which is no function"


def _constant(name: str, model: Model) -> bool:
    return any(constant.name == name for constant in model.constants)


def _matching(name: str, model: Model) -> set[str]:
    symbols = set(model.statuses.by_symbol())
    if name.endswith(WILDCARD):
        prefix = name[: -len(WILDCARD)]
        return {symbol for symbol in symbols if symbol.startswith(prefix)}
    return {name} & symbols


def _reached(function: Function, model: Model, path: tuple[str, ...]) -> set[str]:
    if function.name in path:
        raise Fault(f"{function.where}: @return goes round: {' > '.join((*path, function.name))}")
    if function.type != "mutauth_status":
        return set()
    reached: set[str] = set()
    for returned in function.comment.returns:
        reached |= _one(returned, model, (*path, function.name))
    return reached


def _one(returned: Return, model: Model, path: tuple[str, ...]) -> set[str]:
    """"@return MUTAUTH_A, MUTAUTH_B", "@return MUTAUTH_... every failure of mutauth_f", or "@return
    the statuses of mutauth_f, but for MUTAUTH_C"."""
    plain = {name for name in returned.names if not name.endswith(WILDCARD)}
    wild = [name for name in returned.names if name.endswith(WILDCARD)]
    if returned.names and not wild:
        return plain
    referred: set[str] = set()
    for name in _REFERENCE.findall(returned.text):
        other = next(one for one in model.functions if one.name == name)
        referred |= _reached(other, model, path)
    if wild:
        allowed = set().union(*(_matching(name, model) for name in wild))
        failures = _failures(referred or allowed, model)
        return plain | (failures & allowed)
    excluded = _BUT_FOR.search(returned.text)
    left_out = set(_STATUS.findall(excluded[0])) if excluded else set()
    if "failures of" in returned.text:
        referred = _failures(referred, model)
    return referred - left_out


def _failures(symbols: set[str], model: Model) -> set[str]:
    return {one.symbol for one in model.statuses.all if one.symbol in symbols and one.number < 0}


def _unused(model: Model) -> list[str]:
    used = set(model.anywhere).union(*model.reaches.values())
    return [status.symbol for status in model.statuses.all if status.symbol not in used]


def _in_order(symbols: set[str], model: Model) -> tuple[str, ...]:
    return tuple(status.symbol for status in model.statuses.all if status.symbol in symbols)
