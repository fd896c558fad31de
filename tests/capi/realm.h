// The private realm that a test runs in, and owners for the C ABI's objects.
#pragma once

#include <gtest/gtest.h>
#include <mutauth/mutauth.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/command.h"

namespace realm {

/// Every test here runs under "mutauth-realm run --"; elsewhere it fails aloud.
inline std::string variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) {
        ADD_FAILURE() << name << " is not set: run this under 'mutauth-realm run --'";
        return "";
    }
    return value;
}

inline std::string name() {
    return variable("MUTAUTH_REALM");
}

inline std::string keytab(const std::string& account) {
    return variable("MUTAUTH_REALM_KEYTABS") + "/" + account + ".keytab";
}

inline std::string principal(const std::string& account) {
    return account + "@" + name();
}

template <typename T>
using Owner = std::unique_ptr<T, void (*)(T*)>;

using Spn = Owner<mutauth_spn>;
using Credential = Owner<mutauth_credential>;
using Policy = Owner<mutauth_policy>;
using Negotiation = Owner<mutauth_negotiation>;
using Context = Owner<mutauth_context>;
using Channel = Owner<mutauth_channel>;
using Bytes = Owner<mutauth_bytes>;
using Deadline = Owner<mutauth_deadline>;
using Listener = Owner<mutauth_listener>;
using Requirements = Owner<mutauth_requirements>;
using Error = Owner<mutauth_error>;
using Log = Owner<mutauth_log>;
using Directory = Owner<mutauth_directory>;
using Account = Owner<mutauth_account>;
using Holders = Owner<mutauth_holders>;
using Texts = Owner<mutauth_texts>;

/// What went wrong, for a failed expectation.
inline std::string why() {
    mutauth_bytes* text = nullptr;
    if (mutauth_explain_error(nullptr, &text) != MUTAUTH_OK) {
        return "(no error)";
    }
    const Bytes owner(text, mutauth_bytes_free);
    return static_cast<const char*>(mutauth_bytes_data(text));
}

inline Spn spn(const std::string& text) {
    mutauth_spn* made = nullptr;
    EXPECT_EQ(mutauth_spn_parse(text.c_str(), &made), MUTAUTH_OK) << why();
    return {made, mutauth_spn_free};
}

inline Deadline within(int64_t milliseconds) {
    mutauth_deadline* made = nullptr;
    EXPECT_EQ(mutauth_deadline_in(milliseconds, &made), MUTAUTH_OK) << why();
    return {made, mutauth_deadline_free};
}

inline Credential from_keytab(const std::string& file, const char* principal) {
    mutauth_credential* made = nullptr;
    EXPECT_EQ(mutauth_credential_from_keytab(file.c_str(), principal, &made), MUTAUTH_OK) << why();
    return {made, mutauth_credential_free};
}

/// A user, or an account whose keys stand for every SPN registered on it.
inline Credential account(const std::string& account) {
    return from_keytab(keytab(account), principal(account).c_str());
}

/// The computer's keys, which stand in its keytab under its SPNs' own names.
inline Credential computer() {
    return from_keytab(keytab("host1"), nullptr);
}

inline Policy policy() {
    mutauth_policy* made = nullptr;
    EXPECT_EQ(mutauth_policy_new(&made), MUTAUTH_OK) << why();
    return {made, mutauth_policy_free};
}

inline Policy serving(const std::string& text) {
    Policy made = policy();
    EXPECT_EQ(mutauth_policy_add_served_spn(made.get(), spn(text).get()), MUTAUTH_OK) << why();
    return made;
}

/// As an administrator of the directory does it: once, on the account's entry ("uid=websvc,
/// ou=services"), for the directory and for the KDC.
inline void register_spn(const std::string& entry, const std::string& text) {
    static std::set<std::string> registered;
    if (!registered.insert(text).second) {
        return;
    }
    support::must_run(
        "ldapmodify -Q -Y EXTERNAL -H \"$MUTAUTH_REALM_LDAPI\" <<'END'\ndn: " + entry + "," +
        variable("MUTAUTH_REALM_SUFFIX") +
        "\nchangetype: modify\nadd: servicePrincipalName\nservicePrincipalName: " + text +
        "\n-\nadd: krbPrincipalName\nkrbPrincipalName: " + principal(text) + "\nEND");
}

/// http/www.example.test on websvc, whose keytab has its keys under the account's own name only.
inline std::string web_spn() {
    const std::string text = "http/www.example.test";
    register_spn("uid=websvc,ou=services", text);
    return text;
}

/// A registered service with a keytab of its own; options as addprinc takes them.
inline std::string service_keytab(const std::string& text, const std::string& options = "") {
    std::string file = variable("MUTAUTH_REALM_DIR") + "/" + text;
    for (char& c : file) {
        c = c == '/' && &c > &file[variable("MUTAUTH_REALM_DIR").size()] ? '-' : c;
    }
    support::kadmin("addprinc -randkey " + options + " " + text);
    support::kadmin("ktadd -norandkey -k " + file + " " + text);
    return file;
}

/// An SPN that the realm registered on its computer account, with the keys to serve it.
inline std::string host_spn() {
    return "host/host1.example.test";
}

inline std::string evidence(const std::string& wanted) {
    for (size_t i = 0; i < mutauth_error_evidence_count(nullptr); ++i) {
        const char* key = nullptr;
        const char* value = nullptr;
        EXPECT_EQ(mutauth_error_evidence_at(nullptr, i, &key, &value), MUTAUTH_OK);
        if (wanted == key) {
            return value;
        }
    }
    return "(no evidence called " + wanted + ")";
}

inline Policy with_mechanism(Policy demands, int32_t mechanism) {
    EXPECT_EQ(mutauth_policy_set_mechanism(demands.get(), mechanism), MUTAUTH_OK) << why();
    return demands;
}

inline Policy with_level(Policy demands, int32_t level) {
    EXPECT_EQ(mutauth_policy_set_level(demands.get(), level), MUTAUTH_OK) << why();
    return demands;
}

/// The realm's directory, as one of its accounts.
inline Directory directory_as(const std::string& who) {
    mutauth_directory* made = nullptr;
    EXPECT_EQ(mutauth_directory_open(variable("MUTAUTH_REALM_LDAP_URI").c_str(),
                                     spn(variable("MUTAUTH_REALM_LDAP_SPN")).get(),
                                     account(who).get(), nullptr, nullptr, &made),
              MUTAUTH_OK)
        << why();
    return {made, mutauth_directory_free};
}

inline std::string entry(const std::string& relative) {
    return relative + "," + variable("MUTAUTH_REALM_SUFFIX");
}

/// The accounts that hold an SPN.
inline std::vector<std::string> holders_of(const Directory& directory, const std::string& text) {
    mutauth_holders* made = nullptr;
    EXPECT_EQ(mutauth_directory_find_holders(directory.get(), spn(text).get(), nullptr, &made),
              MUTAUTH_OK)
        << why();
    const Holders holders(made, mutauth_holders_free);
    std::vector<std::string> out;
    const char* dn = nullptr;
    mutauth_status status = MUTAUTH_OK;
    while ((status = mutauth_holders_next(holders.get(), &dn)) == MUTAUTH_OK) {
        out.emplace_back(dn);
    }
    EXPECT_EQ(status, MUTAUTH_END);
    EXPECT_EQ(dn, nullptr);
    return out;
}

inline Negotiation initiate(const Credential& client,
                            const std::string& name,
                            const Policy& demands = {nullptr, mutauth_policy_free}) {
    mutauth_negotiation* made = nullptr;
    EXPECT_EQ(
        mutauth_negotiation_initiate(client.get(), spn(name).get(), demands.get(), nullptr, &made),
        MUTAUTH_OK)
        << why();
    return {made, mutauth_negotiation_free};
}

inline Negotiation accept(const Credential& service, const Policy& demands) {
    mutauth_negotiation* made = nullptr;
    EXPECT_EQ(mutauth_negotiation_accept(service.get(), demands.get(), &made), MUTAUTH_OK) << why();
    return {made, mutauth_negotiation_free};
}

struct Step {
    mutauth_status status;
    std::string token;
};

inline Step step(const Negotiation& negotiation, const std::string& token) {
    mutauth_bytes* out = nullptr;
    const mutauth_status status =
        mutauth_negotiation_step(negotiation.get(), token.data(), token.size(), &out);
    const Bytes owner(out, mutauth_bytes_free);
    return {status, std::string(static_cast<const char*>(mutauth_bytes_data(out)),
                                mutauth_bytes_size(out))};
}

inline Context finish(const Negotiation& negotiation) {
    mutauth_context* made = nullptr;
    EXPECT_EQ(mutauth_negotiation_finish(negotiation.get(), &made), MUTAUTH_OK) << why();
    return {made, mutauth_context_free};
}

struct Pair {
    Context client;
    Context service;
};

/// Alice and the realm's computer, proven to each other in one process.
inline Pair proven_pair(const Policy& client_demands = {nullptr, mutauth_policy_free},
                        Policy service_demands = {nullptr, mutauth_policy_free}) {
    if (!service_demands) {
        service_demands = serving(host_spn());
    }
    static const Credential alice = account("alice");
    static const Credential host = computer();
    const Negotiation client = initiate(alice, host_spn(), client_demands);
    const Negotiation service = accept(host, service_demands);
    Step to_service = step(client, "");
    EXPECT_EQ(to_service.status, MUTAUTH_CONTINUE) << why();
    // Either side may have the last word.
    for (int leg = 0; leg < 6 && !to_service.token.empty(); ++leg) {
        const Step to_client = step(service, to_service.token);
        EXPECT_GE(to_client.status, 0) << why();
        if (to_client.token.empty()) {
            break;
        }
        to_service = step(client, to_client.token);
        EXPECT_GE(to_service.status, 0) << why();
    }
    return {finish(client), finish(service)};
}

inline std::string seal(const Context& context, const std::string& message) {
    std::string out(mutauth_context_sealed_size(context.get(), message.size()), '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_seal(context.get(), message.data(), message.size(), out.data(),
                                   out.size(), &written),
              MUTAUTH_OK)
        << why();
    out.resize(written);
    return out;
}

inline Bytes received(const Channel& channel, mutauth_status expected = MUTAUTH_OK) {
    mutauth_bytes* out = reinterpret_cast<mutauth_bytes*>(1);
    EXPECT_EQ(mutauth_channel_receive(channel.get(), within(5000).get(), &out), expected) << why();
    return {out, mutauth_bytes_free};
}

inline std::string text_of(const Bytes& bytes) {
    return {static_cast<const char*>(mutauth_bytes_data(bytes.get())),
            mutauth_bytes_size(bytes.get())};
}

struct Opened {
    mutauth_status status;
    std::string message;
};

inline Opened open(const Context& context, const std::string& sealed) {
    std::string out(sealed.size(), '\0');
    size_t written = 0;
    const mutauth_status status = mutauth_context_open(context.get(), sealed.data(), sealed.size(),
                                                       out.data(), out.size(), &written);
    out.resize(written);
    return {status, out};
}

}  // namespace realm
