"""The numbers of what checks find, by name."""

from __future__ import annotations

from enum import IntEnum

from . import _mutauth


class ReportCode(IntEnum):
    """What a ReportItem is about."""

    #: The keytab has no key under the SPN's name, nor one that stands for it.
    KEY_MISSING = _mutauth.REPORT_KEY_MISSING
    #: The KDC seals tickets with another version of the key than the keytab has.
    KVNO_GAP = _mutauth.REPORT_KVNO_GAP
    #: The KDC seals tickets with an encryption type that the keytab has no key of.
    ENCTYPE_GAP = _mutauth.REPORT_ENCTYPE_GAP
    #: Version and encryption type fit, but no key opens the ticket.
    KEY_WRONG = _mutauth.REPORT_KEY_WRONG
    #: The KDC refuses the keytab's own key, so nothing more could be checked.
    KEY_REFUSED = _mutauth.REPORT_KEY_REFUSED
    #: The keytab holds keys of types that are too weak, such as RC4.
    WEAK_ENCTYPE = _mutauth.REPORT_WEAK_ENCTYPE
    #: The keytab holds versions of a key that were replaced longer ago than the grace.
    STALE_KEY = _mutauth.REPORT_STALE_KEY
    #: The KDC does not know the SPN.
    SPN_UNKNOWN = _mutauth.REPORT_SPN_UNKNOWN
    #: The keytab writes the SPN in other upper and lower case than the KDC.
    CASE_DIFFERS = _mutauth.REPORT_CASE_DIFFERS
    #: Others than the owner and the group may read the keytab.
    FILE_EXPOSED = _mutauth.REPORT_FILE_EXPOSED
    #: The SPN is on no account.
    SPN_MISSING = _mutauth.REPORT_SPN_MISSING
    #: The SPN is on another account than the service's.
    SPN_ELSEWHERE = _mutauth.REPORT_SPN_ELSEWHERE
    #: The keytab has two different keys under one name, version and encryption type.
    KEY_CONFLICT = _mutauth.REPORT_KEY_CONFLICT
    #: The key opens tickets, but its version's number is not the KDC's, or a higher one is there.
    KVNO_MISLEADS = _mutauth.REPORT_KVNO_MISLEADS


class Severity(IntEnum):
    """What a ReportItem means for the service."""

    #: Works now, and is to be put right.
    WARNING = _mutauth.SEVERITY_WARNING
    #: The service's clients fail.
    FAULT = _mutauth.SEVERITY_FAULT
