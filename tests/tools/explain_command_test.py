"""mutauth explain."""

import json
import re
from pathlib import Path

import pytest

STATUS_DEF = Path(__file__).resolve().parents[2] / "capi" / "status.def"


@pytest.mark.parametrize("given", ["MUTAUTH_WRONG_KEY", "wrong_key", "-504", "504"])
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
