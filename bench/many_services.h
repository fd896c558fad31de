// Many services with keys of their own in a realm, and alice's tickets for them.
#pragma once

#include <fmt/format.h>
#include <krb5/krb5.h>

#include <cstdio>
#include <string>
#include <vector>

#include "mit_peer.h"

namespace mutauth::bench {

inline std::string in_realm_dir(const std::string& name) {
    const char* folder = std::getenv("MUTAUTH_REALM_DIR");
    require(folder != nullptr);
    return std::string(folder) + "/" + name;
}

inline std::string service_name(std::size_t number) {
    return fmt::format("bench/h{}.example.test", number);
}

/// Registers services 0 to count - 1 and writes their keys to one keytab.
inline std::string make_services(std::size_t count) {
    const std::string requests = in_realm_dir("services.kadmin");
    const std::string keytab = in_realm_dir("services.keytab");
    FILE* out = std::fopen(requests.c_str(), "w");
    require(out != nullptr);
    for (std::size_t i = 0; i < count; ++i) {
        fmt::print(out, "addprinc -randkey -e aes256-cts-hmac-sha1-96:normal {}\n",
                   service_name(i));
    }
    fmt::print(out, "ktadd -norandkey -k {} -glob bench/*\n", keytab);
    require(std::fclose(out) == 0);
    require(std::system(("kadmin.local <" + requests + " >/dev/null 2>&1").c_str()) == 0);
    return keytab;
}

/// A krb5_context and what is made and kept in it.
class Kerberos {
  public:
    Kerberos() { require(::krb5_init_context(&context_) == 0); }
    Kerberos(const Kerberos&) = delete;
    Kerberos& operator=(const Kerberos&) = delete;
    ~Kerberos() {
        for (krb5_keytab keytab : keytabs_) {
            ::krb5_kt_close(context_, keytab);
        }
        for (krb5_ccache cache : caches_) {
            ::krb5_cc_close(context_, cache);
        }
        ::krb5_free_context(context_);
    }

    /// The keys of the first services of make_services.
    std::string keytab_of(const std::string& all, const std::string& name, std::size_t count) {
        krb5_keytab from = opened(all);
        krb5_keytab to = opened(name);
        krb5_kt_cursor cursor = nullptr;
        krb5_keytab_entry entry{};
        std::size_t found = 0;
        require(::krb5_kt_start_seq_get(context_, from, &cursor) == 0);
        std::vector<krb5_keytab_entry> wanted;
        while (::krb5_kt_next_entry(context_, from, &entry, &cursor) == 0) {
            wanted.push_back(entry);
        }
        require(::krb5_kt_end_seq_get(context_, from, &cursor) == 0);
        for (krb5_keytab_entry& one : wanted) {
            if (is_among_first(one.principal, count)) {
                require(::krb5_kt_add_entry(context_, to, &one) == 0);
                ++found;
            }
            ::krb5_free_keytab_entry_contents(context_, &one);
        }
        require(found == count);
        return name;
    }

    /// Alice's ticket-granting ticket and her tickets for the services [first, last).
    std::string cache_of(const std::string& name, std::size_t first, std::size_t last) {
        krb5_ccache from = nullptr;
        krb5_ccache to = resolved(name);
        krb5_principal alice = nullptr;
        require(::krb5_cc_default(context_, &from) == 0);
        require(::krb5_cc_get_principal(context_, from, &alice) == 0);
        require(::krb5_cc_initialize(context_, to, alice) == 0);
        require(::krb5_cc_copy_creds(context_, from, to) == 0);
        for (std::size_t i = first; i < last; ++i) {
            krb5_creds wanted{};
            krb5_creds* got = nullptr;
            wanted.client = alice;
            require(::krb5_parse_name(context_, service_name(i).c_str(), &wanted.server) == 0);
            require(::krb5_get_credentials(context_, 0, to, &wanted, &got) == 0);
            ::krb5_free_principal(context_, wanted.server);
            ::krb5_free_creds(context_, got);
        }
        ::krb5_free_principal(context_, alice);
        ::krb5_cc_close(context_, from);
        return name;
    }

    /// The same tickets in a cache of this process's memory.
    std::string copy_of_cache(const std::string& name, const std::string& memory) {
        krb5_ccache from = nullptr;
        krb5_ccache to = resolved(memory);
        krb5_principal owner = nullptr;
        require(::krb5_cc_resolve(context_, name.c_str(), &from) == 0);
        require(::krb5_cc_get_principal(context_, from, &owner) == 0);
        require(::krb5_cc_initialize(context_, to, owner) == 0);
        require(::krb5_cc_copy_creds(context_, from, to) == 0);
        ::krb5_free_principal(context_, owner);
        ::krb5_cc_close(context_, from);
        return memory;
    }

  private:
    krb5_keytab opened(const std::string& name) {
        keytabs_.push_back(nullptr);
        require(::krb5_kt_resolve(context_, name.c_str(), &keytabs_.back()) == 0);
        return keytabs_.back();
    }

    krb5_ccache resolved(const std::string& name) {
        caches_.push_back(nullptr);
        require(::krb5_cc_resolve(context_, name.c_str(), &caches_.back()) == 0);
        return caches_.back();
    }

    bool is_among_first(krb5_const_principal principal, std::size_t count) {
        char* text = nullptr;
        require(::krb5_unparse_name_flags(context_, principal, KRB5_PRINCIPAL_UNPARSE_NO_REALM,
                                          &text) == 0);
        std::size_t number = 0;
        const bool numbered = std::sscanf(text, "bench/h%zu.", &number) == 1;
        ::krb5_free_unparsed_name(context_, text);
        return numbered && number < count;
    }

    krb5_context context_ = nullptr;
    std::vector<krb5_keytab> keytabs_;
    std::vector<krb5_ccache> caches_;
};

}  // namespace mutauth::bench
