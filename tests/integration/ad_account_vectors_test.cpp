// DsWriteAccountSpn and DsServerRegisterSpn on Samba, and what AD's own rules make of values:
// validated writes, uniqueness, syntax.
#include "core/text.h"
#include "integration/account_vectors.h"
#include "registration/claim.h"
#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "support/written.h"

namespace mutauth::testing {
namespace {

using directory::Change;
using directory::Changes;

/// Where Samba 4.17.12, asked here, does not answer as the vector says that Windows does.
struct Difference {
    const char* id;
    int code;
    const char* source;
};

constexpr Difference kDifferences[] = {
    // acl_validate_spn_value() looks at dNSHostName and sAMAccountName only.
    {"ValidatedSpnWrite-14", 19, "source4/dsdb/samdb/ldb_modules/acl.c"},
    // Three empty components are three to it.
    {"DirectoryAcceptsSpnSyntax-12", 0, "source4/dsdb/samdb/ldb_modules/samldb.c"},
};

/// What Samba is to answer, with a word if that is not what Windows does.
int expected_of(const json& vector) {
    const int windows = vector.at("expected").at("ldap");
    for (const auto& difference : kDifferences) {
        if (vector.at("id") == difference.id) {
            std::cout << difference.id << ": Windows " << windows << ", Samba " << difference.code
                      << " (" << difference.source << ")\n";
            return difference.code;
        }
    }
    return windows;
}

int code_of(const Result<void>& result) {
    return result ? 0 : static_cast<int>(directory::ldap_code_of(result.error()));
}

/// Makes the value the account's only one by one modify, past our own look for other holders.
Result<void> replace(directory::Session& session, const std::string& dn, const std::string& spn) {
    auto names = registration::read_names(session, dn, Deadline::usual());
    if (!names) {
        return std::move(names).error();
    }
    auto planned =
        registration::plan(session.profile().kind, *names, {{registration::spn_of(spn)}, {}, true});
    EXPECT_TRUE(planned);
    if (!planned || planned->changes.empty()) {
        return {};
    }
    registration::LdapWriter writer(session);
    auto made = registration::told_by_status(writer.apply(dn, planned->changes, Deadline::usual()));
    return made ? Result<void>()
                : registration::explained_refusal(session, dn, planned->changes,
                                                  std::move(made).error());
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

/// The vector's computer stands for host1, its domain for the realm's.
std::string in_this_realm(std::string spn) {
    const std::string domain = to_lower_ascii(realm());
    spn = replaced(std::move(spn), "testcomp8.example.com", "host1." + domain);
    spn = replaced(std::move(spn), "TESTCOMP8", "host1");
    spn = replaced(std::move(spn), "example.com", domain);
    return replaced(std::move(spn), "EXAMPLE", "ADTEST");
}

class AdVectors : public AccountVectors {
  protected:
    void SetUp() override {
        AccountVectors::SetUp();
        host1_ = account_in(*admin_, "host1$").dn();
        host1_before_ = values_of(*admin_, host1_, "servicePrincipalName");
    }
    void TearDown() override {
        set_spns(*admin_, host1_, host1_before_);
        AccountVectors::TearDown();
    }

    std::string host1_;
    Texts host1_before_;
};

TEST_F(AdVectors, OfValidatedWrites) {
    Tally tally("ValidatedSpnWrite");
    const auto host = session_of("host1");
    const auto alice = session_of("alice");
    for (const auto& vector : vectors_of("ValidatedSpnWrite")) {
        const json& inputs = vector.at("inputs");
        if (inputs.at("account").at("kind") != "computer") {
            tally.pass_over(vector, "the realm gives out no key of its controller");
            continue;
        }
        const std::string rights = inputs.at("rights");
        directory::Session& session = rights == "none"             ? *alice
                                      : rights == "write property" ? *admin_
                                                                   : *host;
        const int expected = expected_of(vector);
        set_spns(*admin_, host1_, host1_before_);
        const auto done = replace(session, host1_, in_this_realm(inputs.at("spn")));
        EXPECT_EQ(code_of(done), expected)
            << vector.at("id") << ' ' << (done ? "" : done.error().message());
        if (expected == 19) {
            EXPECT_EQ(done.error().status(), Status::spn_not_own_name) << vector.at("id");
        } else if (expected == 50) {
            EXPECT_EQ(done.error().status(), Status::directory_denied) << vector.at("id");
        }
        tally.ran();
    }
}

TEST_F(AdVectors, OfUniqueness) {
    Tally tally("SpnUniquenessSequence");
    const std::map<std::string, std::string> accounts{{"A", "host1$"},
                                                      {"B", "host2$"},
                                                      {"C", "websvc"},
                                                      {"user:C", "websvc"},
                                                      {"user:D", "othersvc"}};
    const std::string othersvc = account_in(*admin_, "othersvc").dn();
    const std::string host2 = account_in(*admin_, "host2$").dn();
    const Texts host2_before = values_of(*admin_, host2, "servicePrincipalName");
    for (const auto& vector : vectors_of("SpnUniquenessSequence")) {
        const json& steps = vector.at("inputs").at("steps");
        const bool by_admin = std::all_of(steps.begin(), steps.end(), [](const json& step) {
            return step.at("writer_rights_on") == "admin";
        });
        if (!by_admin) {
            tally.pass_over(vector, "needs write property granted on single accounts");
            continue;
        }
        for (const auto& dn : {host1_, host2, websvc_, othersvc}) {
            set_spns(*admin_, dn, {});
        }
        const json& results = vector.at("expected").at("results");
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const std::string dn =
                account_in(*admin_, accounts.at(steps[i].at("obj").get<std::string>())).dn();
            const auto done = replace(*admin_, dn, steps[i].at("spn"));
            if (results[i] == "ok") {
                EXPECT_TRUE(done) << vector.at("id") << ' ' << done.error().message();
                continue;
            }
            EXPECT_EQ(code_of(done), 19) << vector.at("id");
            EXPECT_TRUE(done.error().status() == Status::spn_taken ||
                        done.error().status() == Status::spn_alias_taken)
                << vector.at("id") << ' ' << done.error().message();
            EXPECT_EQ(win32_of(done), 8647) << vector.at("id");
        }
        tally.ran();
    }
    set_spns(*admin_, othersvc, {});
    set_spns(*admin_, host2, host2_before);
}

TEST_F(AdVectors, OfSyntax) {
    Tally tally("DirectoryAcceptsSpnSyntax");
    // What will not work is the directory's to judge here, not ours.
    admin_->allow_unusable_names();
    for (const auto& vector : vectors_of("DirectoryAcceptsSpnSyntax")) {
        set_spns(*admin_, websvc_, {});
        const std::string value = vector.at("inputs").at("value");
        if (value.find('@') != std::string::npos && value.rfind('@') > value.rfind('/')) {
            // Finding R10: the end is a realm of the name's, and another than the account's.
            EXPECT_EQ(registration::write_spns(*admin_, 0, websvc_, {value}, Deadline::usual())
                          .error()
                          .status(),
                      Status::spn_not_writable)
                << vector.at("id");
            tally.pass_over(vector, "it names another realm, which is refused before it is sent");
            continue;
        }
        const auto written =
            registration::write_spns(*admin_, 0, websvc_, {value}, Deadline::usual());
        EXPECT_EQ(code_of(written), expected_of(vector))
            << vector.at("id") << ' ' << displayed(value) << ' '
            << (written ? "" : written.error().message());
        if (written) {
            EXPECT_EQ(values_of(*admin_, websvc_, "servicePrincipalName"), Texts{value});
        } else {
            EXPECT_EQ(written.error().status(), Status::spn_malformed) << vector.at("id");
            EXPECT_EQ(win32_of(written), 8373) << vector.at("id");
        }
        tally.ran();
    }
}

/// What a vector does to an attribute, by single values.
void append(Changes& changes,
            directory::Session& session,
            const std::string& dn,
            const json& step) {
    const std::string attribute = step[1];
    if (step[0] != "add") {
        for (const auto& value : values_of(session, dn, attribute)) {
            changes.push_back({Change::Kind::remove, attribute, value});
        }
    }
    if (!step[2].is_null()) {
        changes.push_back({Change::Kind::add, attribute, step[2].get<std::string>()});
    }
}

void set_name(directory::Session& session,
              const std::string& dn,
              const std::string& attribute,
              const std::string& value) {
    if (values_of(session, dn, attribute) != Texts{value}) {
        Changes changes;
        append(changes, session, dn, {"replace", attribute, value});
        const auto changed = written(session.modify(dn, changes, Deadline::usual()));
        ASSERT_TRUE(changed) << changed.error().message();
    }
}

// The directory renames a computer's own SPNs with it: what service start must reckon with.
TEST_F(AdVectors, OfHostRename) {
    Tally tally("HostRenameUpdatesSpn");
    const std::string host2 = account_in(*admin_, "host2$").dn();
    const Texts spns = values_of(*admin_, host2, "servicePrincipalName");
    std::map<std::string, std::string> names;
    for (const char* attribute : {"dNSHostName", "sAMAccountName"}) {
        names[attribute] = values_of(*admin_, host2, attribute).front();
    }
    const auto restore = [&] {
        set_spns(*admin_, host2, {});
        for (const auto& [attribute, value] : names) {
            set_name(*admin_, host2, attribute, value);
        }
    };
    for (const auto& vector : vectors_of("HostRenameUpdatesSpn")) {
        restore();
        const json& before = vector.at("inputs").at("before");
        for (const auto& [attribute, value] : names) {
            if (before.contains(attribute)) {
                set_name(*admin_, host2, attribute, before.at(attribute));
            }
        }
        set_spns(*admin_, host2, before.at("spn").get<Texts>());
        Changes changes;
        for (const auto& step : vector.at("inputs").at("modify")) {
            append(changes, *admin_, host2, step);
        }
        const auto changed = written(admin_->modify(host2, changes, Deadline::usual()));
        EXPECT_TRUE(changed) << vector.at("id") << ' ' << changed.error().message();
        EXPECT_EQ(values_of(*admin_, host2, "servicePrincipalName"),
                  sorted(vector.at("expected").at("servicePrincipalName").get<Texts>()))
            << vector.at("id");
        tally.ran();
    }
    restore();
    set_spns(*admin_, host2, spns);
}

}  // namespace
}  // namespace mutauth::testing
