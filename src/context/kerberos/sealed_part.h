// Opens what is encrypted inside Kerberos' messages (RFC 3961 5.3 with RFC 3962, RFC 8009 5).
#pragma once

#include <optional>

#include "context/cfx_keys.h"
#include "context/kerberos/messages.h"

namespace mutauth::context::kerberos {

using cfx::Usage;

/// The message in it, if the key is of the sealed part's enctype and of its size and made it. A key
/// of AES opens by this library's own code; what an old account's key of another type seals is
/// opened by libkrb5's cipher.
std::optional<Bytes> open_sealed(const EncryptedData& sealed,
                                 const EncryptionKey& key,
                                 Usage usage);

}  // namespace mutauth::context::kerberos
