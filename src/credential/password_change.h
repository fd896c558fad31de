// Changing an account's password at its realm's password server (RFC 3244), by our own I/O.
#pragma once

#include <functional>
#include <string>

#include "core/deadline.h"
#include "core/outcome.h"
#include "credential/credential.h"

namespace mutauth::credential {

/// Called once a request is made and just before it is sent, with the time by the KDC's clock: its
/// authenticator's is no later. A failure keeps it from being sent.
using AboutToSend = std::function<Result<void>(std::int64_t time)>;

/// Changes the password of the credential's own account, or sets that of another account, which
/// takes an administrator's right.
Write change_password(Credential& credential,
                      const std::string& account,
                      const SecretText& password,
                      const AboutToSend& about_to_send,
                      const Deadline& deadline);

/// For how many seconds after its authenticator's time a request may still be carried out. A server
/// refuses one that its clock skew does not allow (RFC 4120 3.2.3): five minutes, unless its
/// realm's krb5.conf says otherwise, which this machine's may not tell. So an hour, or twice this
/// machine's own clockskew if that is more.
Result<std::int64_t> request_lifetime();

/// The time by the clock of the account's KDC, as a new ticket tells it: whatever becomes of this
/// machine's clock, such times can be compared.
Result<std::int64_t> kdc_time(Credential& credential,
                              const std::string& account,
                              const Deadline& deadline);

}  // namespace mutauth::credential
