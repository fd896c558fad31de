// What the two sides of Kerberos' own exchange share.
#pragma once

#include <krb5.h>

#include <memory>
#include <span>

#include "context/exchange.h"
#include "context/policy.h"
#include "credential/kerberos.h"
#include "credential/shelf.h"

namespace mutauth::context::kerberos {

using credential::Owned;

using AuthContext = Owned<krb5_auth_context, krb5_auth_con_free>;
using LibraryAuthenticator = Owned<krb5_authenticator*, krb5_free_authenticator>;
using LibraryTicket = Owned<krb5_ticket*, krb5_free_ticket>;
using Keyblock = Owned<krb5_keyblock*, krb5_free_keyblock>;

/// A krb5_context from the shelf, and back there afterwards: making one reads the configuration.
class BorrowedLibrary {
  public:
    static Result<BorrowedLibrary> from(credential::Shelf& shelf);
    BorrowedLibrary(BorrowedLibrary&&) = default;
    BorrowedLibrary& operator=(BorrowedLibrary&&) = delete;
    BorrowedLibrary(const BorrowedLibrary&) = delete;
    BorrowedLibrary& operator=(const BorrowedLibrary&) = delete;
    ~BorrowedLibrary();

    const credential::KerberosLibrary& operator*() const noexcept { return *library_; }
    const credential::KerberosLibrary* operator->() const noexcept { return library_.get(); }
    krb5_context get() const noexcept { return library_->get(); }

  private:
    BorrowedLibrary(credential::Shelf& shelf, std::shared_ptr<credential::KerberosLibrary> library)
        : shelf_(&shelf), library_(std::move(library)) {}

    credential::Shelf* shelf_;
    std::shared_ptr<credential::KerberosLibrary> library_;
};

/// What libkrb5 fills and this side lets go.
class Data {
  public:
    explicit Data(krb5_context context) noexcept : context_(context) {}
    ~Data() { ::krb5_free_data_contents(context_, &value); }
    Data(const Data&) = delete;
    Data& operator=(const Data&) = delete;

    ByteView view() const noexcept {
        return {reinterpret_cast<const std::uint8_t*>(value.data), value.length};
    }

    krb5_data value{};

  private:
    krb5_context context_;
};

Turn refused(const credential::KerberosLibrary& library, krb5_error_code code);

/// With sequence numbers, whose first the authenticator and its answer carry.
krb5_error_code make_auth_context(krb5_context library, krb5_int32 flags, AuthContext& out);

/// What the initiator's subkey is, or the session key without one. On an acceptor before it
/// answers: libkrb5 puts the answer's subkey in its place.
krb5_error_code read_initiator_key(krb5_context library,
                                   krb5_auth_context auth,
                                   bool initiator,
                                   Keyblock& out);

struct Sides {
    bool initiator = false;
    bool mutual = true;
    /// The AP-REP holds one. libkrb5 is not asked: it gives back the initiator's own then.
    bool acceptor_subkey = true;
};

/// The key of the messages and where their numbers begin. The acceptor's subkey counts if there is
/// one (RFC 4121 2). Without mutual proof both directions begin at the initiator's number.
krb5_error_code read_session(krb5_context library,
                             krb5_auth_context auth,
                             const Sides& sides,
                             Agreement& out);

}  // namespace mutauth::context::kerberos
