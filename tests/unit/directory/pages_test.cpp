#include "directory/pages.h"

#include <gmock/gmock.h>

#include "directory/bounds.h"
#include "directory/ldap_failure.h"

namespace mutauth::directory {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Gives the pages that it was given, and remembers what it was asked.
class PagedSession final : public Session {
  public:
    explicit PagedSession(std::vector<std::vector<Entry>> pages) : pages_(std::move(pages)) {}

    Result<void> search(const Search&, const Visitor&, const Deadline&) override {
        return Error(Status::internal, "a page was to be asked for");
    }
    Result<std::string> search_page(const Search& search,
                                    const std::string& cookie,
                                    const Visitor& visit,
                                    const Deadline&) override {
        asked.push_back(search.base + " " + search.filter + " " + cookie);
        if (fails) {
            return ldap_failure("searching", {52, "", "", ""});
        }
        const std::size_t at = cookie.empty() ? 0 : std::stoul(cookie);
        for (const auto& entry : pages_[at]) {
            if (!visit(entry)) {
                break;
            }
        }
        return at + 1 < pages_.size() ? std::to_string(at + 1) : std::string();
    }
    Write modify(const std::string&, const Changes&, const Deadline&) override {
        return Write::done({});
    }
    Result<void> renew(const Deadline&) override { return {}; }
    Result<std::string> who_am_i(const Deadline&) override { return std::string(); }

    std::vector<std::string> asked;
    bool fails = false;

  private:
    std::vector<std::vector<Entry>> pages_;
};

Entry called(const std::string& dn) {
    return {dn, {}};
}

std::vector<std::string> names_of(const std::vector<Entry>& entries) {
    std::vector<std::string> out;
    for (const auto& entry : entries) {
        out.push_back(entry.dn);
    }
    return out;
}

TEST(Pages, ReadsEachPlaceToItsEndAndBeginsAgain) {
    PagedSession one({{called("a"), called("b")}, {}, {called("c")}});
    PagedSession two({{called("d")}});
    Pages pages({{&one, "dc=one"}, {&two, "dc=two"}}, "(x=*)", {"x"});
    std::vector<Entry> page;
    for (int turn = 0; turn < 2; ++turn) {
        std::vector<std::vector<std::string>> all;
        std::vector<std::string> places;
        while (true) {
            page.push_back(called("of the page before"));
            auto more = pages.next(page, Deadline::usual());
            ASSERT_TRUE(more) << more.error().message();
            if (!*more) {
                break;
            }
            all.push_back(names_of(page));
            places.push_back(pages.place().base);
        }
        EXPECT_THAT(page, IsEmpty());
        EXPECT_THAT(
            all, ElementsAre(ElementsAre("a", "b"), IsEmpty(), ElementsAre("c"), ElementsAre("d")));
        EXPECT_THAT(places, ElementsAre("dc=one", "dc=one", "dc=one", "dc=two"));
        EXPECT_FALSE(*pages.next(page, Deadline::usual())) << "it stays at the end";
        pages.rewind();
    }
    EXPECT_THAT(one.asked, ElementsAre("dc=one (x=*) ", "dc=one (x=*) 1", "dc=one (x=*) 2",
                                       "dc=one (x=*) ", "dc=one (x=*) 1", "dc=one (x=*) 2"));
    EXPECT_THAT(two.asked, ElementsAre("dc=two (x=*) ", "dc=two (x=*) "));
}

TEST(Pages, HasNoneWithoutAPlace) {
    Pages pages({}, "(x=*)", {});
    std::vector<Entry> page{called("left")};
    const auto more = pages.next(page, Deadline::usual());
    ASSERT_TRUE(more);
    EXPECT_FALSE(*more);
    EXPECT_THAT(page, IsEmpty());
}

TEST(Pages, TellsAFailureAndAsksTheSameAgain) {
    PagedSession session({{called("a")}, {called("b")}});
    Pages pages({{&session, "dc=x"}}, "(x=*)", {});
    std::vector<Entry> page;
    ASSERT_TRUE(pages.next(page, Deadline::usual()));
    session.fails = true;
    EXPECT_FALSE(pages.next(page, Deadline::usual()));
    session.fails = false;
    ASSERT_TRUE(pages.next(page, Deadline::usual()));
    EXPECT_THAT(names_of(page), ElementsAre("b"));
    EXPECT_EQ(session.asked[1], session.asked[2]);
}

// A server that sends without end must not fill this machine's memory.
TEST(Pages, RefusesAPageThatIsTooLarge) {
    const std::string half(kMostBytes / 2, 'x');
    PagedSession session({{called(half), called(half), called("no more")}});
    Pages pages({{&session, "dc=x"}}, "(x=*)", {});
    std::vector<Entry> page;
    const auto more = pages.next(page, Deadline::usual());
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().status(), Status::directory_flooded);
    EXPECT_EQ(page.size(), 1U);
}

TEST(Pages, RefusesEmptyPagesWithoutEnd) {
    const std::size_t most = kMostEmptyPages;
    for (const std::size_t count : {most, most + 1}) {
        std::vector<std::vector<Entry>> all(count);
        all.push_back({called("a")});
        all.emplace_back();
        PagedSession session(std::move(all));
        Pages pages({{&session, "dc=x"}}, "(x=*)", {});
        std::vector<Entry> page;
        Result<bool> more = true;
        std::size_t read = 0;
        for (more = pages.next(page, Deadline::usual()); more && *more;
             more = pages.next(page, Deadline::usual())) {
            ++read;
        }
        EXPECT_EQ(static_cast<bool>(more), count == most) << "an entry begins the count anew";
        EXPECT_EQ(read, count == most ? most + 2 : most);
    }
}

TEST(Bounds, CountsWhatAnEntryHolds) {
    const Entry bare = called("");
    const auto grown = [&](const Entry& entry) {
        return size_of(entry) - size_of(bare);
    };
    EXPECT_EQ(grown(called("dc=x")), 4U);
    EXPECT_GE(grown({"", {{"name", {}}}}), 4U);
    EXPECT_GE(grown({"", {{"name", {std::string(100, 'v')}}}}), 104U);
    EXPECT_GE(grown({"", {{"name", {"", ""}}}}), 2 * sizeof(std::string))
        << "values without a byte take memory too";
}

}  // namespace
}  // namespace mutauth::directory
