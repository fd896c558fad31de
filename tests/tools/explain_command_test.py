"""mutauth explain."""

import json
import re
from pathlib import Path

import pytest

STATUS_DEF = Path(__file__).resolve().parents[2] / "capi" / "status.def"


@pytest.mark.parametrize("given", ["MUTAUTH_WRONG_KEY", "wrong_key", "-504", "504", "WrongKey",
                                   "mutauth.WrongKey", "wrongkey"])
def test_by_symbol_and_by_number(mutauth, given):
    done = mutauth("explain", given)
    assert done.returncode == 0
    assert done.stdout == """\
MUTAUTH_WRONG_KEY (-504)
  says: no key here opens the client's ticket
  kind: the two sides could not prove themselves (500)
  remedy: bring the keytab in step with the account, or check that the SPN is on the right account
  exit code: 5
"""


# Finding W3. Numbers: RFC 4120 7.5.9 over krb5_err.et's base, RFC 2744 3.9.1, RFC 4511 appendix A,
# winerror.h.
@pytest.mark.parametrize("given, system, name, code, symbol", [
    ("KRB5KRB_AP_ERR_SKEW", "Kerberos", "KRB5KRB_AP_ERR_SKEW", -1765328347, "CLOCK_SKEW"),
    ("krb_ap_err_skew", "Kerberos", "KRB5KRB_AP_ERR_SKEW", -1765328347, "CLOCK_SKEW"),
    ("-1765328347", "Kerberos", "KRB5KRB_AP_ERR_SKEW", -1765328347, "CLOCK_SKEW"),
    ("KDC_ERR_S_PRINCIPAL_UNKNOWN", "Kerberos", "KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN", -1765328377,
     "SERVICE_UNKNOWN"),
    ("GSS_S_NO_CRED", "GSS-API", "GSS_S_NO_CRED", 458752, "NO_CREDENTIAL"),
    ("0x70000", "GSS-API", "GSS_S_NO_CRED", 458752, "NO_CREDENTIAL"),
    ("50", "LDAP", "insufficientAccessRights", 50, "DIRECTORY_DENIED"),
    ("insufficientaccessrights", "LDAP", "insufficientAccessRights", 50, "DIRECTORY_DENIED"),
    ("8647", "Win32", "ERROR_DS_SPN_VALUE_NOT_UNIQUE_IN_FOREST", 8647, "SPN_TAKEN"),
    ("0x80090322", "SSPI", "SEC_E_WRONG_PRINCIPAL", 2148074274, "WRONG_KEY"),
    ("-2146893022", "SSPI", "SEC_E_WRONG_PRINCIPAL", 2148074274, "WRONG_KEY"),
])
def test_by_the_names_and_numbers_of_others(mutauth, given, system, name, code, symbol):
    facts = json.loads(mutauth("explain", "--json", "--", given).stdout)
    assert (facts["system"], facts["name"], facts["code"]) == (system, name, code)
    assert facts["symbol"] == "MUTAUTH_" + symbol and facts["remedy"]
    lines = mutauth("explain", "--", given).stdout.splitlines()
    assert lines[0] == f"{name} ({system}, {code}), here as"
    assert lines[1].startswith(f"MUTAUTH_{symbol} (")


def test_all_that_a_number_may_mean(mutauth):
    lines = mutauth("explain", "16", "--json").stdout.splitlines()
    assert {json.loads(line)["name"] for line in lines} == {"GSS_S_GAP_TOKEN", "noSuchAttribute"}


def test_the_kerberos_numbers_are_libkrb5s(mutauth):
    found = [path for path in (Path("/usr/include/krb5/krb5.h"),
                               Path("/usr/include/mit-krb5/krb5/krb5.h")) if path.exists()]
    if not found:
        pytest.skip("krb5.h is not installed")
    real = dict(re.findall(r"^#define (KRB5\w+)\s+\((-\d+)L\)", found[0].read_text(), re.M))
    source = (STATUS_DEF.parents[1] / "tools/mutauth/native_codes.cpp").read_text()
    for name in re.findall(r'"(KRB5\w+_\w+)"', source):
        facts = json.loads(mutauth("explain", name, "--json").stdout)
        assert facts["code"] == int(real[name]), name


def test_each_status_is_explained(mutauth):
    rows = re.findall(r'^STATUS\((\w+), (-?\d+), "(.*)", "(.*)"\)$', STATUS_DEF.read_text(), re.M)
    assert len(rows) > 60
    for name, number, says, remedy in rows:
        facts = json.loads(mutauth("explain", number, "--json").stdout)
        assert facts["symbol"] == "MUTAUTH_" + name.upper()
        assert (facts["number"], facts["says"], facts["remedy"]) == (int(number), says, remedy)
        assert 0 <= facts["exit code"] <= 6 and (facts["exit code"] == 0) == (int(number) >= 0)


@pytest.mark.parametrize("given", ["no_such_reason", "-9999", "12x", "99999999999999", "", "-0x1"])
def test_what_is_no_status_is_not_found(mutauth, given):
    done = mutauth("explain", "--", given)
    assert (done.returncode, done.stdout) == (1, "") and "there is no status" in done.stderr
