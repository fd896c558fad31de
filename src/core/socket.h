// TCP with deadlines: the one place where bytes meet the network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "core/resolve.h"

namespace mutauth {

/// Tries the addresses side by side, each a moment after the one before; host_unreachable if none
/// takes the connection. The socket is non-blocking.
Result<FileDescriptor> connect_tcp(const std::vector<SocketAddress>& addresses,
                                   const Deadline& deadline);

/// Resolves "host:port" and connects to it.
Result<FileDescriptor> connect_tcp(const HostPort& target, const Deadline& deadline);

/// A non-blocking socket on its way to the address, writable once connect_outcome can tell; none,
/// and errno, if there is no way.
FileDescriptor begin_connect(const SocketAddress& address);
/// 0, or the errno of why the connection could not be made.
int connect_outcome(int fd);

Result<FileDescriptor> listen_tcp(const HostPort& at, const Deadline& deadline);
Result<FileDescriptor> accept_tcp(int listener, const Deadline& deadline);

/// Bytes that were there, 0 at the end of the stream; nothing if they are still to come.
Result<std::optional<std::size_t>> read_ready(int fd, MutableByteView into);
/// Bytes got, 0 at the end of the stream.
Result<std::size_t> read_some(int fd, MutableByteView into, const Deadline& deadline);
/// Bytes that went without waiting, 0 if none could.
Result<std::size_t> write_some(int fd, ByteView bytes);
Result<void> write_all(int fd, ByteView bytes, const Deadline& deadline);
/// Fills the view; stream_truncated if the stream ends before.
Result<void> read_exactly(int fd, MutableByteView into, const Deadline& deadline);

/// "127.0.0.1:88"; empty for what is no IP socket, or has no such end.
std::string local_address_of(int fd);
std::string peer_address_of(int fd);

}  // namespace mutauth
