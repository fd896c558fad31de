// One request to a realm's KDCs and its reply, by our own I/O: libkrb5's waits 27 s for one silent
// KDC and cannot be told otherwise.
#pragma once

#include <string>

#include "core/deadline.h"
#include "credential/kerberos.h"

namespace mutauth::credential {

/// By TCP (RFC 4120 7.2.2). The KDCs are asked side by side, each a moment after the one before
/// fell silent, and the first to answer wins; what is no reply of a KDC, or says that it is out of
/// service, is no answer while another may give one. Answered is the address of who answered last,
/// "" at first: it is asked first, so that an exchange of several requests stays with it.
Result<Bytes> ask_kdc(const KerberosLibrary& library,
                      const std::string& realm,
                      ByteView request,
                      const Deadline& deadline,
                      std::string& answered);

}  // namespace mutauth::credential
