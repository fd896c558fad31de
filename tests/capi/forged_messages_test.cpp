// Messages of peers that are authentic but malicious: made with the right keys, and wrong below the
// encryption. Whatever this library takes MIT's takes too, with the same outcome, and no message
// ends the process. Each is judged in a process of its own kind, since some end MIT's.
// MUTAUTH_FORGED=COUNT[:FIRST] judges so many, from that number on, instead of CI's, and prints
// those that MIT alone takes.
#include <gtest/gtest.h>

#include <cstdio>
#include <string_view>

#include "capi/forged/mit.h"
#include "capi/forged/ours.h"
#include "support/environment.h"
#include "support/sanitizers.h"

namespace forged {
namespace {

/// Compared: RFC 2743's flags that both report.
constexpr std::uint32_t kFlags = GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG |
                                 GSS_C_CONF_FLAG | GSS_C_INTEG_FLAG;

constexpr std::size_t kShare = support::kUnderAddressSanitizer ? 4 : 1;

struct Numbers {
    std::uint64_t first = 1;
    std::size_t count;
};

Numbers numbers(std::size_t usual) {
    Numbers out{1, usual / kShare};
    if (const char* asked = std::getenv("MUTAUTH_FORGED")) {
        char* rest = nullptr;
        out.count = std::strtoull(asked, &rest, 10);
        out.first = *rest == ':' ? std::strtoull(rest + 1, nullptr, 10) : 1;
    }
    return out;
}

struct Count {
    std::size_t both = 0;
    std::size_t mit_alone = 0;
    std::size_t ours_alone = 0;
    std::size_t neither = 0;
    std::size_t mit_ended = 0;
    std::size_t ours_ended = 0;

    void tell(const char* who, const Way& way, const Numbers& asked) const {
        std::printf(
            "%s, %s: %zu messages from %llu on: both take %zu, MIT alone %zu, ours alone "
            "%zu, neither %zu; MIT's process ended %zu times, ours %zu\n",
            who, way.name, asked.count, static_cast<unsigned long long>(asked.first), both,
            mit_alone, ours_alone, neither, mit_ended, ours_ended);
    }
};

class ForgedMessages : public testing::TestWithParam<Way> {
  protected:
    ForgedMessages() {
        // RC4 is permitted, for tickets that are sealed by it.
        forge::write_keytab(library_, keytab_, std::string(kService) + "@" + kRealm,
                            service_keys());
    }

    static void without_replays() { ::setenv("KRB5RCACHENAME", "none:", 1); }
    static void quietly() {
        // What AddressSanitizer says when MIT's code ends the process is no fault of ours.
        if (std::getenv("MUTAUTH_FORGED") == nullptr &&
            std::freopen("/dev/null", "w", stderr) == nullptr) {
            std::abort();
        }
    }
    bool spnego() const { return GetParam().mechanism == MUTAUTH_MECHANISM_NEGOTIATE; }

    support::KerberosConfiguration configuration_{
        std::string("[libdefaults]\n default_realm = ") + kRealm +
        "\n dns_lookup_kdc = false\n dns_lookup_realm = false\n dns_canonicalize_hostname = false\n"
        " rdns = false\n permitted_enctypes = aes256-cts aes128-cts aes256-sha2 aes128-sha2 "
        "arcfour-hmac\n"};
    support::Folder folder_;
    forge::Library library_;
    std::string keytab_ = folder_ / "keytab";
};

std::string without(std::string text, std::string_view part) {
    for (std::size_t at = 0; (at = text.find(part)) != std::string::npos;) {
        text.erase(at, part.size());
    }
    return text;
}

/// What this side took, beside MIT's verdicts.
void compare(const Verdict& ours,
             const Verdict& gss,
             const KrbVerdict& krb,
             const std::string& how) {
    EXPECT_TRUE(ours.opens) << how << ": the peer's first message does not open; its subkey has "
                            << krb.subkey.size << " bytes, its number is " << krb.sequence;
    // RC4's are never ours (MIT may keep the one of the client).
    if (gss.enctype >= 17) {
        EXPECT_EQ(ours.enctype, gss.enctype) << how;
    }
    if (krb.client.size != 0) {
        EXPECT_EQ(ours.client.text(), krb.client.text()) << how;
        EXPECT_EQ(ours.expires, krb.expires) << how;
    }
    // Else MIT's context is not complete, or it was not asked.
    if (gss.client.size != 0) {
        EXPECT_EQ(ours.flags & kFlags, gss.flags & kFlags) << how;
        EXPECT_EQ(ours.client.text(), gss.client.text()) << how;
        EXPECT_EQ(ours.pac == Pac::proven, gss.pac == Pac::proven) << how;
        // Finding M1. MIT 1.20 takes a CAMMAC whose checksum has no key, which anybody can make
        // (support/forge_oddities.h), and one whose checksum names no type.
        EXPECT_EQ(without(ours.indicators.text(), "unnamed;"),
                  without(without(gss.indicators.text(), "unnamed;"), "forged;"))
            << how;
    }
}

void count(bool ours, bool mit, Count& out) {
    ++(ours ? (mit ? out.both : out.ours_alone) : (mit ? out.mit_alone : out.neither));
}

/// Enough to find the message again.
std::string shown(std::uint64_t number, const std::string& how) {
    return "number " + std::to_string(number) + how;
}

void tell_mit_alone(bool ours, bool mit, const Verdict& verdict, const std::string& how) {
    if (mit && !ours && std::getenv("MUTAUTH_FORGED") != nullptr) {
        std::printf("MIT alone: %s: %s\n",
                    mutauth_status_symbol(static_cast<mutauth_status>(verdict.code)), how.c_str());
    }
}

class ForgedRequests : public ForgedMessages {
  protected:
    /// In parts, so that both sides judge a message at about the time that it was made.
    void judge(const Numbers& asked) {
        constexpr std::size_t kPart = 500;
        for (std::size_t first = 0; first < asked.count; first += kPart) {
            const std::size_t last = std::min(first + kPart, asked.count);
            for (std::size_t i = first; i < last; ++i) {
                cases_.push_back(
                    request_case(library_, asked.first + i, GetParam(), std::time(nullptr)));
            }
            judge(first, last);
        }
    }

    void judge(std::size_t first, std::size_t last) {
        in_children(
            first, last,
            [&] {
                without_replays();
                quietly();
                mit_ = std::make_unique<Gss>(GSS_C_ACCEPT, "FILE:" + keytab_, spnego());
                forge::must(::krb5_kt_resolve(library_.get(), ("FILE:" + keytab_).c_str(), &keys_),
                            "the keytab");
            },
            [&](std::size_t i) {
                krb_[i] = rd_req(library_.get(), keys_, cases_[i].message);
                gss_[i] = mit_->accept(cases_[i].token, cases_[i].keep);
            },
            [&](std::size_t i) { gss_[i].outcome = Outcome::ended; });
        in_children(
            first, last, [&] { acceptor_ = std::make_unique<OurAcceptor>(GetParam(), keytab_); },
            [&](std::size_t i) { ours_[i] = acceptor_->judge(cases_[i], krb_[i]); },
            [&](std::size_t i) { ours_[i].outcome = Outcome::ended; });
    }

    /// What a policy does not keep is not read, so that nothing is said of its form.
    bool gss_must_agree(std::size_t i) const { return cases_[i].keep || !cases_[i].delegated; }

    void check(std::size_t i, std::uint64_t number, Count& out) {
        const std::string how = shown(number, cases_[i].how);
        const bool krb = krb_[i].outcome == Outcome::accepted;
        const bool mit = krb && (gss_[i].outcome == Outcome::accepted || !gss_must_agree(i));
        const bool ours = ours_[i].outcome == Outcome::accepted;
        out.mit_ended += gss_[i].outcome == Outcome::ended ? 1 : 0;
        out.ours_ended += ours_[i].outcome == Outcome::ended ? 1 : 0;
        count(ours, mit, out);
        tell_mit_alone(ours, mit, ours_[i], how);
        EXPECT_NE(ours_[i].outcome, Outcome::ended) << how << ": our process ended";
        if (ours && !mit) {
            ADD_FAILURE() << how << ": taken, and MIT says " << krb_[i].code << " and " << std::hex
                          << gss_[i].code;
        }
        if (cases_[i].honest) {
            EXPECT_TRUE(mit && ours)
                << how << ": honest, but krb5_rd_req " << krb_[i].code << ", GSS-API " << std::hex
                << gss_[i].code << std::dec << ", ours "
                << mutauth_status_symbol(static_cast<mutauth_status>(ours_[i].code));
        }
        if (ours && mit) {
            compare(ours_[i], gss_[i], krb_[i], how);
        }
    }

    std::vector<Case> cases_;
    Numbers asked_ = numbers(4500);
    Shared<KrbVerdict> krb_{asked_.count};
    Shared<Verdict> gss_{asked_.count};
    Shared<Verdict> ours_{asked_.count};
    std::unique_ptr<Gss> mit_;
    krb5_keytab keys_ = nullptr;
    std::unique_ptr<OurAcceptor> acceptor_;
};

// Findings C1, C2, C3, C4 and M1: what an acceptor takes of a client with a ticket of its own.
TEST_P(ForgedRequests, AreTakenOnlyWhereMitTakesThem) {
    judge(asked_);
    Count out;
    for (std::size_t i = 0; i < asked_.count; ++i) {
        check(i, asked_.first + i, out);
    }
    out.tell("requests", GetParam(), asked_);
    EXPECT_EQ(out.ours_alone, 0U);
    EXPECT_EQ(out.ours_ended, 0U);
}

// Finding M11. [MS-KILE] 3.4.5.1: the third leg repeats the answer's number, and has no subkey.
TEST_P(ForgedRequests, InDceStyleNeedTheThirdLeg) {
    krb5_keytab keys = nullptr;
    forge::must(::krb5_kt_resolve(library_.get(), ("FILE:" + keytab_).c_str(), &keys),
                "the keytab");
    OurAcceptor acceptor(GetParam(), keytab_);
    const support::Variable nowhere("KRB5RCACHENAME", "none:");
    const auto judged = [&](std::int64_t error, const std::optional<forge::Key>& subkey) {
        std::uint64_t number = 1;
        Case it;
        do {
            it = request_case(library_, number++, GetParam(), std::time(nullptr));
        } while (!it.honest || !it.dce);
        acceptor.third_number_error = error;
        acceptor.third_subkey = subkey;
        return acceptor.judge(it, rd_req(library_.get(), keys, it.message)).outcome;
    };
    EXPECT_EQ(judged(0, std::nullopt), Outcome::accepted);
    for (const std::int64_t error : {-1, 1, 0x10000}) {
        EXPECT_EQ(judged(error, std::nullopt), Outcome::refused) << error;
    }
    EXPECT_EQ(judged(0, forge::Key{18, std::string(32, 'k')}), Outcome::refused);
    ::krb5_kt_close(library_.get(), keys);
}

/// Clients with a ticket whose session key is of one enctype.
class Tickets {
  public:
    Tickets(const forge::Library& library, const support::Folder& folder, std::time_t now)
        : client_(library, std::string("alice@") + kRealm),
          service_(library, std::string(kService) + "@" + kRealm) {
        tree::Dice dice(2);
        for (krb5_enctype enctype = 17; enctype <= 20; ++enctype) {
            forge::Request says;
            says.now = now;
            says.ends = 36000;
            says.service_key = service_keys().front();
            says.session_key = key_of(enctype, dice);
            tree::Element part = forge::ticket_part(says);
            tickets_.push_back(tree::written(forge::ticket_of(
                kRealm, says.service,
                forge::sealed_element(
                    says.service_key.enctype, 1,
                    library.sealed(says.service_key, forge::kTicketUsage, tree::written(part))))));
            keys_.push_back(says.session_key);
            files_.push_back(folder / ("ccache-" + std::to_string(enctype)));
            forge::Creds creds = creds_of(enctype, now);
            forge::write_ccache(library, files_.back(), client_, creds.value);
        }
    }

    forge::Creds creds_of(krb5_enctype enctype, std::time_t now) const {
        return {client_, service_, key(enctype), tickets_[place(enctype)], now};
    }
    const forge::Key& key(krb5_enctype enctype) const { return keys_[place(enctype)]; }
    const std::string& file(krb5_enctype enctype) const { return files_[place(enctype)]; }

  private:
    static std::size_t place(krb5_enctype enctype) {
        return static_cast<std::size_t>(enctype - 17);
    }

    forge::Principal client_;
    forge::Principal service_;
    std::vector<std::string> tickets_;
    std::vector<forge::Key> keys_;
    std::vector<std::string> files_;
};

class ForgedAnswers : public ForgedMessages {
  protected:
    void judge(const Numbers& asked) {
        in_children(
            0, asked.count,
            [&] {
                quietly();
                for (krb5_enctype enctype = 17; enctype <= 20; ++enctype) {
                    mit_.push_back(std::make_unique<Gss>(
                        GSS_C_INITIATE, "FILE:" + tickets_.file(enctype), spnego()));
                }
            },
            [&](std::size_t i) { judge_by_mit(i, asked.first + i); },
            [&](std::size_t i) { gss_[i].outcome = Outcome::ended; });
        in_children(
            0, asked.count,
            [&] {
                for (krb5_enctype enctype = 17; enctype <= 20; ++enctype) {
                    ours_of_.push_back(
                        std::make_unique<OurInitiator>(GetParam(), tickets_.file(enctype)));
                }
            },
            [&](std::size_t i) {
                const std::uint64_t number = asked.first + i;
                const krb5_enctype enctype = answer_type(number);
                ours_[i] = ours_of_[static_cast<std::size_t>(enctype - 17)]->judge(
                    number, tickets_.key(enctype), krb_[i]);
            },
            [&](std::size_t i) { ours_[i].outcome = Outcome::ended; });
    }

    void judge_by_mit(std::size_t i, std::uint64_t number) {
        const krb5_enctype enctype = answer_type(number);
        const forge::Key& key = tickets_.key(enctype);
        forge::Creds creds = tickets_.creds_of(enctype, now_);
        const auto answer = [&](const std::string& request) {
            return answer_to(number, GetParam(), library_, key, request);
        };
        krb_[i] = rd_rep(library_.get(), creds.value,
                         [&](const std::string& request) { return answer(request).message; });
        gss_[i] = mit_[static_cast<std::size_t>(enctype - 17)]->initiate(
            std::string(kService) + "@" + kRealm,
            peer::kAllFlags | (is_dce(number, GetParam()) ? GSS_C_DCE_STYLE : 0),
            [&](const std::string& request) { return answer(request).token; });
    }

    void check(std::size_t i, std::uint64_t number, Count& out) {
        const AnswerCase it =
            answer_case(library_, number, GetParam(), tickets_.key(answer_type(number)), now_, 1);
        const std::string how = shown(number, it.how);
        const bool mit =
            krb_[i].outcome == Outcome::accepted && gss_[i].outcome == Outcome::accepted;
        const bool ours = ours_[i].outcome == Outcome::accepted;
        out.mit_ended += gss_[i].outcome == Outcome::ended ? 1 : 0;
        out.ours_ended += ours_[i].outcome == Outcome::ended ? 1 : 0;
        count(ours, mit, out);
        tell_mit_alone(ours, mit, ours_[i], how);
        EXPECT_NE(ours_[i].outcome, Outcome::ended) << how << ": our process ended";
        if (ours && !mit) {
            ADD_FAILURE() << how << ": taken, and MIT says " << krb_[i].code << " and " << std::hex
                          << gss_[i].code;
        }
        if (it.honest) {
            EXPECT_TRUE(mit && ours)
                << how << ": honest, but krb5_rd_rep " << krb_[i].code << ", GSS-API " << std::hex
                << gss_[i].code << std::dec << ", ours "
                << mutauth_status_symbol(static_cast<mutauth_status>(ours_[i].code));
        }
        if (ours && mit) {
            compare(ours_[i], gss_[i], krb_[i], how);
        }
    }

    std::time_t now_ = std::time(nullptr);
    Tickets tickets_{library_, folder_, now_};
    Numbers asked_ = numbers(2100);
    Shared<KrbVerdict> krb_{asked_.count};
    Shared<Verdict> gss_{asked_.count};
    Shared<Verdict> ours_{asked_.count};
    std::vector<std::unique_ptr<Gss>> mit_;
    std::vector<std::unique_ptr<OurInitiator>> ours_of_;
};

// Findings C2 and C3: what an initiator takes of a service that holds its key.
TEST_P(ForgedAnswers, AreTakenOnlyWhereMitTakesThem) {
    judge(asked_);
    Count out;
    for (std::size_t i = 0; i < asked_.count; ++i) {
        check(i, asked_.first + i, out);
    }
    out.tell("answers", GetParam(), asked_);
    EXPECT_EQ(out.ours_alone, 0U);
    EXPECT_EQ(out.ours_ended, 0U);
}

constexpr Way kWays[] = {{"own", MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN},
                         {"gss", MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS},
                         {"negotiate", MUTAUTH_MECHANISM_NEGOTIATE, MUTAUTH_PROTECTOR_OWN}};

std::string name_of(const testing::TestParamInfo<Way>& way) {
    return way.param.name;
}

INSTANTIATE_TEST_SUITE_P(Ways, ForgedRequests, testing::ValuesIn(kWays), name_of);
INSTANTIATE_TEST_SUITE_P(Ways, ForgedAnswers, testing::ValuesIn(kWays), name_of);

}  // namespace
}  // namespace forged
