/* What a service asks in its main() before it serves. */
#ifndef MUTAUTH_CPP_VERIFICATION_HPP
#define MUTAUTH_CPP_VERIFICATION_HPP

#include <mutauth/verification.h>
#include <mutauth/cpp/account.hpp>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/credential.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/directory.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/keytab.hpp>
#include <mutauth/cpp/report.hpp>

namespace mutauth::v1 {

/// Whether the SPNs are on the account (null: the one the session is bound as), on no other, and
/// the keytab opens their tickets. Empty if the service is in order.
inline Report verify_service(Directory& directory,
                             const Text& account,
                             const Keytab& keytab,
                             const SpnList& spns,
                             const Credential* client = nullptr,
                             Until until = {}) {
    mutauth_report* made = nullptr;
    detail::check(mutauth_verification_run(
        directory.get(), account.c_str(), keytab.get(), spns.data(), spns.size(),
        client != nullptr ? client->get() : nullptr, until.get(), &made));
    return detail::report_of(made);
}

}  // namespace mutauth::v1

#endif
