// An account's keys made from its password by what the KDC tells, proven by the KDC's own tickets.
#pragma once

#include <optional>
#include <vector>

#include "credential/credential.h"
#include "credential/key_hints.h"
#include "credential/keytab_file.h"
#include "credential/ticket_cache.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

/// What the KDC says when an account proves itself by a password; wrong_password if it is refused,
/// with the hints taken up all the same.
Result<void> ask_hints(const std::string& account,
                       const credential::InitialSecret& secret,
                       credential::KeyHints& hints,
                       const Deadline& deadline);

/// A new ticket; nothing if the KDC knows no such service.
Result<std::optional<credential::ServiceTicket>> new_ticket(credential::Credential& client,
                                                            const spn::ServicePrincipalName& spn,
                                                            const Deadline& deadline);

/// The same for a principal, an account's own name too: nothing if the KDC makes no tickets for it.
Result<std::optional<credential::ServiceTicket>> new_ticket_to(credential::Credential& client,
                                                               const std::string& principal,
                                                               const Deadline& deadline);

/// The types to make keys of: the AES types that the KDC has for the account (both of RFC 3962's
/// where it names only its favourite), and whatever it seals the account's tickets with now.
std::vector<std::int32_t> enctypes_for(const credential::KeyHints& hints,
                                       const std::vector<credential::ServiceTicket>& tickets);

/// One for each name and type.
Result<credential::KeytabEntries> entries_of_password(const std::string& account,
                                                      const credential::SecretText& password,
                                                      const credential::KeyHints& hints,
                                                      const std::vector<std::string>& names,
                                                      std::uint32_t kvno,
                                                      const std::vector<std::int32_t>& enctypes);

/// Puts them in, where not the very same are there; those that they stand for go.
void put_entries(credential::KeytabEntries& into, const credential::KeytabEntries& fresh);

}  // namespace mutauth::registration
