"""The numbers of changes to accounts, by name."""

from __future__ import annotations

from enum import IntEnum

from . import _mutauth


class SpnOperation(IntEnum):
    """What to do with a list of SPNs; the numbers are DsWriteAccountSpn's."""

    #: Register them.
    ADD = _mutauth.SPN_ADD
    #: Make them the account's only ones.
    REPLACE = _mutauth.SPN_REPLACE
    #: Take them off.
    DELETE = _mutauth.SPN_DELETE


class StepMoment(IntEnum):
    """When on_step is told of a step."""

    #: In a dry run: it would be done now.
    PLANNED = _mutauth.STEP_PLANNED
    #: It is done next.
    BEGINS = _mutauth.STEP_BEGINS
    #: It is done.
    DONE = _mutauth.STEP_DONE
    #: It failed; what follows takes the earlier ones back.
    FAILED = _mutauth.STEP_FAILED
    #: No answer tells whether it is done, or will be; nothing that it needs is taken back.
    UNKNOWN = _mutauth.STEP_UNKNOWN
