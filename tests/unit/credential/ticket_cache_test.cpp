// Which of a cache's tickets is meant, by the service's name or by the ticket itself. The cache is
// written by libkrb5; the tickets are any bytes, which no cache looks into.
#include "credential/ticket_cache.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include <ctime>

#include "support/files.h"

namespace mutauth::credential {
namespace {

constexpr const char* kClient = "alice@EXAMPLE.TEST";

class FileCache {
  public:
    explicit FileCache(const std::string& name) {
        EXPECT_EQ(::krb5_init_context(&library_), 0);
        EXPECT_EQ(::krb5_cc_resolve(library_, name.c_str(), &cache_), 0);
        krb5_principal client = parsed(kClient);
        EXPECT_EQ(::krb5_cc_initialize(library_, cache_, client), 0);
        ::krb5_free_principal(library_, client);
    }
    FileCache(const FileCache&) = delete;
    FileCache& operator=(const FileCache&) = delete;
    ~FileCache() {
        ::krb5_cc_close(library_, cache_);
        ::krb5_free_context(library_);
    }

    void store(const std::string& server,
               const std::string& ticket,
               std::int64_t lives,
               const std::string& client = kClient) {
        krb5_creds creds{};
        creds.client = parsed(client);
        creds.server = parsed(server);
        std::array<krb5_octet, 32> key{};
        creds.keyblock = {KV5M_KEYBLOCK, ENCTYPE_AES256_CTS_HMAC_SHA1_96, key.size(), key.data()};
        creds.times.endtime = static_cast<krb5_timestamp>(::time(nullptr) + lives);
        creds.ticket.data = const_cast<char*>(ticket.data());
        creds.ticket.length = static_cast<unsigned>(ticket.size());
        EXPECT_EQ(::krb5_cc_store_cred(library_, cache_, &creds), 0);
        ::krb5_free_principal(library_, creds.client);
        ::krb5_free_principal(library_, creds.server);
    }

  private:
    krb5_principal parsed(const std::string& name) {
        krb5_principal out = nullptr;
        EXPECT_EQ(::krb5_parse_name(library_, name.c_str(), &out), 0);
        return out;
    }

    krb5_context library_ = nullptr;
    krb5_ccache cache_ = nullptr;
};

spn::ServicePrincipalName service(const std::string& text) {
    auto made = spn::parse(text + "@EXAMPLE.TEST");
    EXPECT_TRUE(made);
    return std::move(*made);
}

std::string ticket_of(const std::shared_ptr<const ServiceCreds>& creds) {
    return creds == nullptr ? "none"
                            : std::string(creds->creds.ticket.data, creds->creds.ticket.length);
}

TEST(TicketCache, FindsATicketByItselfWhereALibraryTookAnotherThanTheUsual) {
    const support::Folder folder;
    const std::string name = "FILE:" + (folder / "cc");
    {
        FileCache file(name);
        file.store("http/one.example.test@EXAMPLE.TEST", "short ticket", 100);
        file.store("http/two.example.test@EXAMPLE.TEST", "of another service", 1000);
        file.store("http/one.example.test@EXAMPLE.TEST", "long ticket", 1000);
    }
    const auto cache = TicketCache::copy(name);
    ASSERT_TRUE(cache) << cache.error().message();
    const auto one = service("http/one.example.test");
    const std::string usual = ticket_of((*cache)->creds_for(one));
    EXPECT_TRUE(usual == "short ticket" || usual == "long ticket") << usual;
    for (const std::string ticket : {"short ticket", "long ticket", "of another service"}) {
        EXPECT_EQ(ticket_of((*cache)->creds_with(one, bytes_of(ticket))), ticket);
        EXPECT_EQ(
            ticket_of((*cache)->creds_with(service("http/three.example.test"), bytes_of(ticket))),
            ticket);
    }
    for (const std::string ticket : {"", "long", "long ticket and more"}) {
        EXPECT_EQ((*cache)->creds_with(one, bytes_of(ticket)), nullptr) << ticket;
    }
}

/// libkrb5 keeps the tickets that a service got as its users (S4U) beside its own.
TEST(TicketCache, GivesItsOwnPrincipalsTicketsAlone) {
    const support::Folder folder;
    const std::string name = "FILE:" + (folder / "cc");
    FileCache file(name);
    file.store("http/one.example.test@EXAMPLE.TEST", "of bob", 1000, "bob@EXAMPLE.TEST");
    const auto without = TicketCache::copy(name);
    ASSERT_TRUE(without);
    EXPECT_EQ(ticket_of((*without)->creds_for(service("http/one.example.test"))), "none");
    file.store("http/one.example.test@EXAMPLE.TEST", "of alice", 1000);
    const auto with = TicketCache::copy(name);
    ASSERT_TRUE(with);
    EXPECT_EQ(ticket_of((*with)->creds_for(service("http/one.example.test"))), "of alice");
}

TEST(TicketCache, GivesNoTicketThatHasEndedByTheServicesName) {
    const support::Folder folder;
    const std::string name = "FILE:" + (folder / "cc");
    FileCache(name).store("http/one.example.test@EXAMPLE.TEST", "ended", -10);
    const auto cache = TicketCache::copy(name);
    ASSERT_TRUE(cache) << cache.error().message();
    const auto one = service("http/one.example.test");
    EXPECT_EQ(ticket_of((*cache)->creds_for(one)), "none");
    FileCache(name).store("http/one.example.test@EXAMPLE.TEST", "fresh", 1000);
    const auto again = TicketCache::copy(name);
    ASSERT_TRUE(again);
    EXPECT_EQ(ticket_of((*again)->creds_for(one)), "fresh");
    EXPECT_FALSE((*again)->has_fresh_creds_for(service("http/two.example.test")));
    EXPECT_TRUE((*again)->has_fresh_creds_for(one));
}

}  // namespace
}  // namespace mutauth::credential
