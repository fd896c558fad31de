#include "credential/kdc_hook.h"

#include <utility>

#include "credential/kdc_exchange.h"
#include "credential/kdc_failure.h"

namespace mutauth::credential {

KdcHook::KdcHook(const KerberosLibrary& library, const Deadline& deadline)
    : library_(library), deadline_(deadline) {
    ::krb5_set_kdc_send_hook(library_.get(), ask, this);
}

KdcHook::~KdcHook() {
    ::krb5_set_kdc_send_hook(library_.get(), nullptr, nullptr);
}

Error KdcHook::failure(std::string_view what, krb5_error_code code) {
    return failure_ ? std::move(*failure_).while_doing(what)
                    : kdc_failure(library_, what, code, refusal_);
}

krb5_error_code KdcHook::ask(krb5_context context,
                             void* self,
                             const krb5_data* realm,
                             const krb5_data* message,
                             krb5_data** /*new_message*/,
                             krb5_data** reply) {
    return static_cast<KdcHook*>(self)->answer(context, *realm, *message, reply);
}

krb5_error_code KdcHook::answer(krb5_context context,
                                const krb5_data& realm,
                                const krb5_data& message,
                                krb5_data** reply) noexcept {
    try {
        const ByteView request(reinterpret_cast<const std::uint8_t*>(message.data), message.length);
        auto answered =
            ask_kdc(library_, std::string(realm.data, realm.length), request, deadline_, last_);
        if (!answered) {
            failure_ = std::move(answered).error();
            return KRB5_KDC_UNREACH;
        }
        refusal_ = read_krb_error(*answered);
        const krb5_data made = borrowed(*answered);
        return ::krb5_copy_data(context, &made, reply);
    } catch (const std::exception&) {
        return ENOMEM;
    }
}

}  // namespace mutauth::credential
