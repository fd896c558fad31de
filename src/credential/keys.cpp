#include "credential/keys.h"

#include <fmt/format.h>

#include <atomic>
#include <set>

#include "core/regular_file.h"
#include "core/text.h"
#include "credential/keytab_format.h"
#include "credential/keytab_scan.h"

namespace mutauth::credential {
namespace {

/// MEMORY keytabs are named across the process; the address keeps two copies of this library apart.
std::string unused_name() {
    static std::atomic<std::uint64_t> next{0};
    return fmt::format("MEMORY:mutauth-{}-{}", fmt::ptr(&next), next.fetch_add(1));
}

std::string names_in(const std::vector<Key>& entries) {
    std::set<std::string> names;
    for (const auto& entry : entries) {
        names.insert(entry.principal);
    }
    std::string out;
    for (const auto& name : names) {
        if (out.size() > 400) {
            return out + ", ...";
        }
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

}  // namespace

Keys::Keys(KerberosLibrary library, Keytab keytab, std::string name, std::string source)
    : library_(std::move(library)),
      keytab_(std::move(keytab)),
      name_(std::move(name)),
      source_(std::move(source)) {}

Result<std::shared_ptr<Keys>> Keys::make_empty(std::string source) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    std::string name = unused_name();
    Keytab keytab(library->get());
    if (const auto code = ::krb5_kt_resolve(library->get(), name.c_str(), keytab.out());
        code != 0) {
        return library->error(Status::system_error, "cannot make a keytab in memory", code);
    }
    return std::shared_ptr<Keys>(
        new Keys(std::move(*library), std::move(keytab), std::move(name), std::move(source)));
}

template <typename Wanted>
Result<void> Keys::copy_from(krb5_keytab from, Wanted wanted) {
    const auto unreadable = [&](krb5_error_code code) {
        return library_
            .error(Status::keytab_unreadable, fmt::format("keytab {}", displayed(source_)), code)
            .with("keytab", source_);
    };
    KeytabScan scan(library_.get(), from);
    if (scan.begun() != 0) {
        return unreadable(scan.begun());
    }
    for (;;) {
        ScannedEntry entry(library_.get());
        krb5_error_code code = scan.next(entry.value);
        if (code == KRB5_KT_END) {
            index_.emplace(entries_);
            return {};
        }
        if (code != 0) {
            return unreadable(code);
        }
        const krb5_keyblock& block = entry.value.key;
        Key seen{principal_text(library_.get(), entry.value.principal), entry.value.vno,
                 block.enctype, Bytes(block.contents, block.contents + block.length),
                 static_cast<std::uint32_t>(entry.value.timestamp)};
        if (!wanted(seen)) {
            continue;
        }
        code = ::krb5_kt_add_entry(library_.get(), keytab_.get(), &entry.value);
        if (code != 0) {
            return unreadable(code);
        }
        entries_.push_back(std::move(seen));
    }
}

Result<std::shared_ptr<Keys>> Keys::read(const std::string& file) {
    auto made = make_empty(file);
    if (!made) {
        return made;
    }
    Keys& keys = **made;
    Keytab source(keys.library_.get());
    std::string full = file;
    FileDescriptor opened;
    if (auto path = keytab_path(file)) {
        auto found = open_keytab(*path);
        if (!found) {
            return std::move(found).error();
        }
        opened = std::move(*found);
        full = "FILE:" + name_of_open(opened, *path);
    }
    if (const auto code = ::krb5_kt_resolve(keys.library_.get(), full.c_str(), source.out());
        code != 0) {
        return keys.library_.error(Status::keytab_unreadable, "keytab " + displayed(file), code)
            .with("keytab", file);
    }
    if (auto copied = keys.copy_from(source.get(), [](const Key&) { return true; }); !copied) {
        return std::move(copied).error();
    }
    if (keys.entries_.empty()) {
        return Error(Status::keytab_lacks_name, fmt::format("keytab {} is empty", displayed(file)))
            .with("keytab", file);
    }
    keys.names_ = std::make_shared<const KeyNames>(keys.entries_);
    return made;
}

Result<std::shared_ptr<Keys>> Keys::of(const KeytabEntries& entries, std::string source) {
    auto made = make_empty(std::move(source));
    if (!made) {
        return made;
    }
    Keys& keys = **made;
    for (const auto& entry : entries) {
        if (const auto code = add_entry(keys.library_, keys.keytab_.get(), entry); code != 0) {
            return keys.library_.error(Status::keytab_unreadable, "a key of " + entry.principal,
                                       code);
        }
        keys.entries_.push_back(
            {entry.principal, entry.kvno, entry.enctype, entry.key, entry.timestamp});
    }
    keys.index_.emplace(keys.entries_);
    keys.names_ = std::make_shared<const KeyNames>(keys.entries_);
    return made;
}

Result<std::shared_ptr<Keys>> Keys::only_for(const spn::ServedNames& served,
                                             const std::string& account) const {
    auto made = make_empty(source_);
    if (!made) {
        return made;
    }
    auto copied = (*made)->copy_from(keytab_.get(), [&](const Key& entry) {
        return (!account.empty() && entry.principal == account) ||
               served.has_key_of(entry.principal);
    });
    if (!copied) {
        return std::move(copied).error();
    }
    (*made)->names_ = names_;
    if (!(*made)->entries_.empty()) {
        return made;
    }
    std::string wanted = account;
    wanted += (wanted.empty() || served.empty() ? "" : ", ") + served.list();
    return Error(Status::keytab_lacks_name,
                 fmt::format("keytab {} has no key for {}", displayed(source_), displayed(wanted)))
        .with("keytab", source_)
        .with("wanted", wanted)
        .with("present", names_in(entries_));
}

}  // namespace mutauth::credential
