// What ties a negotiation to the channel around it, most often TLS: the same on both ends unless
// somebody sits between them.
#pragma once

#include <array>

#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::context {

class ChannelBindings {
  public:
    /// RFC 5929 4, tls-server-end-point: of the server's certificate, in DER. certificate_unusable
    /// for what is none, or one whose signature has no hash of its own (Ed25519).
    static Result<ChannelBindings> of_certificate(ByteView certificate);
    /// RFC 9266, tls-exporter: the 32 octets that TLS exports under "EXPORTER-Channel-Binding".
    static Result<ChannelBindings> of_exporter(ByteView exported);
    /// GSS-API's application data as it stands, with its prefix if it has one.
    static Result<ChannelBindings> of_data(ByteView data);

    ByteView data() const noexcept { return data_; }

    using Hash = std::array<std::uint8_t, 16>;
    /// RFC 4121 4.1.1.2: what travels in a Kerberos token.
    Result<Hash> hash() const;

  private:
    explicit ChannelBindings(Bytes data) : data_(std::move(data)) {}

    Bytes data_;
};

}  // namespace mutauth::context
