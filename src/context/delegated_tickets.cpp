#include "context/delegated_tickets.h"

#include <utility>

namespace mutauth::context {
namespace {

using credential::TicketCache;

using Creds = credential::Owned<krb5_creds**, krb5_free_tgt_creds>;

/// Times and numbers are of messages under a context; this one is inside another message.
class Unordered {
  public:
    Unordered(krb5_context library, krb5_auth_context auth) noexcept
        : library_(library), auth_(auth) {
        ::krb5_auth_con_getflags(library_, auth_, &flags_);
        ::krb5_auth_con_setflags(library_, auth_, 0);
    }
    Unordered(const Unordered&) = delete;
    Unordered& operator=(const Unordered&) = delete;
    ~Unordered() { ::krb5_auth_con_setflags(library_, auth_, flags_); }

  private:
    krb5_context library_;
    krb5_auth_context auth_;
    krb5_int32 flags_ = 0;
};

/// The ticket-granting ticket is looked up by the cache's owner too, so that another client's is
/// none: who could hand that over would make the service act as one by the name of the other.
std::shared_ptr<const TicketCache> if_owners(std::shared_ptr<TicketCache> cache) {
    return cache->end_of_ticket_granting_ticket() != 0 ? std::move(cache) : nullptr;
}

}  // namespace

std::shared_ptr<const TicketCache> kept_tickets(const credential::KerberosLibrary& library,
                                                krb5_auth_context auth,
                                                ByteView message,
                                                const std::string& client) {
    const Unordered now(library.get(), auth);
    krb5_data in = credential::borrowed(message);
    krb5_replay_data replay{};
    Creds creds(library.get());
    auto made = TicketCache::make(client);
    if (::krb5_rd_cred(library.get(), auth, &in, creds.out(), &replay) != 0 || !made) {
        return nullptr;
    }
    for (krb5_creds** one = creds.get(); *one != nullptr; ++one) {
        if (::krb5_cc_store_cred(library.get(), (*made)->get(), *one) != 0) {
            return nullptr;
        }
    }
    return if_owners(std::move(*made));
}

Result<std::shared_ptr<const TicketCache>> kept_tickets(const gss::Credential& delegated,
                                                        const std::string& client) {
    auto made = TicketCache::make(client);
    if (!made) {
        return std::move(made).error();
    }
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_krb5_copy_ccache(&minor, delegated.get(), (*made)->get());
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::token_malformed, "keeping the client's tickets", major, minor);
    }
    auto kept = if_owners(std::move(*made));
    return kept != nullptr
               ? Result<std::shared_ptr<const TicketCache>>(std::move(kept))
               : Error(Status::token_malformed, "what was handed over is not the client's")
                     .with("client", client);
}

}  // namespace mutauth::context
