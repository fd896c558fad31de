// Directories that are proven and lie all the same.
#include <chrono>
#include <thread>

#include "integration/fake_ldap.h"
#include "registration/duplicates.h"
#include "registration/found_spns.h"
#include "registration/holders.h"
#include "registration/unique.h"
#include "support/stopwatch.h"

namespace mutauth::testing {
namespace {

using directory::Range;
using directory::Session;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = FakeLdap::Answer;
using Request = FakeLdap::Request;
using Dns = std::vector<std::string>;

const std::string kSpn = "http/www.example.test";
const Answer::Attributes kHolds{{"servicePrincipalName", {kSpn}}};

Result<Dns> holders(const FakeLdap& server, const Deadline& deadline = Deadline::usual()) {
    const auto session = server.session();
    return registration::find_holders(*session, name(kSpn), deadline);
}

Status status_of_holders(const FakeLdap& server, const Deadline& deadline = Deadline::usual()) {
    const auto found = holders(server, deadline);
    return found ? Status::ok : found.error().status();
}

Result<std::vector<registration::Found>> find(Session& session, const std::string& pattern) {
    auto found = registration::FoundSpns::find(session, *registration::SpnPattern::parse(pattern),
                                               Range::base, Deadline::usual());
    EXPECT_TRUE(found);
    std::vector<registration::Found> out;
    for (;;) {
        auto next = found->next(Deadline::usual());
        if (!next) {
            return std::move(next).error();
        }
        if (!*next) {
            return out;
        }
        out.push_back(**next);
    }
}

Status status_of_duplicates(Session& session) {
    auto duplicates = registration::Duplicates::find(session, Range::base, Deadline::usual());
    EXPECT_TRUE(duplicates);
    const auto group = duplicates->next(Deadline::usual());
    EXPECT_TRUE(!group || !*group);
    return group ? Status::ok : group.error().status();
}

TEST(LyingDirectory, IsBelievedAboutWhatItProved) {
    const FakeLdap server([](const Request&, Answer& answer) {
        answer.entry("uid=a,dc=lies", kHolds);
        answer.done(0);
    });
    const auto session = server.session();
    ASSERT_TRUE(session);
    EXPECT_EQ(session->base(), "dc=lies");
    EXPECT_EQ(*registration::find_holders(*session, name(kSpn), Deadline::usual()),
              Dns{"uid=a,dc=lies"});
    EXPECT_EQ(find(*session, "*/www*")->size(), 1U);
}

TEST(LyingDirectory, SendsNobodyElsewhere) {
    std::atomic<int> visits{0};
    const Peer elsewhere([&](int, const Deadline&) { ++visits; });
    const std::string url = "ldap://" + elsewhere.address() + "/dc=evil";
    const FakeLdap server([&](const Request& request, Answer& answer) {
        if (request.filter.find("moved") != std::string::npos) {
            answer.done(10, "", url);
            return;
        }
        answer.reference(url);
        answer.entry("uid=a,dc=lies", kHolds);
        answer.reference(url);
        answer.done(0);
    });
    const auto session = server.session();
    EXPECT_EQ(registration::find_holders(*session, name(kSpn), Deadline::usual())->size(), 1U);
    const auto moved = registration::find_holders(*session, name("http/moved"), Deadline::usual());
    ASSERT_FALSE(moved) << "what is elsewhere is not nothing";
    EXPECT_EQ(moved.error().status(), Status::directory_failed);
    EXPECT_EQ(evidence(moved.error(), "referral"), url);
    EXPECT_EQ(visits, 0);
}

TEST(LyingDirectory, WithEmptyPagesWithoutEndIsGivenUp) {
    int pages = 0;
    const FakeLdap server([&](const Request&, Answer& answer) {
        ++pages;
        answer.done(0, "same");
    });
    EXPECT_EQ(status_of_holders(server), Status::directory_flooded);
    EXPECT_LT(pages, 1100);
    const auto session = server.session();
    EXPECT_EQ(find(*session, "http/*").error().status(), Status::directory_flooded);
    EXPECT_EQ(status_of_duplicates(*session), Status::directory_flooded);
}

TEST(LyingDirectory, WithPagesWithoutEndIsGivenUpAtTheDeadline) {
    const FakeLdap server([](const Request&, Answer& answer) {
        answer.entry("uid=a,dc=lies", kHolds);
        answer.done(0, "same");
    });
    const auto took = support::taken_by([&] {
        EXPECT_EQ(status_of_holders(server, Deadline::in(milliseconds(700))),
                  Status::directory_silent);
    });
    EXPECT_LT(took, support::kPrompt);
}

TEST(LyingDirectory, ThatFloodsUsIsStopped) {
    const std::string value(100000, 'x');
    const FakeLdap server([&](const Request& request, Answer& answer) {
        const bool big = request.filter.find("www") != std::string::npos;
        while (answer.entry("uid=a,dc=lies", {{"servicePrincipalName", {big ? value : kSpn}}})) {
        }
    });
    auto session = server.session();
    const auto all =
        directory::find_all(*session, {"dc=lies", directory::Scope::subtree, "(cn=www)", {}},
                            Deadline::in(std::chrono::minutes(4)));
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().status(), Status::directory_flooded) << all.error().message();
    session.reset();
    session = server.session();
    const auto took = support::taken_by([&] {
        const auto visited = session->search(
            {"dc=lies", directory::Scope::subtree, "(cn=x)", {}},
            [](directory::Entry) { return true; }, Deadline::in(milliseconds(700)));
        ASSERT_FALSE(visited) << "not even a stream that never pauses outlasts the deadline";
        EXPECT_EQ(visited.error().status(), Status::directory_silent) << visited.error().message();
    });
    EXPECT_LT(took, support::kPrompt);
}

TEST(LyingDirectory, ThatClosesInAnAnswerHasGivenNone) {
    const FakeLdap server([](const Request&, Answer& answer) {
        answer.entry("uid=a,dc=lies", kHolds);
        answer.close();
    });
    EXPECT_EQ(status_of_holders(server), Status::directory_lost);
    const auto session = server.session();
    EXPECT_EQ(find(*session, "http/*").error().status(), Status::directory_lost);
}

TEST(LyingDirectory, ThatStopsAtALimitHasNotFoundAll) {
    // RFC 4511 appendix A: timeLimitExceeded, sizeLimitExceeded, adminLimitExceeded.
    for (const int limit : {3, 4, 11}) {
        const FakeLdap server([&](const Request&, Answer& answer) {
            answer.entry("uid=a,dc=lies", kHolds);
            answer.done(limit);
        });
        EXPECT_EQ(status_of_holders(server), Status::directory_limited) << limit;
        const auto session = server.session();
        EXPECT_EQ(find(*session, "http/*").error().status(), Status::directory_limited) << limit;
        EXPECT_EQ(status_of_duplicates(*session), Status::directory_limited) << limit;
    }
}

TEST(LyingDirectory, SendsMessagesThatAreTooLong) {
    const FakeLdap server([](const Request& request, Answer& answer) {
        const std::size_t size = request.filter.find("www") != std::string::npos
                                     ? std::size_t{17} << 20
                                     : std::size_t{1} << 20;
        answer.entry("uid=a,dc=lies",
                     {{"servicePrincipalName", {"http/" + std::string(size, 'x')}}});
        answer.done(0);
    });
    const auto session = server.session();
    const auto found = find(*session, "*/x*");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->at(0).spn.size(), (std::size_t{1} << 20) + 5);
    const auto refused = registration::find_holders(*session, name(kSpn), Deadline::usual());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::directory_protocol) << refused.error().message();
}

TEST(LyingDirectory, SendsWhatIsNoLdap) {
    for (const std::string& bytes :
         {std::string("HTTP/1.1 200 OK\r\n\r\n"), std::string("\x30\x00", 2),
          std::string("\x30\x05\x02\x01\x02\x64\x00", 7), std::string(1000, '\xff')}) {
        const FakeLdap server([&](const Request&, Answer& answer) {
            answer.raw(bytes);
            answer.close();
        });
        const Status status = status_of_holders(server);
        EXPECT_TRUE(status == Status::directory_protocol || status == Status::directory_lost)
            << status_symbol(static_cast<int>(status));
    }
}

TEST(LyingDirectory, AnswersWhatWasNotAsked) {
    const FakeLdap server([](const Request&, Answer& answer) {
        answer.answer_as(std::string("\x02\x02\x7f\x01", 4));
        answer.entry("uid=a,dc=lies", kHolds);
        answer.done(0);
    });
    EXPECT_EQ(status_of_holders(server, Deadline::in(milliseconds(400))), Status::directory_silent);
}

TEST(LyingDirectory, RepeatsAnEntry) {
    const FakeLdap server([](const Request&, Answer& answer) {
        answer.entry("uid=a,dc=lies", kHolds);
        answer.entry("uid=a,dc=lies", kHolds);
        answer.entry("UID=A, DC=lies", kHolds);
        answer.done(0);
    });
    const auto session = server.session();
    EXPECT_EQ(registration::find_holders(*session, name(kSpn), Deadline::usual())->size(), 1U);
    EXPECT_EQ(status_of_duplicates(*session), Status::ok) << "one account is no duplicate";
}

TEST(LyingDirectory, SendsValuesOfAnyKind) {
    const FakeLdap server([](const Request& request, Answer& answer) {
        if (request.filter.find("dn") != std::string::npos) {
            answer.entry(request.filter.find("nul") != std::string::npos
                             ? std::string("uid=a\0b,dc=lies", 15)
                             : "uid=\xff,dc=lies",
                         kHolds);
        } else {
            answer.entry("uid=a,dc=lies",
                         {{"servicePrincipalName",
                           {std::string("http/\0x", 7), "http/\xff", "", "//", "http/\n\x1b[2J"}},
                          {"krbPrincipalName", {"@", "\\", "a/b", std::string(3, '\0')}},
                          {"servicePrincipalName", {}},
                          {"", {"x"}}});
        }
        answer.done(0);
    });
    const auto session = server.session();
    const auto found = find(*session, "http/*");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->size(), 3U);
    EXPECT_EQ(found->at(0).spn, "http/\\x00x");
    EXPECT_EQ(found->at(1).spn, "http/\\xff");
    for (const char* spn : {"dn/nul", "dn/utf8"}) {
        const auto refused = registration::find_holders(*session, name(spn), Deadline::usual());
        ASSERT_FALSE(refused) << spn;
        EXPECT_EQ(refused.error().status(), Status::directory_protocol) << spn;
    }
}

// RFC 4514 2.4 and 4: each escape, in two spellings.
TEST(LyingDirectory, SpellsADnInEveryWay) {
    const FakeLdap server([](const Request&, Answer& answer) {
        answer.entry(R"(CN=\20a\2c\2B\22\5C\3c\3E\3B\3D\23\0d\00\C3\A9\20,dc=lies)", kHolds);
        answer.done(0);
    });
    const auto session = server.session();
    const std::string same = "cn=\\ a\\,\\+\\\"\\\\\\<\\>\\;\\=\\#\\0D\\00\xc3\xa9\\ , DC=lies";
    EXPECT_TRUE(
        registration::find_other_holders(*session, name(kSpn), same, Deadline::usual())->empty());
    EXPECT_EQ(
        registration::find_other_holders(*session, name(kSpn), "cn=a,dc=lies", Deadline::usual())
            ->size(),
        1U);
}

// RFC 4511 4.5.1.7: [3] equalityMatch, [4] substrings; a name is never more than a value in one.
TEST(LyingDirectory, IsAskedForNamesAsTheyAre) {
    std::vector<std::string> filters;
    const FakeLdap server([&](const Request& request, Answer& answer) {
        filters.push_back(request.filter);
        answer.done(0);
    });
    const auto session = server.session();
    const std::string hostile = "http/x)(|(uid=*))(\\2a\\";
    ASSERT_TRUE(registration::find_holders(*session, name(hostile), Deadline::usual()));
    ASSERT_TRUE(find(*session, hostile.substr(0, 8) + "*" + hostile.substr(8)));
    using support::der::element;
    ASSERT_EQ(filters.size(), 2U);
    EXPECT_EQ(filters[0],
              element(0xa3, element(0x04, "servicePrincipalName") + element(0x04, hostile)));
    // The text has an asterisk of its own, which stands for any text in a pattern.
    EXPECT_EQ(filters[1],
              element(0xa4, element(0x04, "servicePrincipalName") +
                                element(0x30, element(0x80, "http/x)(") + element(0x81, "|(uid=") +
                                                  element(0x82, "))(\\2a\\"))));
}

TEST(LyingDirectory, CannotKeepUsReadingAnEntryThatHasNoPages) {
    const FakeLdap server([](const Request& request, Answer& answer) {
        EXPECT_FALSE(request.paged && request.scope == 0);
        answer.entry("uid=a,dc=lies", kHolds);
        answer.done(0, "more");
    });
    const auto session = server.session();
    const auto entry =
        directory::read_entry(*session, "uid=a,dc=lies", {}, Deadline::in(seconds(5)));
    ASSERT_TRUE(entry) << entry.error().message();
    EXPECT_EQ(entry->size(), 1U);
}

}  // namespace
}  // namespace mutauth::testing
