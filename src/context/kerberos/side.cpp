#include "context/kerberos/side.h"

namespace mutauth::context::kerberos {

Result<BorrowedLibrary> BorrowedLibrary::from(credential::Shelf& shelf) {
    auto kept = std::static_pointer_cast<credential::KerberosLibrary>(
        shelf.take(credential::Shelf::kLibrary));
    if (kept == nullptr) {
        auto opened = credential::KerberosLibrary::open();
        if (!opened) {
            return std::move(opened).error();
        }
        kept = std::make_shared<credential::KerberosLibrary>(std::move(*opened));
    }
    return BorrowedLibrary(shelf, std::move(kept));
}

BorrowedLibrary::~BorrowedLibrary() {
    if (library_ != nullptr) {
        shelf_->put(credential::Shelf::kLibrary, std::move(library_));
    }
}

Turn refused(const credential::KerberosLibrary& library, krb5_error_code code) {
    Turn out;
    out.state = Turn::State::refused;
    out.refusal.code = code;
    out.refusal.words = library.words_for(code);
    return out;
}

krb5_error_code make_auth_context(krb5_context library, krb5_int32 flags, AuthContext& out) {
    const auto code = ::krb5_auth_con_init(library, out.out());
    return code != 0 ? code
                     : ::krb5_auth_con_setflags(
                           library, out.get(),
                           KRB5_AUTH_CONTEXT_DO_TIME | KRB5_AUTH_CONTEXT_DO_SEQUENCE | flags);
}

namespace {

std::uint64_t number_of(krb5_int32 sequence) {
    return static_cast<std::uint32_t>(sequence);
}

krb5_error_code read_numbers(
    krb5_context library, krb5_auth_context auth, bool initiator, bool mutual, cfx::Session& out) {
    krb5_int32 local = 0;
    krb5_int32 remote = 0;
    krb5_error_code code = ::krb5_auth_con_getlocalseqnumber(library, auth, &local);
    if (code == 0) {
        code = ::krb5_auth_con_getremoteseqnumber(library, auth, &remote);
    }
    const krb5_int32 asked = initiator ? local : remote;
    out.next_sent = number_of(mutual ? local : asked);
    out.next_received = number_of(mutual ? remote : asked);
    return code;
}

}  // namespace

krb5_error_code read_initiator_key(krb5_context library,
                                   krb5_auth_context auth,
                                   bool initiator,
                                   Keyblock& out) {
    const auto get = initiator ? ::krb5_auth_con_getsendsubkey : ::krb5_auth_con_getrecvsubkey;
    const krb5_error_code code = get(library, auth, out.out());
    return code == 0 && out.get() == nullptr ? ::krb5_auth_con_getkey(library, auth, out.out())
                                             : code;
}

krb5_error_code read_session(krb5_context library,
                             krb5_auth_context auth,
                             const Sides& sides,
                             Agreement& out) {
    Keyblock found(library);
    // The acceptor's is what this side received or sent.
    const auto get_acceptors =
        sides.initiator ? ::krb5_auth_con_getrecvsubkey : ::krb5_auth_con_getsendsubkey;
    const krb5_error_code code = sides.acceptor_subkey
                                     ? get_acceptors(library, auth, found.out())
                                     : read_initiator_key(library, auth, sides.initiator, found);
    if (code != 0) {
        return code;
    }
    if (found.get() == nullptr) {
        return KRB5KRB_AP_ERR_NOKEY;
    }
    const krb5_keyblock& key = *found.get();
    out.enctype = key.enctype;
    const auto enctype = cfx::enctype_of(out.enctype);
    if (!enctype || key.length != enctype->key_size) {
        return 0;
    }
    cfx::Session& session = out.session.emplace();
    session.enctype = *enctype;
    session.key = copy_of({key.contents, key.length});
    session.initiator = sides.initiator;
    session.acceptor_subkey = sides.acceptor_subkey;
    return read_numbers(library, auth, sides.initiator, sides.mutual, session);
}

}  // namespace mutauth::context::kerberos
