"""Service principal names in Python, against the vectors of Windows and MIT."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

import mutauth
from conftest import ROOT
from mutauth import Spn, spn

_VECTORS = ROOT / "tests/vectors/spn_vectors.json"


def vectors(*functions: str) -> list[Any]:
    if not _VECTORS.exists():
        return []
    return [
        pytest.param(one["inputs"], one["expected"], id=one["id"])
        for one in json.loads(_VECTORS.read_text(encoding="utf-8"))
        # What Windows does with its own buffers and NULLs has no counterpart here.
        if one["function"] in functions
        and one["confidence"] != "ambiguous"
        and one["inputs"].get("ServiceClass", "") is not None
        and one["expected"].get("ret") != 111
        and one["inputs"].get("pcSpnLength") != "NULL ptr"
    ]


@pytest.mark.parametrize(("given", "expected"), vectors("DsMakeSpn"))
def test_for_target_makes_what_dsmakespn_makes(given: Any, expected: Any) -> None:
    arguments = (given["ServiceClass"], given["ServiceName"], given["InstanceName"],
                 given["InstancePort"], given["Referrer"])
    if expected["ret"] == 0:
        assert str(spn.for_target(*arguments)) == expected["spn"]
    else:
        with pytest.raises(mutauth.NamingError):
            spn.for_target(*arguments)


@pytest.mark.parametrize(("given", "expected"), vectors("DsClientMakeSpnForTargetServer"))
def test_for_host_makes_what_the_client_call_makes(given: Any, expected: Any) -> None:
    if expected["ret"] == 0:
        made = spn.for_host(given["ServiceClass"], given["ServiceName"])
        assert str(made) == expected["spn"]
    else:
        with pytest.raises(mutauth.NamingError):
            spn.for_host(given["ServiceClass"], given["ServiceName"])


@pytest.mark.parametrize(("given", "expected"), vectors("DsCrackSpn"))
def test_parse_finds_what_dscrackspn_finds(given: Any, expected: Any) -> None:
    if expected["ret"] != 0:
        with pytest.raises(mutauth.InvalidName):
            spn.parse(given["pszSpn"])
        return
    parsed = spn.parse(given["pszSpn"])
    assert str(parsed) == given["pszSpn"]
    assert parsed.port == expected["InstancePort"]
    if "ServiceClass" in expected:
        assert parsed.service_class == expected["ServiceClass"]
        assert parsed.host == expected["InstanceName"]
        # DsCrackSpn gives the host where there is no service name.
        assert (parsed.service or parsed.host) == expected["ServiceName"]


@pytest.mark.parametrize(("given", "expected"), vectors("SpnToKrb5Principal"))
def test_principal_is_what_krb5_unparses(given: Any, expected: Any) -> None:
    principal = spn.parse(given["spn"]).principal
    assert principal == expected["unparsed"].removesuffix(given["realm"])
    assert str(spn.from_principal(principal)) == given["spn"]


def test_the_parts() -> None:
    made = spn.compose("ldap", "dc1.example.test", 3268, "example.test")
    assert (made.service_class, made.host, made.port, made.service, made.realm, made.instance) == (
        "ldap", "dc1.example.test", 3268, "example.test", "", "")
    assert made.text == str(made) == "ldap/dc1.example.test:3268/example.test"
    assert repr(made) == "mutauth.Spn('ldap/dc1.example.test:3268/example.test')"
    assert made.principal == "ldap/dc1.example.test:3268/example.test@"


def test_keywords() -> None:
    assert str(Spn.compose(service_class="http", host="a.example.test", port=8080)) == (
        "http/a.example.test:8080")
    assert str(spn.for_target("http", "a.example.test", referrer="b.example.test")) == (
        "http/a.example.test")


def test_the_realm_is_kept_apart() -> None:
    parsed = spn.parse("http/a.example.test@EXAMPLE.TEST")
    assert (parsed.text, parsed.realm) == ("http/a.example.test", "EXAMPLE.TEST")
    assert str(parsed) == "http/a.example.test@EXAMPLE.TEST"


def test_equality_is_exact_and_fits_the_hash() -> None:
    one, same = spn.parse("http/a"), spn.compose("http", "a")
    with_realm, upper = spn.parse("http/a@R"), spn.parse("HTTP/a")
    assert one == same and hash(one) == hash(same)
    assert one != with_realm and one != upper and one != "http/a"
    assert len({one, same, with_realm, upper}) == 3


def test_equal_to_kdc_compares_bytes() -> None:
    one = spn.parse("http/a")
    assert one.equal_to_kdc(spn.parse("http/a@R"))
    assert not one.equal_to_kdc(spn.parse("HTTP/a"))
    assert not spn.parse("http/a@R").equal_to_kdc(spn.parse("http/a@S"))


@pytest.mark.parametrize(("given", "expected"), vectors("SpnValuesEqual"))
def test_equal_to_directory_folds(given: Any, expected: Any) -> None:
    one, other = spn.parse_value(given["a"]), spn.parse_value(given["b"])
    assert one.equal_to_directory(other) is expected["equal"]


def test_own_host() -> None:
    host, own = spn.compose("http").host, socket.gethostname().lower()
    assert host == own or host.startswith(own + ".")


_TYPES = {"DS_SPN_DNS_HOST": 0, "DS_SPN_DN_HOST": 1, "DS_SPN_NB_HOST": 2, "DS_SPN_DOMAIN": 3,
          "DS_SPN_NB_DOMAIN": 4, "DS_SPN_SERVICE": 5}


@pytest.mark.parametrize(("given", "expected"), vectors("DsGetSpn"))
def test_for_service_makes_what_dsgetspn_makes(given: Any, expected: Any) -> None:
    names = given["pInstanceNames"] or [None] * given["cInstanceNames"]
    ports = given["pInstancePorts"] or [0] * len(names)
    made = lambda: spn.for_service(  # noqa: E731
        spn.ServiceType(_TYPES[given["ServiceType"]]), given["ServiceClass"], given["ServiceName"],
        given["InstancePort"], zip(names, ports), dns_name=given["env"]["local_fqdn"],
        netbios_name=given["env"]["local_netbios"])
    if expected["ret"] == 0:
        assert list(map(str, made())) == expected["spns"]
    else:
        with pytest.raises((mutauth.Error, TypeError)):
            made()


def test_for_service_takes_hosts_with_and_without_ports() -> None:
    made = spn.for_service(spn.ServiceType.DNS_HOST, "http", hosts=["a", ("b", 80)])
    assert list(map(str, made)) == ["http/a", "http/b:80"]


def test_host_pair() -> None:
    made = spn.host_pair("http", 7, dns_name="web1.a.test")
    assert list(map(str, made)) == ["http/web1.a.test:7", "http/WEB1:7"]


@pytest.mark.parametrize(("given", "expected"), vectors("DcSpnSet"))
def test_for_controller_has_what_controllers_have(given: Any, expected: Any) -> None:
    if "template" in given:
        names = (given["HOSTNAME"], given["DNSDOMAIN"], given["WORKGROUP"])
        forest, guid = given["DNSFOREST"], given["NTDSGUID"]
        partitions = ["DomainDnsZones." + names[1], "ForestDnsZones." + forest]
    else:
        names = (given["dnsHost"], given["dnsDomain"], given["netbiosDomain"])
        forest, guid, partitions = given["forest"], given["dsaGuid"], given["appNCs"]
    made = spn.for_controller(*names, forest=forest, guid=guid, partitions=partitions,
                              global_catalog=True, file_replication=True)
    assert set(expected["superset_of"]) <= set(map(str, made))
    plain = set(map(str, spn.for_controller(*names, forest=forest)))
    assert not any(name.startswith(("GC/", "NtFrs", "Dfsr", "E35", "RPC/")) for name in plain)


@pytest.mark.parametrize(("given", "expected"), vectors("MapSPN"))
def test_alias_map_is_mapspn(given: Any, expected: Any) -> None:
    mapped = mutauth.AliasMap(given["sPNMappings"]).apply(given["spn"])
    assert (mapped and str(mapped)) == expected["mapped"]


def test_active_directorys_aliases() -> None:
    aliases = mutauth.AliasMap.active_directory()
    assert str(aliases.apply("cifs/a")) == "host/a"
    assert aliases.apply("ldap/a") is None
    aliases.add("ldap=otherldap")
    assert str(aliases.apply("otherldap/a")) == "ldap/a"


def test_candidates_have_their_reasons() -> None:
    found = spn.candidates("cifs/Files", "a.test", mutauth.AliasMap.active_directory())
    assert [(str(one.name), one.reason.name) for one in found] == [
        ("cifs/Files", "AS_GIVEN"), ("cifs/files", "LOWER_CASE"),
        ("cifs/files.a.test", "FULL_NAME"), ("host/Files", "ALIAS"), ("host/files", "ALIAS"),
        ("host/files.a.test", "ALIAS"), ("RestrictedKrbHost/files.a.test", "RESTRICTED_HOST")]
    assert all(one.words for one in found)
    assert len(spn.candidates(spn.parse("cifs/files"))) == 2


def test_lint_of_one_and_two() -> None:
    (found,) = spn.lint("HTTP/192.0.2.7")
    assert (found.code, found.level, found.part) == (
        spn.FindingCode.ADDRESS, spn.FindingLevel.BREAKS, "host")
    assert found.text and found.remedy
    (found,) = spn.lint("HTTP/web", spn.parse("HTTP/WEB"))
    assert found.code is spn.FindingCode.SAME_TO_DIRECTORIES
    assert spn.lint("HTTP/web.a.test") == []


def test_expand_host() -> None:
    assert str(spn.expand_host("HTTP/_HOST@R", "Web.a.test")) == "HTTP/web.a.test@R"
    assert spn.expand_host("http/_HOST").host == spn.compose("http").host


def test_controller_names() -> None:
    assert spn.parse("krbtgt/R").controller_name == spn.ControllerName.TICKET_GRANTING
    assert spn.parse("http/a").controller_name == spn.ControllerName.NONE


@pytest.mark.parametrize(("numbers", "prefix"), [
    (spn.ServiceType, "MUTAUTH_SERVICE_"), (spn.ControllerName, "MUTAUTH_CONTROLLER_NAME_"),
    (spn.Reason, "MUTAUTH_CANDIDATE_"), (spn.FindingLevel, "MUTAUTH_FINDING_LEVEL_"),
    (spn.FindingCode, "MUTAUTH_FINDING_")])
def test_the_numbers_are_cs(numbers: Any, prefix: str) -> None:
    record = json.loads((ROOT / "capi/abi/current.json").read_text(encoding="utf-8"))
    of_c = {one["name"].removeprefix(prefix): one["value"]
            for one in record["constants"] if one["name"].startswith(prefix)}
    if numbers is spn.FindingCode:
        of_c = {name: value for name, value in of_c.items() if not name.startswith("LEVEL_")}
    of_c.pop("HOSTS_MAX", None)
    assert {one.name: one.value for one in numbers} == of_c


@pytest.mark.parametrize("call", [
    lambda text: spn.for_host("http", text), lambda text: spn.expand_host(text),
    lambda text: spn.expand_host("http/_HOST", text), lambda text: spn.parse_value(text),
    lambda text: spn.from_principal(text), lambda text: spn.for_service(0, text),
    lambda text: spn.for_service(5, "http", text), lambda text: spn.host_pair(text),
    lambda text: spn.for_service(0, "http", hosts=[text]),
    lambda text: spn.for_service(0, "http", dns_name=text),
    lambda text: spn.for_controller(text, "a", "A"), lambda text: mutauth.AliasMap([text]),
    lambda text: spn.for_controller("a", "a", "A", partitions=[text]),
    lambda text: spn.candidates(text), lambda text: spn.candidates("a/b", text),
    lambda text: spn.lint(text), lambda text: mutauth.AliasMap().apply(text)])
@pytest.mark.parametrize(("text", "error"), [
    ("http/a\0b", mutauth.TextHasNul), ("http/\udc80", mutauth.NotUtf8)])
def test_nul_and_surrogates_are_refused(call: Any, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        call(text)


def test_lists_are_of_the_right_things() -> None:
    for hosts in ([None], [("a", None)], [("a",)], [1], 5, [("a", -1)], [("a", 65536)]):
        with pytest.raises(TypeError):
            spn.for_service(0, "http", hosts=hosts)  # type: ignore[arg-type]
    with pytest.raises(mutauth.InvalidArgument):
        spn.for_service(9, "http")


@pytest.mark.parametrize(("arguments", "error"), [
    (("", "a"), mutauth.InvalidName),
    (("http", ""), mutauth.InvalidName),
    (("http", "a/b"), mutauth.InvalidName),
    (("http", "a:1"), mutauth.InvalidName),
    (("http", "192.0.2.10"), mutauth.NameIsAddress),
    (("HTTP", "127.1"), mutauth.NameIsAddress),
    (("HTTP", "web.example.test."), mutauth.NameUnusable),
    (("http", "2001:db8::1"), mutauth.NamingError),
    (("http", "a" * 1100), mutauth.NameTooLong),
])
def test_bad_parts_each_have_their_error(
    arguments: tuple[str, str], error: type[mutauth.Error]
) -> None:
    with pytest.raises(error) as raised:
        spn.compose(*arguments)
    assert raised.value.remedy


@pytest.mark.parametrize("arguments", [(b"http", "a"), (None, "a"), ("http", 1), ("http", "a", -1),
                                       ("http", "a", 65536), ("http", "a", "80")])
def test_wrong_types_are_type_errors(arguments: Any) -> None:
    with pytest.raises(TypeError):
        spn.compose(*arguments)


def test_there_is_no_making_one_out_of_nothing() -> None:
    with pytest.raises(TypeError):
        Spn()  # type: ignore[call-arg]
