/* What ties a negotiation to the TLS channel that carries it. */
#ifndef MUTAUTH_CPP_CHANNEL_BINDINGS_HPP
#define MUTAUTH_CPP_CHANNEL_BINDINGS_HPP

#include <mutauth/channel_bindings.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

namespace mutauth::v1 {

/// Immutable; many threads may use one.
///
///     negotiation.bind(auth::ChannelBindings::from_certificate(der));
class ChannelBindings {
  public:
    /// Of the server's certificate in DER: tls-server-end-point.
    static ChannelBindings from_certificate(View certificate) {
        return make(mutauth_channel_bindings_from_certificate, certificate);
    }

    /// Of the 32 bytes that TLS exports under "EXPORTER-Channel-Binding": tls-exporter.
    static ChannelBindings from_exporter(View exported) {
        return make(mutauth_channel_bindings_from_exporter, exported);
    }

    /// Of GSS-API's application data as it stands.
    static ChannelBindings from_data(View data) {
        return make(mutauth_channel_bindings_from_data, data);
    }

    /// GSS-API's application data; lives as long as this object.
    View data() const noexcept {
        return {mutauth_channel_bindings_data(handle_.get()),
                mutauth_channel_bindings_size(handle_.get())};
    }

    const mutauth_channel_bindings* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_channel_bindings, mutauth_channel_bindings_free>;
    explicit ChannelBindings(Owned handle) noexcept : handle_(std::move(handle)) {}

    template <typename Make>
    static ChannelBindings make(Make from, View data) {
        return ChannelBindings(detail::make<Owned>(
            [&](mutauth_channel_bindings** out) { return from(data.data(), data.size(), out); }));
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif
