// Programs that keep a machine's key in step with the directory by themselves, and would be cut off
// if somebody else changed it.
#pragma once

#include <string>

#include "credential/keytab_file.h"

namespace mutauth::registration {

/// Where such programs leave their traces.
struct KeeperPaths {
    std::string system_keytab = "/etc/krb5.keytab";
    std::string sssd_configuration = "/etc/sssd/sssd.conf";
    std::string samba_secrets = "/var/lib/samba/private/secrets.tdb";
    /// Read after the configuration, in the order of their names: *.conf, not hidden
    /// (sssd.conf(5)).
    std::string sssd_snippets = "/etc/sssd/conf.d";
};

struct Keeper {
    /// "sssd", "samba" or "system"; "" if nobody keeps the key.
    std::string name;
    /// What tells it.
    std::string evidence;
};

/// Who keeps the account's key beside this keytab. The system's keytab without a sign of sssd or
/// Samba is "system": adcli, realmd and others write it and leave no trace.
Result<Keeper> find_keeper(const std::string& keytab,
                           const std::string& account,
                           const KeeperPaths& paths,
                           const Deadline& deadline);

/// key_kept_elsewhere unless the caller named whoever keeps it.
Result<void> require_keeper(const Keeper& found,
                            const std::string& account,
                            const std::string& named_by_caller);

}  // namespace mutauth::registration
