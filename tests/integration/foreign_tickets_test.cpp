// A client that hands over what is another's: the service must not come to act as that one.
#include <gtest/gtest.h>
#include <krb5.h>

#include "context/mechanism_token.h"
#include "context/negotiation.h"
#include "credential/credential.h"
#include "integration/forged_ticket.h"
#include "spn/service_principal_name.h"

namespace {

using forged::must;
using mutauth::Bytes;
using mutauth::ByteView;
using mutauth::Deadline;
using mutauth::Status;
using mutauth::context::Policy;
using mutauth::context::Protector;
using mutauth::credential::Credential;
using mutauth::credential::TicketCache;

constexpr const char* kHost = "host/host1.example.test";

std::string keytab(const std::string& account) {
    return std::string(std::getenv("MUTAUTH_REALM_KEYTABS")) + "/" + account + ".keytab";
}

mutauth::spn::ServicePrincipalName host() {
    auto parsed = mutauth::spn::parse(kHost);
    EXPECT_TRUE(parsed);
    return *parsed;
}

std::shared_ptr<const TicketCache> tickets_of(const std::string& user) {
    auto made = Credential::from_keytab(keytab(user), user);
    EXPECT_TRUE(made) << made.error().message();
    const auto service = host();
    auto got = (*made)->fetch(&service, Deadline::usual());
    EXPECT_TRUE(got) << got.error().message();
    return *got;
}

/// RFC 4121 4.1.1: bindings, flags (delegation and mutual proof), and a KRB-CRED of 4.1.1.1.
std::string checksum_with(const std::string& delegated) {
    std::string out("\x10\0\0\0", 4);
    out += std::string(16, '\0') + std::string("\x03\0\0\0\x01\0", 6);
    out += static_cast<char>(delegated.size());
    out += static_cast<char>(delegated.size() >> 8);
    return out + delegated;
}

/// The ticket-granting ticket that a cache holds, sealed by an auth context's key.
std::string sealed_ticket_of(krb5_context library, const TicketCache& from, krb5_auth_context by) {
    krb5_cc_cursor cursor = nullptr;
    must(::krb5_cc_start_seq_get(library, from.get(), &cursor), "reading the cache");
    std::string out;
    krb5_creds one{};
    while (::krb5_cc_next_cred(library, from.get(), &cursor, &one) == 0) {
        const bool grants =
            one.server->length == 2 &&
            std::string(one.server->data[0].data, one.server->data[0].length) == KRB5_TGS_NAME;
        krb5_data* made = nullptr;
        if (grants && out.empty()) {
            must(::krb5_mk_1cred(library, by, &one, &made, nullptr), "sealing the ticket");
            out.assign(made->data, made->length);
            ::krb5_free_data(library, made);
        }
        ::krb5_free_cred_contents(library, &one);
    }
    ::krb5_cc_end_seq_get(library, from.get(), &cursor);
    EXPECT_FALSE(out.empty());
    return out;
}

/// The first token of a client that hands over somebody's ticket-granting ticket as its own.
Bytes token(const TicketCache& client, const TicketCache& handed_over) {
    krb5_context library = nullptr;
    must(::krb5_init_context(&library), "libkrb5");
    const auto ticket = client.creds_for(host());
    auto* creds = const_cast<krb5_creds*>(&ticket->creds);
    krb5_auth_context sealing = nullptr;
    must(::krb5_auth_con_init(library, &sealing), "an auth context");
    must(::krb5_auth_con_setflags(library, sealing, 0), "its flags");
    must(::krb5_auth_con_setuseruserkey(library, sealing, &creds->keyblock), "its key");
    std::string checksum = checksum_with(sealed_ticket_of(library, handed_over, sealing));
    krb5_auth_context asking = nullptr;
    must(::krb5_auth_con_init(library, &asking), "an auth context");
    must(::krb5_auth_con_setflags(library, asking, KRB5_AUTH_CONTEXT_DO_SEQUENCE), "its flags");
    must(::krb5_auth_con_set_req_cksumtype(library, asking, 0x8003), "RFC 4121's checksum");
    krb5_data body{};
    body.data = checksum.data();
    body.length = static_cast<unsigned>(checksum.size());
    krb5_data made{};
    must(::krb5_mk_req_extended(library, &asking, AP_OPTS_USE_SUBKEY | AP_OPTS_MUTUAL_REQUIRED,
                                &body, creds, &made),
         "the request");
    Bytes out = mutauth::context::framed(
        mutauth::context::MessageId::ap_req,
        ByteView(reinterpret_cast<const std::uint8_t*>(made.data), made.length));
    ::krb5_free_data_contents(library, &made);
    ::krb5_auth_con_free(library, asking);
    ::krb5_auth_con_free(library, sealing);
    ::krb5_free_context(library);
    return out;
}

/// What a service that keeps tickets makes of it.
Status judged(const Bytes& token, Protector protector) {
    Policy policy;
    policy.served = mutauth::spn::serving({host()});
    policy.protector = protector;
    policy.keep_delegated = true;
    // What is made by hand here asks for no more.
    policy.level = mutauth::context::Level::connect;
    auto keys = Credential::from_keytab(keytab("host1"), "");
    EXPECT_TRUE(keys) << keys.error().message();
    auto service = mutauth::context::accept(**keys, policy);
    EXPECT_TRUE(service) << service.error().message();
    if (auto stepped = (*service)->step(token); !stepped) {
        return stepped.error().status();
    }
    auto context = (*service)->finish();
    if (!context) {
        return context.error().status();
    }
    EXPECT_NE((*context)->proof().delegated, nullptr);
    return Status::ok;
}

TEST(ForeignTickets, AreNotKept) {
    const auto alice = tickets_of("alice");
    const auto bob = tickets_of("bob");
    for (const Protector protector : {Protector::own, Protector::gss}) {
        EXPECT_EQ(judged(token(*alice, *alice), protector), Status::ok);
        EXPECT_EQ(judged(token(*alice, *bob), protector), Status::token_malformed);
    }
}

}  // namespace
