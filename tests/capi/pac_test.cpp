// What the PACs of MIT's KDC say; those of Active Directory's are read in tests/interop.
#include <mutauth/pac.h>

#include "capi/realm.h"

namespace {

/// Alice, as the realm's computer sees her; alive as long as the program.
const realm::Pair& pair() {
    static const realm::Pair made = realm::proven_pair();
    return made;
}

const mutauth_pac* read_pac() {
    const mutauth_pac* out = nullptr;
    EXPECT_EQ(mutauth_identity_pac(mutauth_context_identity(pair().service.get()), &out),
              MUTAUTH_OK)
        << realm::why();
    return out;
}

TEST(CapiPac, IsReadOnceForAnIdentity) {
    const mutauth_pac* pac = read_pac();
    ASSERT_NE(pac, nullptr);
    EXPECT_EQ(read_pac(), pac);
}

// [MS-PAC] 2.8.3's signature over the ticket is made for services since MIT krb5 1.20, and 2.8.4's
// is not made by it.
TEST(CapiPac, OfMitNamesNoAccount) {
    const mutauth_pac* pac = read_pac();
    for (const auto text :
         {mutauth_pac_account_name, mutauth_pac_full_name, mutauth_pac_upn, mutauth_pac_dns_domain,
          mutauth_pac_domain, mutauth_pac_user_sid, mutauth_pac_domain_sid,
          mutauth_pac_primary_group_sid, mutauth_pac_requestor_sid}) {
        EXPECT_STREQ(text(pac), "");
    }
    EXPECT_STREQ(mutauth_pac_delegation_target(pac), "");
    EXPECT_EQ(mutauth_pac_logon_time(pac), INT64_MIN);
    EXPECT_EQ(mutauth_pac_asserted_by_service(pac), 0);
    EXPECT_EQ(mutauth_pac_group_count(pac), 0U);
    EXPECT_EQ(mutauth_pac_group_at(pac, 0), nullptr);
    EXPECT_EQ(mutauth_pac_group_kind_at(pac, 0), 0);
    EXPECT_EQ(mutauth_pac_group_attributes_at(pac, 0), 0U);
    EXPECT_EQ(mutauth_pac_delegation_count(pac), 0U);
    EXPECT_EQ(mutauth_pac_delegation_at(pac, 0), nullptr);
    EXPECT_EQ(mutauth_pac_signatures(pac), MUTAUTH_PAC_SIGNATURE_SERVER |
                                               MUTAUTH_PAC_SIGNATURE_KDC |
                                               MUTAUTH_PAC_SIGNATURE_TICKET);
}

TEST(CapiPac, IsMissingOnTheClient) {
    const auto* out = reinterpret_cast<const mutauth_pac*>(1);
    const mutauth_identity* client = mutauth_context_identity(pair().client.get());
    EXPECT_EQ(mutauth_identity_pac(client, &out), MUTAUTH_PAC_MISSING);
    EXPECT_EQ(out, nullptr);
    int32_t has = 1;
    EXPECT_EQ(mutauth_identity_has_sid(client, "S-1-5-32-544", &has), MUTAUTH_PAC_MISSING);
    EXPECT_EQ(has, 0);
}

TEST(CapiPac, ChecksItsArguments) {
    const mutauth_identity* service = mutauth_context_identity(pair().service.get());
    const auto* out = reinterpret_cast<const mutauth_pac*>(1);
    EXPECT_EQ(mutauth_identity_pac(service, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_identity_pac(nullptr, &out), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(out, nullptr);
    int32_t has = 1;
    EXPECT_EQ(mutauth_identity_has_sid(service, "S-1-5-32-544", &has), MUTAUTH_PAC_MISSING);
    EXPECT_EQ(mutauth_identity_has_sid(service, "alice", &has), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_identity_has_sid(service, nullptr, &has), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_identity_has_sid(service, "S-1-1-0", nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_identity_has_sid(nullptr, "S-1-1-0", &has), MUTAUTH_WRONG_HANDLE);
    for (const auto* wrong : {static_cast<const mutauth_pac*>(nullptr),
                              reinterpret_cast<const mutauth_pac*>(service)}) {
        for (const auto text :
             {mutauth_pac_account_name, mutauth_pac_full_name, mutauth_pac_upn,
              mutauth_pac_dns_domain, mutauth_pac_domain, mutauth_pac_user_sid,
              mutauth_pac_domain_sid, mutauth_pac_primary_group_sid, mutauth_pac_requestor_sid}) {
            EXPECT_EQ(text(wrong), nullptr);
        }
        EXPECT_EQ(mutauth_pac_delegation_target(wrong), nullptr);
        EXPECT_EQ(mutauth_pac_logon_time(wrong), INT64_MIN);
        EXPECT_EQ(mutauth_pac_asserted_by_service(wrong), 0);
        EXPECT_EQ(mutauth_pac_group_count(wrong), 0U);
        EXPECT_EQ(mutauth_pac_group_at(wrong, 0), nullptr);
        EXPECT_EQ(mutauth_pac_group_kind_at(wrong, 0), 0);
        EXPECT_EQ(mutauth_pac_group_attributes_at(wrong, 0), 0U);
        EXPECT_EQ(mutauth_pac_delegation_count(wrong), 0U);
        EXPECT_EQ(mutauth_pac_delegation_at(wrong, 0), nullptr);
        EXPECT_EQ(mutauth_pac_signatures(wrong), 0U);
    }
}

}  // namespace
