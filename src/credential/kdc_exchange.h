// One request to a realm's KDCs and its reply, by our own I/O: libkrb5's waits 27 s for one silent
// KDC and cannot be told otherwise.
#pragma once

#include <string>
#include <vector>

#include "core/deadline.h"
#include "core/resolve.h"
#include "credential/kerberos.h"

namespace mutauth::credential {

/// krb5.conf's [realms] kdc, else the realm's SRV records; realm_unknown if there is neither.
Result<std::vector<HostPort>> find_kdcs(const KerberosLibrary& library,
                                        const std::string& realm,
                                        const Deadline& deadline);

/// krb5.conf's [realms] kpasswd_server, else admin_server's host, else the realm's SRV records;
/// password_server_unknown if there is none of these.
Result<std::vector<HostPort>> find_password_servers(const KerberosLibrary& library,
                                                    const std::string& realm,
                                                    const Deadline& deadline);

/// One request and its reply over a connection, framed as RFC 4120 7.2.2 has it. kdc_protocol for a
/// reply without an end.
Result<Bytes> exchange_framed(int fd, ByteView request, const Deadline& deadline);

/// "kdc1:88, kdc2:88"
std::string listed(const std::vector<HostPort>& servers);

/// By TCP (RFC 4120 7.2.2). KDCs are connected to side by side; one that stays silent is left for
/// the next while time remains. Answered is the address of who answered last, "" at first: it is
/// asked first, so that an exchange of several requests waits for a silent KDC only once.
Result<Bytes> ask_kdc(const KerberosLibrary& library,
                      const std::string& realm,
                      ByteView request,
                      const Deadline& deadline,
                      std::string& answered);

}  // namespace mutauth::credential
