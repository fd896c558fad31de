"""PACs as Samba's own decoder and encoder have them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any, Optional

from samba.dcerpc import krb5pac, netlogon, samr, security
from samba.ndr import ndr_pack, ndr_unpack

_SIGNATURES = (krb5pac.PAC_TYPE_SRV_CHECKSUM, krb5pac.PAC_TYPE_KDC_CHECKSUM,
               krb5pac.PAC_TYPE_TICKET_CHECKSUM, krb5pac.PAC_TYPE_FULL_CHECKSUM)
_TIMES = ("logon_time", "logoff_time", "kickoff_time", "last_password_change",
          "allow_password_change", "force_password_change")
_TEXTS = ("account_name", "full_name", "logon_script", "profile_path", "home_directory",
          "home_drive", "logon_server", "logon_domain")


def _groups(groups: Any) -> list[dict[str, int]]:
    return [{"rid": one.rid, "attributes": one.attributes} for one in groups.rids or []]


def _text(sid: Any) -> str:
    """[MS-DTYP] 2.4.2.1 asks for twelve digits where Samba writes no leading zeros."""
    return re.sub(r"^S-1-0x([0-9a-f]+)", lambda found: f"S-1-0x{found[1]:0>12}", str(sid))


def _sid(sid: Any) -> Optional[str]:
    return None if sid is None else _text(sid)


def _logon(info: Any) -> dict[str, Any]:
    base = info.info3.base
    return {"logon_time": base.logon_time, "logoff_time": base.logoff_time,
            "kick_off_time": base.kickoff_time, "password_last_set": base.last_password_change,
            "password_can_change": base.allow_password_change,
            "password_must_change": base.force_password_change,
            "account_name": base.account_name.string or "",
            "full_name": base.full_name.string or "",
            "logon_script": base.logon_script.string or "",
            "profile_path": base.profile_path.string or "",
            "home_directory": base.home_directory.string or "",
            "home_drive": base.home_drive.string or "", "logon_count": base.logon_count,
            "bad_password_count": base.bad_password_count, "user_id": base.rid,
            "primary_group_id": base.primary_gid, "groups": _groups(base.groups),
            "user_flags": base.user_flags, "logon_server": base.logon_server.string or "",
            "domain": base.logon_domain.string or "", "domain_sid": _sid(base.domain_sid),
            "account_control": base.acct_flags,
            "extra_sids": [{"sid": _text(one.sid), "attributes": one.attributes}
                           for one in info.info3.sids or []],
            "resource_domain_sid": _sid(info.resource_groups.domain_sid),
            "resource_groups": _groups(info.resource_groups.groups)}


def _upn(info: Any) -> dict[str, Any]:
    extended = info.flags & krb5pac.PAC_UPN_DNS_FLAG_HAS_SAM_NAME_AND_SID
    return {"upn": info.upn_name or "", "dns_domain": info.dns_domain_name or "",
            "flags": info.flags,
            "account_name": info.ex.samaccountname if extended else "",
            "sid": _text(info.ex.objectsid) if extended else None}


def read(pac: bytes) -> dict[str, Any]:
    """What mutauth's JSON form should be, by Samba's decoder alone."""
    out: dict[str, Any] = {"signatures": []}
    for buffer in ndr_unpack(krb5pac.PAC_DATA, pac).buffers:
        info = buffer.info
        if buffer.type == krb5pac.PAC_TYPE_LOGON_INFO:
            out["logon_info"] = _logon(info.info)
        elif buffer.type == krb5pac.PAC_TYPE_UPN_DNS_INFO:
            out["upn_dns_info"] = _upn(info)
        elif buffer.type == krb5pac.PAC_TYPE_LOGON_NAME:
            out["client_info"] = {"authenticated": info.logon_time, "name": info.account_name}
        elif buffer.type == krb5pac.PAC_TYPE_CONSTRAINED_DELEGATION:
            services = info.info.transited_services or []
            out["delegation_info"] = {"target": info.info.proxy_target.string or "",
                                      "through": [one.string or "" for one in services]}
        elif buffer.type == krb5pac.PAC_TYPE_ATTRIBUTES_INFO:
            out["attributes"] = info.flags
        elif buffer.type == krb5pac.PAC_TYPE_REQUESTER_SID:
            out["requestor"] = _text(info.sid)
        elif buffer.type in _SIGNATURES:
            out["signatures"].append({"buffer_type": buffer.type,
                                      "checksum_type": _signed(info.type)})
    return out


def _signed(number: int) -> int:
    return number - 2**32 if number >= 2**31 else number


class Maker:
    """PACs by Samba's encoder, with whatever in them."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def _number(self) -> int:
        return self._random.choice([0, 1, 513, 2**31 - 1, 2**32 - 1])

    def _text(self) -> str:
        letters = "abcXYZ 0_-.\\/\u00e9\u03b1\u4e2d\U0001f511"
        return "".join(self._random.choices(letters, k=self._random.choice([0, 1, 5, 40, 300])))

    def _sid(self, most: int = 15) -> Any:
        count = self._random.randint(1, most)
        numbers = "-".join(str(self._number()) for _ in range(count))
        return security.dom_sid(f"S-1-{self._random.choice([1, 5, 16, 18])}-{numbers}")

    def _rids(self, count: int) -> Any:
        out = samr.RidWithAttributeArray()
        out.count = count
        rids = []
        for _ in range(count):
            one = samr.RidWithAttribute()
            one.rid, one.attributes = self._number(), self._random.choice([0, 3, 7, 16, 0x20000007])
            rids.append(one)
        out.rids = rids
        return out

    def _logon(self, groups: int) -> Any:
        base = netlogon.netr_SamBaseInfo()
        for name in _TIMES:
            setattr(base, name, self._random.choice([0, 132000000000000000, 2**63 - 1]))
        for name in _TEXTS:
            getattr(base, name).string = self._text()
        base.account_name.string = "alice" + self._text()
        base.logon_count = self._random.randint(0, 65535)
        base.rid, base.primary_gid, base.user_flags = (self._number() for _ in range(3))
        base.acct_flags = self._random.getrandbits(20)
        base.groups = self._rids(groups)
        base.domain_sid = self._sid(14)
        info3 = netlogon.netr_SamInfo3()
        info3.base = base
        sids = []
        for _ in range(self._random.choice([0, 1, groups])):
            one = netlogon.netr_SidAttr()
            one.sid, one.attributes = self._sid(), 7
            sids.append(one)
        info3.sidcount, info3.sids = len(sids), sids
        logon = krb5pac.PAC_LOGON_INFO()
        logon.info3 = info3
        if self._random.randint(0, 1):
            logon.resource_groups.domain_sid = self._sid(14)
            logon.resource_groups.groups = self._rids(self._random.choice([0, 1, groups]))
        out = krb5pac.PAC_LOGON_INFO_CTR()
        out.info = logon
        return out

    def _upn(self, _groups: int) -> Any:
        out = krb5pac.PAC_UPN_DNS_INFO()
        out.upn_name, out.dns_domain_name = "u" + self._text(), "D" + self._text()
        out.flags = self._random.choice([0, 1, 2, 3])
        if out.flags & krb5pac.PAC_UPN_DNS_FLAG_HAS_SAM_NAME_AND_SID:
            out.ex.samaccountname, out.ex.objectsid = "n" + self._text(), self._sid()
        return out

    def _client(self, _groups: int) -> Any:
        out = krb5pac.PAC_LOGON_NAME()
        out.logon_time, out.account_name = 132000000000000000, self._text()
        return out

    def _delegation(self, groups: int) -> Any:
        inside = krb5pac.PAC_CONSTRAINED_DELEGATION()
        inside.proxy_target.string = self._text()
        services = []
        for _ in range(min(groups, 20)):
            service = type(inside.proxy_target)()
            service.string = self._text()
            services.append(service)
        inside.num_transited_services, inside.transited_services = len(services), services
        out = krb5pac.PAC_CONSTRAINED_DELEGATION_CTR()
        out.info = inside
        return out

    def _attributes(self, _groups: int) -> Any:
        out = krb5pac.PAC_ATTRIBUTES_INFO()
        out.flags_length, out.flags = 2, self._random.choice([0, 1, 2])
        return out

    def _requestor(self, _groups: int) -> Any:
        out = krb5pac.PAC_REQUESTER_SID()
        out.sid = self._sid()
        return out

    def _signature(self, _groups: int) -> Any:
        out = krb5pac.PAC_SIGNATURE_DATA()
        out.type, out.signature = self._random.choice([15, 16, 0xFFFFFF76]), bytes(16)
        return out

    def make(self, groups: int) -> bytes:
        """With so many groups, and some of the buffers in any order."""
        makers: dict[int, Callable[[int], Any]] = {
            krb5pac.PAC_TYPE_LOGON_INFO: self._logon,
            krb5pac.PAC_TYPE_UPN_DNS_INFO: self._upn,
            krb5pac.PAC_TYPE_LOGON_NAME: self._client,
            krb5pac.PAC_TYPE_CONSTRAINED_DELEGATION: self._delegation,
            krb5pac.PAC_TYPE_ATTRIBUTES_INFO: self._attributes,
            krb5pac.PAC_TYPE_REQUESTER_SID: self._requestor,
            **dict.fromkeys(_SIGNATURES, self._signature)}
        kinds = self._random.sample(list(makers), self._random.randint(0, len(makers)))
        buffers = []
        for kind in kinds:
            buffer = krb5pac.PAC_BUFFER()
            buffer.type, buffer.info = kind, makers[kind](groups)
            buffers.append(buffer)
        pac = krb5pac.PAC_DATA()
        pac.num_buffers, pac.version, pac.buffers = len(buffers), 0, buffers
        return ndr_pack(pac)
