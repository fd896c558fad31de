// A rotation before it changes anything: the account, the names that get its new key, the
// credentials that ask and change, and the steps that follow.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "credential/key_hints.h"
#include "credential/ticket_cache.h"
#include "registration/keytab_change.h"
#include "registration/keytab_rotation.h"
#include "registration/rotation_names.h"
#include "registration/rotation_state.h"

namespace mutauth::registration {

/// MIT's database keeps 16 bits of a version and begins again at 1.
inline constexpr std::uint32_t kLastKvnoOfMit = 0xffff;

/// Lives no longer than what it is made with, which comes first.
struct RotationPlan {
    const KeytabPlace& place;
    const KeytabRotation& rotation;
    const Steps& steps;
    const Deadline& deadline;

    std::string path{};
    std::string account{};
    credential::KeytabEntries entries{};
    RotationNames names{};
    /// The account itself, where no administrator acts, and its keys that the KDC took.
    std::shared_ptr<credential::Credential> own{};
    credential::KeytabEntries own_keys{};
    credential::KeyHints hints{};

    /// Reads the keytab, and finds the account if none is named.
    Result<void> look();
    /// Finds the client by these entries, and the names that share the account's key.
    Result<void> find_client(const credential::KeytabEntries& known);
    /// The steps of a dry run.
    Result<void> tell();

    /// Who asks the KDC and the password server.
    credential::Credential& client() const {
        return rotation.administrator != nullptr ? *rotation.administrator : *own;
    }
    /// Whether the KDC takes the password as the account's; hints are taken up in any case.
    Result<bool> in_effect(const credential::SecretText& password,
                           credential::KeyHints& told) const;
    /// New tickets for those of the names that the KDC serves.
    Result<std::vector<credential::ServiceTicket>> tickets(credential::Credential& client) const;
    /// The types to make keys of: also the strong ones that the account has had, since a KDC tells
    /// only its favourite.
    std::vector<std::int32_t> enctypes(const credential::KeyHints& told,
                                       const std::vector<credential::ServiceTicket>& tickets) const;
    /// The version that the KDC has now; the keytab's newest if the KDC does not tell.
    std::uint32_t current_kvno(const std::vector<credential::ServiceTicket>& tickets) const;
    Result<void> edit(const EntriesChange& change) const;
    /// A failure after which the rotation is to be run again.
    Error unfinished(Error cause, Status status) const;
    /// key_change_unsettled: it is not known what became of the pending password.
    Error unsettled(Error cause, const PendingRotation& pending) const;

  private:
    Result<void> find_account();
};

}  // namespace mutauth::registration
