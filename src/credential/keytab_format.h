// The bytes of a keytab file and what they say. libkrb5 reads and writes the format; it gets a file
// in memory, so that neither a pipe nor an endless file can hold it up.
#pragma once

#include "credential/kerberos.h"
#include "credential/keytab_file.h"

namespace mutauth::credential {

/// keytab_unreadable for what is no keytab or is cut short.
Result<KeytabEntries> parse_keytab(ByteView content);
Result<Bytes> format_keytab(const KeytabEntries& entries);

/// To a keytab of libkrb5's, of whatever type.
krb5_error_code add_entry(const KerberosLibrary& library,
                          krb5_keytab into,
                          const KeytabEntry& entry);

}  // namespace mutauth::credential
