#include "spn/candidates.h"

#include <gmock/gmock.h>

namespace mutauth::spn {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::vector<std::pair<std::string, Reason>> of(const std::string& wanted,
                                               std::string_view domain = "",
                                               const AliasMap& aliases = AliasMap()) {
    const auto found = candidates(*parse(wanted), domain, aliases);
    EXPECT_TRUE(found) << wanted;
    std::vector<std::pair<std::string, Reason>> out;
    for (const auto& one : *found) {
        EXPECT_STRNE(explanation(one.reason), "");
        out.emplace_back(one.name.text(), one.reason);
    }
    return out;
}

TEST(Candidates, OfAUsualNameAreItAndTheMachine) {
    EXPECT_THAT(of("HTTP/web.example.test"),
                ElementsAre(Pair("HTTP/web.example.test", Reason::as_given),
                            Pair("RestrictedKrbHost/web.example.test", Reason::restricted_host)));
}

TEST(Candidates, GetCloserToWhatIsUsualStepByStep) {
    EXPECT_THAT(of("http/WEB.:80", "Example.Test"),
                ElementsAre(Pair("http/WEB.:80", Reason::as_given),
                            Pair("http/WEB:80", Reason::without_dot),
                            Pair("http/web:80", Reason::lower_case),
                            Pair("HTTP/web:80", Reason::class_spelling),
                            Pair("HTTP/web.example.test:80", Reason::full_name),
                            Pair("HTTP/web.example.test", Reason::without_port),
                            Pair("RestrictedKrbHost/web.example.test", Reason::restricted_host)));
}

// [MS-DRSR] 4.1.4.2.14, LookupSPN: what is registered itself beats what an alias maps.
TEST(Candidates, PutAliasesBehindDirectNames) {
    EXPECT_THAT(
        of("cifs/a.test", "", AliasMap({kActiveDirectoryMapping})),
        ElementsAre(Pair("cifs/a.test", Reason::as_given), Pair("host/a.test", Reason::alias),
                    Pair("RestrictedKrbHost/a.test", Reason::restricted_host)));
}

TEST(Candidates, KeepInstanceAndServiceName) {
    EXPECT_THAT(of("MSSQLSvc/Db.test:pay/CN=x"),
                ElementsAre(Pair("MSSQLSvc/Db.test:pay/CN=x", Reason::as_given),
                            Pair("MSSQLSvc/db.test:pay/CN=x", Reason::lower_case),
                            Pair("RestrictedKrbHost/db.test", Reason::restricted_host)));
}

TEST(Candidates, NameNoMachineByItsAddress) {
    EXPECT_THAT(of("x/192.0.2.7", "a.test"), ElementsAre(Pair("x/192.0.2.7", Reason::as_given)));
}

TEST(Candidates, RefuseADomainThatIsNone) {
    EXPECT_EQ(candidates(*parse("x/a"), "a/b", AliasMap()).error().status(), Status::invalid_name);
    EXPECT_EQ(candidates(*parse("x/a"), "192.0.2.7", AliasMap()).error().status(),
              Status::name_is_address);
    EXPECT_EQ(candidates(*parse("x/a"), std::string(1023, 'd'), AliasMap()).error().status(),
              Status::name_too_long);
}

}  // namespace
}  // namespace mutauth::spn
