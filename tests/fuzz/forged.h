// What the fuzzers behind the encryption share: an input is a plaintext, which is sealed with fixed
// keys and given to all that reads it. No KDC, and no file but of a folder of the process's own.
#pragma once

#include <mutauth/mutauth.h>
#include <unistd.h>

#include <fstream>
#include <memory>

#include "fuzz/der_mutator.h"
#include "fuzz/require.h"
#include "support/forge_files.h"
#include "support/forge_wraps.h"

namespace fuzz {

inline constexpr const char* kService = "host/host1.example.test";
/// Stands for the time of the request, in an input.
inline const std::string kNow = "20000101000000Z";
/// Stands for the microseconds of the request, in an input that answers it.
inline const std::string kMicroseconds = "\x02\x03\x0f\x42\x3f";

template <typename T>
using Owner = std::unique_ptr<T, void (*)(T*)>;

/// What the first byte of an input chooses.
struct Choice {
    explicit Choice(std::uint8_t byte)
        : way(byte % 3), dce((byte & 0x10) != 0), keep((byte & 0x20) != 0) {}

    bool spnego() const { return way == 2; }

    /// Our own exchange, GSS-API's, SPNEGO.
    unsigned way;
    bool dce;
    bool keep;
};

inline std::string with(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

class World {
  public:
    World() {
        const std::string conf = folder_ / "krb5.conf";
        std::ofstream(conf) << "[libdefaults]\n default_realm = EXAMPLE.TEST\n"
                               " dns_lookup_kdc = false\n dns_lookup_realm = false\n"
                               " dns_canonicalize_hostname = false\n rdns = false\n";
        ::setenv("KRB5_CONFIG", conf.c_str(), 1);
        library_ = std::make_unique<forge::Library>();
        forge::write_keytab(*library_, folder_ / "keytab", std::string(kService) + "@EXAMPLE.TEST",
                            {request().service_key});
        write_tickets();
        mutauth_credential* made = nullptr;
        REQUIRE(mutauth_credential_from_keytab((folder_ / "keytab").c_str(), nullptr, &made) ==
                MUTAUTH_OK);
        keys_.reset(made);
        REQUIRE(mutauth_credential_from_ccache(("FILE:" + (folder_ / "ccache")).c_str(), &made) ==
                MUTAUTH_OK);
        tickets_.reset(made);
    }

    /// For the whole run; the folder goes away with it.
    static World& get() {
        static World world;
        return world;
    }

    const forge::Library& library() const { return *library_; }

    /// What an honest client would say with the fixed keys.
    static forge::Request request() {
        forge::Request says;
        says.now = std::time(nullptr);
        says.service_key = {18, std::string(32, 's')};
        says.session_key = {18, std::string(32, 'k')};
        says.subkey = forge::Key{18, std::string(32, 'u')};
        return says;
    }

    void accept(const Choice& choice, const std::string& message) const {
        const auto policy = policy_of(choice);
        mutauth_negotiation* made = nullptr;
        REQUIRE(mutauth_negotiation_accept(keys_.get(), policy.get(), &made) == MUTAUTH_OK);
        const Owner<mutauth_negotiation> side(made, mutauth_negotiation_free);
        const std::string token = wrapped(choice, true, message);
        std::string answer;
        if (step(side, token, answer) == MUTAUTH_OK) {
            use(side);
        }
    }

    /// part is EncAPRepPart, with what stands for the time and the microseconds of the request.
    void answer(const Choice& choice, const std::string& part) const {
        const auto policy = policy_of(choice);
        Owner<mutauth_negotiation> side(nullptr, mutauth_negotiation_free);
        const std::string said = begin(policy, side);
        const std::string micro = forge::content_at(said, {0x62, 0x30, 0xa4, 0x02});
        if (micro.size() != 3) {
            // What stands for them has three bytes, as nearly all have.
            return;
        }
        const std::string time = forge::content_at(said, {0x62, 0x30, 0xa5, 0x18});
        const std::string plain =
            with(with(part, kNow, time), kMicroseconds, kMicroseconds.substr(0, 2) + micro);
        const forge::Forger forger(*library_);
        std::string third;
        if (step(side, wrapped(choice, false, forger.answer(request().session_key, plain)),
                 third) == MUTAUTH_OK) {
            use(side);
        }
    }

  private:
    void write_tickets() const {
        const forge::Principal client(*library_, "alice@EXAMPLE.TEST");
        const forge::Principal service(*library_, std::string(kService) + "@EXAMPLE.TEST");
        const forge::Request says = request();
        tree::Element part = forge::ticket_part(says);
        const std::string ticket = tree::written(forge::ticket_of(
            says.realm, says.service,
            forge::sealed_element(
                says.service_key.enctype, 1,
                library_->sealed(says.service_key, forge::kTicketUsage, tree::written(part)))));
        forge::Creds creds(client, service, says.session_key, ticket, says.now);
        // A run lasts as long as it likes.
        creds.value.times.endtime = INT32_MAX;
        forge::write_ccache(*library_, folder_ / "ccache", client, creds.value);
    }

    static Owner<mutauth_policy> policy_of(const Choice& choice) {
        mutauth_policy* made = nullptr;
        REQUIRE(mutauth_policy_new(&made) == MUTAUTH_OK);
        Owner<mutauth_policy> out(made, mutauth_policy_free);
        mutauth_spn* spn = nullptr;
        REQUIRE(mutauth_spn_parse(kService, &spn) == MUTAUTH_OK);
        REQUIRE(mutauth_policy_add_served_spn(made, spn) == MUTAUTH_OK);
        mutauth_spn_free(spn);
        mutauth_policy_set_mechanism(
            made, choice.spnego() ? MUTAUTH_MECHANISM_NEGOTIATE : MUTAUTH_MECHANISM_KRB5);
        mutauth_policy_set_protector(
            made, choice.way == 1 ? MUTAUTH_PROTECTOR_GSS : MUTAUTH_PROTECTOR_OWN);
        // A message never comes twice, and a file of them all would only grow.
        mutauth_policy_waive_replay_cache(made);
        if (choice.dce) {
            mutauth_policy_set_dce_style(made);
        }
        if (choice.keep) {
            mutauth_policy_keep_delegated(made);
        }
        return out;
    }

    static std::string wrapped(const Choice& choice, bool request, const std::string& message) {
        tree::Element inner =
            choice.dce ? tree::bare(message)
                       : forge::framed(request ? forge::kRequestId : forge::kAnswerId, message);
        if (!choice.spnego()) {
            return tree::written(inner);
        }
        return tree::written(request ? forge::offer(std::move(inner))
                                     : forge::agreement(std::move(inner)));
    }

    static mutauth_status step(const Owner<mutauth_negotiation>& side,
                               const std::string& token,
                               std::string& answer) {
        mutauth_bytes* out = nullptr;
        const mutauth_status status =
            mutauth_negotiation_step(side.get(), token.data(), token.size(), &out);
        answer.assign(static_cast<const char*>(mutauth_bytes_data(out)), mutauth_bytes_size(out));
        mutauth_bytes_free(out);
        return status;
    }

    /// A new request; gives the authenticator in it.
    std::string begin(const Owner<mutauth_policy>& policy, Owner<mutauth_negotiation>& side) const {
        mutauth_spn* spn = nullptr;
        REQUIRE(mutauth_spn_parse(kService, &spn) == MUTAUTH_OK);
        mutauth_negotiation* made = nullptr;
        REQUIRE(mutauth_negotiation_initiate(tickets_.get(), spn, policy.get(), nullptr, &made) ==
                MUTAUTH_OK);
        mutauth_spn_free(spn);
        side.reset(made);
        std::string token;
        REQUIRE(step(side, "", token) == MUTAUTH_CONTINUE);
        const auto said = library_->opened(request().session_key, forge::kAuthenticatorUsage,
                                           forge::authenticator_in(forge::message_in(token)));
        REQUIRE(said);
        return *said;
    }

    /// All that a program does with a context.
    static void use(const Owner<mutauth_negotiation>& side) {
        mutauth_context* made = nullptr;
        if (mutauth_negotiation_finish(side.get(), &made) != MUTAUTH_OK) {
            return;
        }
        const Owner<mutauth_context> context(made, mutauth_context_free);
        const mutauth_identity* who = mutauth_context_identity(made);
        REQUIRE(mutauth_identity_enctype(who) >= 17 && mutauth_identity_enctype(who) <= 20);
        mutauth_bytes* shown = nullptr;
        REQUIRE(mutauth_identity_json(who, &shown) == MUTAUTH_OK);
        mutauth_bytes_free(shown);
        char sealed[200];
        std::size_t written = 0;
        REQUIRE(mutauth_context_seal(made, "message", 7, sealed, sizeof sealed, &written) ==
                MUTAUTH_OK);
    }

    forge::Folder folder_;
    std::unique_ptr<forge::Library> library_;
    Owner<mutauth_credential> keys_{nullptr, mutauth_credential_free};
    Owner<mutauth_credential> tickets_{nullptr, mutauth_credential_free};
};

}  // namespace fuzz
