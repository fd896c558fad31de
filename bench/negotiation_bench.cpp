// Whole mutual negotiations, both sides in one process, replay cache and all checks on, against
// MIT's calls: with default credentials, and tuned (credentials acquired once, tickets and keys in
// memory). The names asked for go over all keys. A batch of clients' first tokens is made, then
// accepted, then answered, so that the two sides' times are told apart.
#include <array>
#include <map>
#include <memory>

#include "many_services.h"
#include "own_peer.h"
#include "rounds.h"

namespace {

using namespace mutauth::bench;

constexpr std::size_t kBatch = 100;
/// Coprime to every number of keys, so that each batch reaches keys near and far.
constexpr std::size_t kStride = 617;

/// What both sides work with: keys for services, and caches with tickets for them.
struct Load {
    std::string name;
    std::size_t keys;
    std::string keytab;
    /// One for all services, or one for each.
    std::vector<std::string> caches;

    std::size_t cache_for(std::size_t service) const { return service % caches.size(); }
};

/// One of the three ways to negotiate.
class Way {
  public:
    Way() = default;
    Way(const Way&) = delete;
    Way& operator=(const Way&) = delete;
    virtual ~Way() = default;
    virtual void ask(std::size_t slot, std::size_t service) = 0;
    virtual void accept(std::size_t slot) = 0;
    virtual void finish(std::size_t slot) = 0;
    virtual void free_client(std::size_t slot) = 0;
    virtual void free_service(std::size_t slot) = 0;
};

class Own final : public Way {
  public:
    explicit Own(const Load& load) : load_(load) {
        require(mutauth_credential_from_keytab(load.keytab.c_str(), nullptr, &service_) == 0);
        require(mutauth_policy_new(&policy_) == 0);
        for (std::size_t i = 0; i < load.keys; ++i) {
            spns_.push_back(nullptr);
            require(mutauth_spn_parse(service_name(i).c_str(), &spns_.back()) == 0);
            require(mutauth_policy_add_served_spn(policy_, spns_.back()) == 0);
        }
        for (const std::string& cache : load.caches) {
            clients_.push_back(nullptr);
            require(mutauth_credential_from_ccache(cache.c_str(), &clients_.back()) == 0);
        }
    }
    ~Own() override {
        for (mutauth_credential* client : clients_) {
            mutauth_credential_free(client);
        }
        for (mutauth_spn* spn : spns_) {
            mutauth_spn_free(spn);
        }
        mutauth_policy_free(policy_);
        mutauth_credential_free(service_);
    }

    void ask(std::size_t slot, std::size_t service) override {
        Slot& at = slots_[slot];
        require(mutauth_negotiation_initiate(clients_[load_.cache_for(service)], spns_[service],
                                             nullptr, nullptr, &at.client) == 0);
        require(mutauth_negotiation_step(at.client, nullptr, 0, &at.request) == MUTAUTH_CONTINUE);
    }
    void accept(std::size_t slot) override {
        Slot& at = slots_[slot];
        mutauth_negotiation* service = nullptr;
        require(mutauth_negotiation_accept(service_, policy_, &service) == 0);
        require(mutauth_negotiation_step(service, mutauth_bytes_data(at.request),
                                         mutauth_bytes_size(at.request), &at.reply) == MUTAUTH_OK);
        require(mutauth_negotiation_finish(service, &at.pair.service) == MUTAUTH_OK);
        mutauth_negotiation_free(service);
    }
    void finish(std::size_t slot) override {
        Slot& at = slots_[slot];
        mutauth_bytes* none = nullptr;
        require(mutauth_negotiation_step(at.client, mutauth_bytes_data(at.reply),
                                         mutauth_bytes_size(at.reply), &none) == MUTAUTH_OK);
        require(mutauth_negotiation_finish(at.client, &at.pair.client) == MUTAUTH_OK);
        mutauth_negotiation_free(at.client);
        mutauth_bytes_free(at.request);
        mutauth_bytes_free(at.reply);
    }
    void free_client(std::size_t slot) override {
        mutauth_context_free(slots_[slot].pair.client);
        slots_[slot].pair.client = nullptr;
    }
    void free_service(std::size_t slot) override {
        mutauth_context_free(slots_[slot].pair.service);
        slots_[slot].pair.service = nullptr;
    }

  private:
    struct Slot {
        mutauth_negotiation* client = nullptr;
        mutauth_bytes* request = nullptr;
        mutauth_bytes* reply = nullptr;
        OwnPair pair;
    };

    const Load& load_;
    mutauth_credential* service_ = nullptr;
    mutauth_policy* policy_ = nullptr;
    std::vector<mutauth_spn*> spns_;
    std::vector<mutauth_credential*> clients_;
    std::array<Slot, kBatch> slots_;
};

class Mit : public Way {
  public:
    explicit Mit(const Load& load) : load_(load) {
        for (std::size_t i = 0; i < load.keys; ++i) {
            names_.push_back(imported_name(service_name(i)));
        }
    }
    ~Mit() override {
        OM_uint32 minor = 0;
        for (gss_name_t name : names_) {
            ::gss_release_name(&minor, &name);
        }
    }

    void ask(std::size_t slot, std::size_t service) override {
        Slot& at = slots_[slot];
        at.service = service;
        require(init(at, GSS_C_NO_BUFFER, &at.request) == GSS_S_CONTINUE_NEEDED);
    }
    void accept(std::size_t slot) override {
        Slot& at = slots_[slot];
        OM_uint32 minor = 0;
        require(::gss_accept_sec_context(&minor, &at.pair.service, acceptor(), &at.request,
                                         GSS_C_NO_CHANNEL_BINDINGS, nullptr, nullptr, &at.reply,
                                         nullptr, nullptr, nullptr) == GSS_S_COMPLETE);
    }
    void finish(std::size_t slot) override {
        Slot& at = slots_[slot];
        OM_uint32 minor = 0;
        gss_buffer_desc none = GSS_C_EMPTY_BUFFER;
        require(init(at, &at.reply, &none) == GSS_S_COMPLETE);
        ::gss_release_buffer(&minor, &at.request);
        ::gss_release_buffer(&minor, &at.reply);
    }
    void free_client(std::size_t slot) override { free(slots_[slot].pair.client); }
    void free_service(std::size_t slot) override { free(slots_[slot].pair.service); }

  protected:
    const Load& load() const { return load_; }
    virtual gss_cred_id_t initiator(std::size_t cache) = 0;
    virtual gss_cred_id_t acceptor() = 0;

  private:
    struct Slot {
        std::size_t service = 0;
        gss_buffer_desc request = GSS_C_EMPTY_BUFFER;
        gss_buffer_desc reply = GSS_C_EMPTY_BUFFER;
        MitPair pair;
    };

    OM_uint32 init(Slot& at, gss_buffer_t in, gss_buffer_t out) {
        OM_uint32 minor = 0;
        return ::gss_init_sec_context(
            &minor, initiator(load_.cache_for(at.service)), &at.pair.client, names_[at.service],
            const_cast<gss_OID>(gss_mech_krb5), kUsualFlags, 0, GSS_C_NO_CHANNEL_BINDINGS, in,
            nullptr, out, nullptr, nullptr);
    }
    static void free(gss_ctx_id_t& context) {
        OM_uint32 minor = 0;
        ::gss_delete_sec_context(&minor, &context, GSS_C_NO_BUFFER);
    }

    const Load& load_;
    std::vector<gss_name_t> names_;
    std::array<Slot, kBatch> slots_;
};

/// As most programs call it: the environment names cache and keytab.
class MitByDefault final : public Mit {
  public:
    using Mit::Mit;

  protected:
    gss_cred_id_t initiator(std::size_t cache) override {
        require(::setenv("KRB5CCNAME", load().caches[cache].c_str(), 1) == 0);
        return GSS_C_NO_CREDENTIAL;
    }
    gss_cred_id_t acceptor() override {
        require(::setenv("KRB5_KTNAME", load().keytab.c_str(), 1) == 0);
        return GSS_C_NO_CREDENTIAL;
    }
};

class MitTuned final : public Mit {
  public:
    MitTuned(const Load& load, Kerberos& kerberos) : Mit(load) {
        acceptor_ =
            acquired(GSS_C_ACCEPT, "keytab",
                     kerberos.keytab_of(load.keytab, "MEMORY:keys of " + load.name, load.keys));
        for (const std::string& cache : load.caches) {
            initiators_.push_back(acquired(GSS_C_INITIATE, "ccache",
                                           kerberos.copy_of_cache(cache, "MEMORY:" + cache)));
        }
    }
    ~MitTuned() override {
        OM_uint32 minor = 0;
        ::gss_release_cred(&minor, &acceptor_);
        for (gss_cred_id_t initiator : initiators_) {
            ::gss_release_cred(&minor, &initiator);
        }
    }

  protected:
    gss_cred_id_t initiator(std::size_t cache) override { return initiators_[cache]; }
    gss_cred_id_t acceptor() override { return acceptor_; }

  private:
    gss_cred_id_t acceptor_ = GSS_C_NO_CREDENTIAL;
    std::vector<gss_cred_id_t> initiators_;
};

/// Nanoseconds for one negotiation.
struct Times {
    double initiator = 0;
    double acceptor = 0;
    double both() const { return initiator + acceptor; }
};

Times negotiate(Way& way, const Load& load, std::size_t& next) {
    const auto timed = [](auto work) {
        std::size_t slot = 0;
        const auto one = [&] {
            work(slot++);
        };
        return time(one, kBatch);
    };
    Times times;
    times.initiator = timed([&](std::size_t slot) {
        next = (next + kStride) % load.keys;
        way.ask(slot, next);
    });
    times.acceptor = timed([&](std::size_t slot) { way.accept(slot); });
    times.initiator += timed([&](std::size_t slot) { way.finish(slot); });
    times.initiator += timed([&](std::size_t slot) { way.free_client(slot); });
    times.acceptor += timed([&](std::size_t slot) { way.free_service(slot); });
    return times;
}

void compare_ways(const Load& load, Kerberos& kerberos, int rounds) {
    Own own(load);
    MitByDefault by_default(load);
    MitTuned tuned(load, kerberos);
    std::size_t place = 0;
    const std::array<std::pair<const char*, Way*>, 2> others{
        {{"MIT gss_init/accept, default credentials", &by_default},
         {"MIT tuned: credentials once, in memory", &tuned}}};
    std::map<std::string, std::array<Comparison, 2>> rows;
    for (int round = 0; round < rounds; ++round) {
        const Times ours = negotiate(own, load, place);
        for (std::size_t i = 0; i < others.size(); ++i) {
            const Times theirs = negotiate(*others[i].second, load, place);
            rows["context, " + load.name][i].add(ours.both(), theirs.both());
            rows["context, " + load.name + ": acceptor"][i].add(ours.acceptor, theirs.acceptor);
            rows["context, " + load.name + ": initiator"][i].add(ours.initiator, theirs.initiator);
        }
    }
    for (std::size_t i = 0; i < others.size(); ++i) {
        for (const auto& [name, both] : rows) {
            both[i].print({name, others[i].first});
        }
    }
}

}  // namespace

int main() {
    constexpr std::size_t kMostKeys = 1000;
    set_up_defaults();
    const std::string all = make_services(kMostKeys);
    Kerberos kerberos;
    std::vector<std::string> caches;
    for (std::size_t i = 0; i < kMostKeys; ++i) {
        caches.push_back(
            kerberos.cache_of("FILE:" + in_realm_dir(fmt::format("{}.ccache", i)), i, i + 1));
    }
    const auto first = [&](std::size_t count) {
        return std::vector<std::string>(caches.begin(),
                                        caches.begin() + static_cast<std::ptrdiff_t>(count));
    };
    const auto keys = [&](std::size_t count) {
        return kerberos.keytab_of(all, in_realm_dir(fmt::format("{}.keytab", count)), count);
    };
    const std::string shared = kerberos.cache_of("FILE:" + in_realm_dir("shared.ccache"), 0, 250);
    compare_ways({"1 key", 1, keys(1), first(1)}, kerberos, 21);
    compare_ways({"100 keys", 100, keys(100), first(100)}, kerberos, 21);
    compare_ways({"1000 keys", 1000, all, caches}, kerberos, 9);
    compare_ways({"250 keys, tickets", 250, keys(250), {shared}}, kerberos, 9);
}
