// Whether a keytab opens the tickets that the KDC makes now.
#pragma once

#include "registration/findings.h"
#include "registration/keytab_place.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {

struct KeytabCheck {
    /// Nothing stands for every service name that the keytab has.
    std::vector<spn::ServicePrincipalName> spns;
    /// Who asks for the tickets; without it the keytab's own account.
    credential::Credential* client = nullptr;
    /// In whose name the keytab's keys are tried where the KDC knows none of the keytab's own names
    /// as a client's; "" for nobody.
    std::string client_account;
    std::int64_t grace = kUsualGrace;
};

/// The names with a class and a host in a keytab; an account's own name serves nobody.
std::vector<spn::ServicePrincipalName> service_names(const credential::KeytabEntries& entries);

/// Gets a new ticket for each SPN and opens it. Changes nothing. What is wrong with the keytab is a
/// finding; what keeps from checking is an error.
Result<Findings> check_keytab(const KeytabPlace& place,
                              const KeytabCheck& check,
                              const Deadline& deadline);

}  // namespace mutauth::registration
