#include <mutauth/directory.h>

#include "directory/forest.h"
#include "directory/locate.h"
#include "directory_handles.h"

using namespace mutauth::capi;
namespace directory = mutauth::directory;

mutauth_status mutauth_directory_open(const char* address,
                                      const mutauth_spn* spn,
                                      mutauth_credential* credential,
                                      const mutauth_policy* policy,
                                      const mutauth_deadline* deadline,
                                      mutauth_directory** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (address == nullptr || out == nullptr) {
            return missing("address or out");
        }
        if (!live(spn) || !live(credential) || (policy != nullptr && !live(policy)) ||
            !good(deadline)) {
            return wrong_handle("spn, credential, policy or deadline");
        }
        const directory::OpenOptions options{
            address, spn->object, credential->object,
            policy == nullptr ? mutauth::context::Policy() : policy->object};
        return give(out, directory::open(options, deadline_of(deadline)));
    });
}

mutauth_status mutauth_directory_locate(const char* domain,
                                        const mutauth_deadline* deadline,
                                        mutauth_texts** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (domain == nullptr || out == nullptr) {
            return missing("domain or out");
        }
        if (!good(deadline)) {
            return wrong_handle("deadline");
        }
        auto servers = directory::locate(domain, deadline_of(deadline));
        if (!servers) {
            return std::move(servers).error();
        }
        std::vector<std::string> texts;
        for (const auto& server : *servers) {
            texts.push_back(server.text());
        }
        *out = new mutauth_texts(std::move(texts));
        return done();
    });
}

const char* mutauth_directory_base(const mutauth_directory* session) {
    return live(session) ? session->object->base().c_str() : nullptr;
}

mutauth_status mutauth_directory_set_base(mutauth_directory* session, const char* dn) {
    return guard([&]() -> Outcome {
        if (!live(session)) {
            return wrong_handle("directory");
        }
        if (dn == nullptr) {
            return missing("dn");
        }
        return outcome_of(session->object->set_base(dn));
    });
}

const char* mutauth_directory_unique_base(const mutauth_directory* session) {
    return live(session) ? session->object->unique_base().c_str() : nullptr;
}

mutauth_status mutauth_directory_set_unique_base(mutauth_directory* session, const char* dn) {
    return guard([&]() -> Outcome {
        if (!live(session)) {
            return wrong_handle("directory");
        }
        if (dn == nullptr) {
            return missing("dn");
        }
        return outcome_of(session->object->set_unique_base(dn));
    });
}

mutauth_status mutauth_directory_allow_unusable_names(mutauth_directory* session) {
    return guard([&]() -> Outcome {
        if (!live(session)) {
            return wrong_handle("directory");
        }
        session->object->allow_unusable_names();
        return done();
    });
}

mutauth_status mutauth_directory_open_catalog(mutauth_directory* session,
                                              const char* address,
                                              const mutauth_spn* spn,
                                              mutauth_credential* credential,
                                              const mutauth_policy* policy,
                                              const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(session) || (spn != nullptr && !live(spn)) || !live(credential) ||
            (policy != nullptr && !live(policy)) || !good(deadline)) {
            return wrong_handle("directory, spn, credential, policy or deadline");
        }
        const directory::CatalogOptions options{
            std::string(optional_text(address)),
            spn == nullptr ? std::nullopt : std::optional(spn->object), credential->object,
            policy == nullptr ? mutauth::context::Policy() : policy->object};
        return outcome_of(
            directory::open_catalog(*session->object, options, deadline_of(deadline)));
    });
}

mutauth_status mutauth_directory_find_holders(mutauth_directory* session,
                                              const mutauth_spn* spn,
                                              const mutauth_deadline* deadline,
                                              mutauth_holders** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(session) || !live(spn) || !good(deadline)) {
            return wrong_handle("directory, spn or deadline");
        }
        return give(out, mutauth::registration::find_holders(*session->object, spn->object,
                                                             deadline_of(deadline)));
    });
}

mutauth_status mutauth_holders_next(mutauth_holders* holders, const char** dn) {
    clear_output(dn);
    return guard([&]() -> Outcome {
        if (!live(holders)) {
            return wrong_handle("holders");
        }
        if (dn == nullptr) {
            return missing("dn");
        }
        if (holders->next >= holders->object.size()) {
            return MUTAUTH_END;
        }
        *dn = holders->object[holders->next++].c_str();
        return done();
    });
}

void mutauth_holders_free(mutauth_holders* holders) {
    release(holders);
}

void mutauth_directory_free(mutauth_directory* session) {
    release(session);
}
