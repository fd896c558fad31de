"""Values behave as Python's own: copies, pickles, enumerations, names (finding W2)."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import mutauth

COPIES: list[Callable[[Any], Any]] = [
    copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]


@pytest.mark.parametrize("made", COPIES)
@pytest.mark.parametrize("text", [
    "http/www.example.test", "HTTP/www.example.test:8080", "ldap/dc1.example.test/example.test",
    "host/a@EXAMPLE.TEST", "cifs/[2001:db8::1]:445"])
def test_an_spn_is_copied_and_pickled(made: Callable[[Any], Any], text: str) -> None:
    spn = mutauth.Spn.parse(text)
    again = made(spn)
    assert type(again) is mutauth.Spn
    assert again == spn and hash(again) == hash(spn) and again.realm == spn.realm


def test_a_pickled_error_tells_all() -> None:
    with pytest.raises(mutauth.Error) as caught:
        mutauth.Credential.from_keytab("/nowhere/keytab")
    error = caught.value
    assert error.evidence
    for made in COPIES:
        again = made(error)
        assert type(again) is type(error)
        assert again.evidence == error.evidence and again.evidence.get("keytab")
        assert (again.status, again.native, again.remedy) == (
            error.status, error.native, error.remedy)
        assert mutauth.explain(again) == mutauth.explain(error)
        # And again, as from one queue into another.
        assert mutauth.explain(made(again)) == mutauth.explain(error)


@pytest.mark.parametrize("wrong", [None, "text", 3])
def test_only_exceptions_are_explained(wrong: Any) -> None:
    with pytest.raises(TypeError, match="expected an exception"):
        mutauth.explain(wrong)
    assert mutauth.explain(ValueError("one")) == "one"


@pytest.mark.parametrize("call", [
    lambda: mutauth.Requirements(clients="alice@X"),  # type: ignore[arg-type, unused-ignore]
    lambda: mutauth.Requirements(realms=b"X"),  # type: ignore[arg-type]
    lambda: mutauth.Requirements(service_keys="http/www"),
    lambda: mutauth.UserMap(realms="X"),
])
def test_a_str_is_not_taken_for_several(call: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="expected several"):
        call()


def test_enumerations_come_back_as_enumerations() -> None:
    policy = mutauth.Policy(level=mutauth.Level.INTEGRITY, delegation=2,
                            mechanism=mutauth.Mechanism.EITHER)
    assert policy.level is mutauth.Level.INTEGRITY
    assert policy.mechanism is mutauth.Mechanism.EITHER
    assert policy.protector is mutauth.Protector.OWN
    assert policy.channel_bindings is mutauth.BindingRule.WHEN_GIVEN
    assert policy.delegation is mutauth.Delegation(2)
    assert repr(policy) == "<mutauth.Policy level=INTEGRITY mechanism=EITHER mutual=True>"


def test_classes_are_known_by_the_packages_name() -> None:
    for name in mutauth.__all__:
        value = getattr(mutauth, name)
        if isinstance(value, type) and value.__module__.startswith("mutauth"):
            assert "._" not in value.__module__, name
            assert getattr(mutauth, value.__qualname__.split(".")[0]) is value
