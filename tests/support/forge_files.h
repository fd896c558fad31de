// A keytab and a credential cache with keys and tickets that no KDC has made.
#pragma once

#include <filesystem>

#include "support/forge.h"

namespace forge {

/// A folder that goes away; unlike support::Folder it needs no test that runs.
class Folder {
  public:
    Folder() {
        std::string pattern = std::filesystem::temp_directory_path() / "mutauth-forge-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            std::perror("forging: mkdtemp");
            std::abort();
        }
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

class Principal {
  public:
    Principal(const Library& library, const std::string& name) : library_(library) {
        must(::krb5_parse_name(library.get(), name.c_str(), &principal_), "a name");
    }
    ~Principal() { ::krb5_free_principal(library_.get(), principal_); }
    Principal(const Principal&) = delete;
    Principal& operator=(const Principal&) = delete;
    krb5_principal get() const { return principal_; }

  private:
    const Library& library_;
    krb5_principal principal_ = nullptr;
};

/// Of one name, kvno 1.
inline void write_keytab(const Library& library,
                         const std::string& file,
                         const std::string& name,
                         const std::vector<Key>& keys) {
    krb5_keytab keytab = nullptr;
    must(::krb5_kt_resolve(library.get(), ("FILE:" + file).c_str(), &keytab), "a keytab");
    const Principal principal(library, name);
    for (const Key& key : keys) {
        krb5_keytab_entry entry{};
        entry.principal = principal.get();
        entry.vno = 1;
        entry.key = key.block();
        must(::krb5_kt_add_entry(library.get(), keytab, &entry), "krb5_kt_add_entry");
    }
    must(::krb5_kt_close(library.get(), keytab), "krb5_kt_close");
}

/// A ticket and its session key, as libkrb5 has them; borrows.
struct Creds {
    Creds(const Principal& client,
          const Principal& service,
          const Key& session_key,
          const std::string& ticket,
          std::int64_t now)
        : value{} {
        value.client = client.get();
        value.server = service.get();
        value.keyblock = session_key.block();
        value.times.authtime = static_cast<krb5_timestamp>(now - 60);
        value.times.starttime = value.times.authtime;
        value.times.endtime = static_cast<krb5_timestamp>(now + 36000);
        value.ticket = borrowed(ticket);
    }
    krb5_creds value;
};

inline void write_ccache(const Library& library,
                         const std::string& file,
                         const Principal& client,
                         krb5_creds& creds) {
    krb5_ccache cache = nullptr;
    must(::krb5_cc_resolve(library.get(), ("FILE:" + file).c_str(), &cache), "a cache");
    must(::krb5_cc_initialize(library.get(), cache, client.get()), "krb5_cc_initialize");
    must(::krb5_cc_store_cred(library.get(), cache, &creds), "krb5_cc_store_cred");
    must(::krb5_cc_close(library.get(), cache), "krb5_cc_close");
}

}  // namespace forge
