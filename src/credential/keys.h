// A keytab read into memory, whole or only the keys that may open a ticket for a set of SPNs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "credential/kerberos.h"
#include "credential/key_index.h"
#include "credential/key_names.h"
#include "credential/keytab_file.h"
#include "credential/shelf.h"
#include "spn/served_names.h"

namespace mutauth::credential {

class Keys {
  public:
    /// A bare path stands for FILE:path.
    static Result<std::shared_ptr<Keys>> read(const std::string& file);

    static Result<std::shared_ptr<Keys>> of(const KeytabEntries& entries, std::string source);

    /// The entries under the served SPNs' own names, and under account's name if one is given.
    Result<std::shared_ptr<Keys>> only_for(const spn::ServedNames& served,
                                           const std::string& account) const;

    /// A name for libkrb5 and GSS-API in this process.
    const std::string& name() const noexcept { return name_; }
    /// Where the keys came from, for people.
    const std::string& source() const noexcept { return source_; }
    const std::vector<Key>& entries() const noexcept { return entries_; }
    const KeyIndex& index() const noexcept { return *index_; }
    /// Every name of a key in the keytab that these keys came from, served or not.
    const std::vector<std::string>& names_of(const Key& key) const { return names_->of(key); }
    krb5_keytab get() const noexcept { return keytab_.get(); }
    /// For what names these keys. May be used by many threads.
    Shelf& shelf() const noexcept { return shelf_; }

  private:
    Keys(KerberosLibrary library, Keytab keytab, std::string name, std::string source);
    static Result<std::shared_ptr<Keys>> make_empty(std::string source);
    template <typename Wanted>
    Result<void> copy_from(krb5_keytab from, Wanted wanted);

    KerberosLibrary library_;
    Keytab keytab_;
    std::string name_;
    std::string source_;
    std::vector<Key> entries_;
    /// Of entries_, once those are all there.
    std::optional<KeyIndex> index_;
    std::shared_ptr<const KeyNames> names_;
    // Goes first, since what is on it names the keys.
    mutable Shelf shelf_;
};

}  // namespace mutauth::credential
