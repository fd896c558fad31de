// The docstrings of the functions, by the names of the C functions behind them.
// Made by bindings/generate.py from include/mutauth/*.h; do not edit.
#pragma once

// clang-format off
inline constexpr char doc_mutauth_account_find[] = R"doc(Find an account.

On Active Directory the domain in front of a backslash must be the server's own, by its
short or its DNS name; other directories keep no such name and take any.

directory: the session; must outlive the account
name: a DN, an account name ("websvc", "host1$"), DOMAIN\name, or a principal
    ("websvc@EXAMPLE.TEST"); None for the account that the session is bound as
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the account

Raises:
    InvalidArgument: name is empty
    WrongHandle: directory is no live handle
    AccountNotFound: there is none, or the caller may not see it, or the domain is not the
        server's
    AccountAmbiguous: there are several
    DirectoryBaseUnknown, DirectorySilent, DirectoryLost, DirectoryDenied,
        DirectoryFailed, Cancelled)doc";
inline constexpr char doc_mutauth_account_dn[] = R"doc(The account's entry.

Returns: a DN)doc";
inline constexpr char doc_mutauth_account_spns[] = R"doc(The SPNs on the account, read now.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the list

Raises:
    WrongHandle: account is no live handle
    AccountNotFound: the account is gone
    Error: as for Account.find)doc";
inline constexpr char doc_mutauth_account_add_spn[] = R"doc(Register an SPN on the account: from now on the KDC issues tickets for it that open with
the account's key. Succeeds also if the account holds it already.

On an MIT KDC with the LDAP back end the SPN is written to servicePrincipalName and, in
the same change, to krbPrincipalName; on FreeIPA, which this was not run against, to
krbPrincipalName; on other directories to servicePrincipalName.

spn: the SPN
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    WrongHandle: account or spn is no live handle
    NameIsAddress: the host is an IP address, and Directory.allow_unusable_names was not
        called
    NameUnusable: the name will not work in another way, likewise
    SpnTaken: another account holds it, named in the evidence
    SpnAliasTaken: another account holds a name that the directory takes for the same
        service of the same host
    SpnNotWritable: the directory's principals cannot hold its characters, or the SPN is
        of another realm than the account
    SpnMalformed: the directory does not take it for an SPN
    SpnNotOwnName: the caller may register names of the account's host only
    SpnAttributeMissing: the schema or the entry's classes have no such attribute
    DirectoryDenied: the caller may not write there; the remedy says which right to ask
        for
    DirectoryConstraint: the server refused the value, or the account has no own principal
        that a KDC could serve
    SpnNotKept: the server reported success but does not show the SPN
    ChangeUnsettled: the server's answer was lost, and could not be found out
    AccountNotFound: the account is gone
    Error: as for Account.find)doc";
inline constexpr char doc_mutauth_account_delete_spn[] = R"doc(Take an SPN off the account. Succeeds also if the account does not hold it.

spn: the SPN
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.add_spn, but for SpnTaken)doc";
inline constexpr char doc_mutauth_account_add_spns[] = R"doc(Register SPNs, all of them or none: one LDAP modify, which is one step.

spns: the SPNs; none of them None
count: how many, 10000 at most; 0 changes nothing
steps: None to tell nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.add_spn, and:
    InvalidArgument: spns is None and count is not 0
    WrongHandle: an SPN, or steps, is no live handle
    TooManySpns: count is over 10000)doc";
inline constexpr char doc_mutauth_account_delete_spns[] = R"doc(Take SPNs off the account: one LDAP modify, which is one step.

spns: the SPNs; none of them None
count: how many, 10000 at most; 0 changes nothing
steps: None to tell nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.add_spns, but for SpnTaken)doc";
inline constexpr char doc_mutauth_account_replace_spns[] = R"doc(Make these SPNs the account's only ones: one LDAP modify, which is one step, of just the
values that are missing or too many. It starts over if another program changed the list
meanwhile.

Where a KDC reads its principals from the entry, the account's own principal stays, with a
warning if it is an SPN.

spns: the SPNs; none of them None
count: how many, 10000 at most; 0 takes all off
steps: None to tell nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.add_spns, and:
    AccountBusy: other programs kept changing the list)doc";
inline constexpr char doc_mutauth_account_register_host[] = R"doc(Register a service class under both names of a host, CLASS/host.example.test and
CLASS/HOST, in one change: DsServerRegisterSpn.

A directory that lets a computer write only names of its own may refuse the short one;
then the full one is registered alone, and a warning says so.

operation: one of SPN_...; SPN_REPLACE throws away every other SPN of the account
host: the host's full name; None for this machine's
steps: None to tell nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.add_spns, and:
    InvalidArgument: the operation is unknown, service_class is None
    InvalidName, NameTooLong)doc";
inline constexpr char doc_mutauth_account_move_spns[] = R"doc(Move SPNs to another account, which may be of another session, in three steps: the new
account gets notes, SPNs with "mutauth-moving." in front of their class; the old one loses
the SPNs; the new one gets them and loses the notes.

A move that was cut short leaves each name on one of the accounts, or noted. Run again,
with the same accounts and the same list or none, it finds by the notes what is left to
do. The notes stay as long as it is not certain where the names are.

to: the account that is to hold them
spns: the SPNs; None with count 0 for all, and all that are noted
count: how many, 10000 at most
steps: None to tell nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.add_spns, and:
    InvalidArgument: the two accounts are the same
    SpnNotThere: neither account holds one of them, and it is not noted)doc";
inline constexpr char doc_mutauth_account_remove_all[] = R"doc(Take all SPNs of a class, or all of them, off the account, as when a service is
uninstalled: one LDAP modify, which is one step. The account's own principal stays, with a
warning.

service_class: in any case; None for all
steps: None to tell nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.delete_spns, and:
    InvalidArgument: service_class is empty)doc";
inline constexpr char doc_mutauth_account_warnings[] = R"doc(What the last change of the account could not do though it succeeded, and names that work
in some places only (FINDING_LEVEL_WARNING).

Returns: lines for people, none if all was done

Raises:
    WrongHandle: account is no live handle)doc";
inline constexpr char doc_mutauth_account_write_spns[] = R"doc(DsWriteAccountSpn: its arguments, its order of checks and its outcomes. The Win32 number
that it would return is the first native code of a failure.

On Active Directory the texts go to the server as they are, which judges them. Names that
will not work are refused before that, as by Account.add_spn; the number is 8373.

directory: the session
operation: one of SPN_...; for any other the Win32 number is 1
account: the account's DN or one of its names; for None or "" the number is 87
texts: for one that is None or "" the number is 87
count: 0 only with SPN_REPLACE, which then takes all off; 10000 at most
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Account.replace_spns, and:
    InvalidArgument: what has the numbers 1 and 87 above
    TooManySpns: count is over 10000; the number is 87
    AccountNotFound: there is no such account; the number is 8333
    SpnMalformed: a text is no SPN; the number is 8373)doc";
inline constexpr char doc_mutauth_account_free[] = R"doc(Free the account object. The directory's entry stays.)doc";
inline constexpr char doc_mutauth_alias_map_new[] = R"doc(A map that maps nothing, as of a KDC that knows no aliases.

Returns: the map)doc";
inline constexpr char doc_mutauth_alias_map_add[] = R"doc(Add a value of sPNMappings: "host=alerter,cifs,http" lets host stand for the others.
Blanks around a class do not count. Of several values that list a class the first holds.

value: Alias_map.active_directory, or what a directory holds

Raises:
    WrongHandle: map is no live handle
    InvalidArgument: value is None
    InvalidName: the value has no '=', or nothing on one side of it
    NotUtf8: the value is not UTF-8
    TextTooLong: the value has more than 65536 bytes)doc";
inline constexpr char doc_mutauth_alias_map_active_directory[] = R"doc(The one value of sPNMappings that each forest of Active Directory begins with: host stands
for cifs, http, rpc, dns and some fifty others, not for ldap, GC, https, TERMSRV or
MSSQLSvc.

Returns: ASCII)doc";
inline constexpr char doc_mutauth_alias_map_apply[] = R"doc(The same name under the class that stands for its class (MapSPN, [MS-DRSR] 4.1.4.2.19):
one step, the first match; port, instance, service name and realm stay.

spn: the name

Returns: the mapped name and if there is none

Raises:
    WrongHandle: map or spn is no live handle
    NameTooLong: the mapped name would be longer than SPN_MAX)doc";
inline constexpr char doc_mutauth_alias_map_free[] = R"doc(Free the map.)doc";
inline constexpr char doc_mutauth_bytes_data[] = R"doc(The bytes, followed by a NUL that the size does not count, so that a text may be used as
one.

Returns: never None)doc";
inline constexpr char doc_mutauth_bytes_size[] = R"doc(How many bytes there are.

Returns: the size in bytes, 0 for None)doc";
inline constexpr char doc_mutauth_bytes_free[] = R"doc(Wipe and free.)doc";
inline constexpr char doc_mutauth_texts_count[] = R"doc(How many texts there are.

Returns: the count, 0 for None)doc";
inline constexpr char doc_mutauth_texts_at[] = R"doc(One text of the list.

index: from 0 to Texts.count - 1

Returns: None if the index is out of range)doc";
inline constexpr char doc_mutauth_texts_free[] = R"doc(Free the list.)doc";
inline constexpr char doc_mutauth_candidates_of[] = R"doc(Make the list. Each of the direct names goes one step further than the one before it; then
follow their aliases, since a directory takes a registered name before an alias, and the
machine's name. A client that tries several trusts whichever answers: take the first that
a directory holds, and never try on for want of a ticket in a way that lets the network
choose.

wanted: the name that the client would compose
domain: the DNS domain that completes a short host, or None to leave it short
aliases: the directory's aliases, or None for none

Returns: the list

Raises:
    WrongHandle: wanted, or aliases if it is not None, is no live handle
    InvalidName: domain is empty, or holds what no host may hold
    NameIsAddress: domain is an IP address
    NameTooLong: a name would be longer than SPN_MAX
    NotUtf8: domain is not UTF-8)doc";
inline constexpr char doc_mutauth_candidates_count[] = R"doc(How many names there are.

Returns: the count, at least 1; 0 for None)doc";
inline constexpr char doc_mutauth_candidates_name_at[] = R"doc(One name of the list.

index: from 0 to Candidates.count - 1

Returns: None if the index is out of range)doc";
inline constexpr char doc_mutauth_candidates_reason_at[] = R"doc(Why the name is in the list.

index: from 0 to Candidates.count - 1

Returns: one of CANDIDATE_..., 0 if the index is out of range)doc";
inline constexpr char doc_mutauth_candidates_words_at[] = R"doc(The same in words.

index: from 0 to Candidates.count - 1

Returns: English; None if the index is out of range)doc";
inline constexpr char doc_mutauth_candidates_free[] = R"doc(Free the list and its names.)doc";
inline constexpr char doc_mutauth_channel_connect[] = R"doc(Connect to a service by TCP and negotiate.

The address is only where to connect to; the name that must be proven is the negotiation's
SPN.

address: "host:port" or "[v6]:port"
negotiation: a client's, not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    InvalidArgument: address is None, or the address cannot be parsed
    WrongHandle: negotiation is no live handle
    HostUnknown, HostUnreachable
    Error: every failure of Channel.open)doc";
inline constexpr char doc_mutauth_channel_open[] = R"doc(Negotiate on a connected stream socket. Either side.

fd: a connected stream socket; the channel's on success, which makes it non-blocking;
    on failure open and still the caller's
negotiation: not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    InvalidArgument: fd is no socket, or the negotiation's policy has a replay window: a
        channel keeps order
    WrongHandle: negotiation is no live handle
    LevelTooLow: the negotiation's policy asks for less than level privacy; the peer was
        told nothing
    FrameTooLarge, FrameMalformed: the peer does not speak this protocol
    StreamTruncated: the peer closed the connection before it was proven
    DeadlinePassed, Cancelled
    Error: every failure of Negotiation.step)doc";
inline constexpr char doc_mutauth_channel_connect_windows_sample[] = R"doc(Connect as Channel.connect does, and speak with the framing of Windows' SSPI samples.

That is 32 bits of length, the lowest octet first, and at most 12000 bytes;
docs/channel.md. It has no sealed end, so that the end of the stream is never END: what
came may have been cut off, and Channel.receive says StreamEndUnproven. Channel.close only
shuts the socket down for sending, and Channel.refuse is NotInFraming.

address: "host:port" or "[v6]:port"
negotiation: a client's, not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    Error: the statuses of Channel.connect; FrameTooLarge also for a token of our own that
        does not fit)doc";
inline constexpr char doc_mutauth_channel_open_windows_sample[] = R"doc(Negotiate as Channel.open does, and speak with the framing of Windows' SSPI samples; see
Channel.connect_windows_sample for what it lacks.

fd: a connected stream socket; the channel's on success, which makes it non-blocking;
    on failure open and still the caller's
negotiation: not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    Error: the statuses of Channel.open)doc";
inline constexpr char doc_mutauth_channel_never_wait[] = R"doc(From now on let no call with the channel wait; deadlines do not count any more.

A send takes its message once all before it have gone, and WouldBlock says that it did
not. What the socket did not take at once goes by Channel.flush or the next send; so does
the end that Channel.close sealed. A receive says WouldBlock where no message has come as
a whole. Nothing is lost by either.

Raises:
    WrongHandle: channel is no live handle)doc";
inline constexpr char doc_mutauth_channel_flush[] = R"doc(Send what a call that did not wait could not send. One thread at a time with the sending
calls.

Raises:
    WouldBlock: call again when the socket is writable
    WrongHandle: channel is no live handle
    StreamTruncated: the peer closed the connection
    Forked: the channel is another process's)doc";
inline constexpr char doc_mutauth_channel_send[] = R"doc(Send one message, sealed.

A send that fails with DeadlinePassed or Cancelled may have sent a part, so the channel
sends nothing after it.

message: may be None if the size is 0
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: message is None with a size, or is too long
    WrongHandle: channel is no live handle
    WrongState: the channel was closed for sending, or an earlier send failed
    StreamTruncated: the peer closed the connection
    WouldBlock: after Channel.never_wait: the message was not taken
    ContextExpired, ContextBroken, Forked
    DeadlinePassed, Cancelled)doc";
inline constexpr char doc_mutauth_channel_receive[] = R"doc(Receive one message.

A proven peer may take its time: without a deadline this waits as long as the connection
lasts. After DeadlinePassed or Cancelled the same message can be waited for again.

timeout: seconds to wait at most; None for no end

Returns: the message

Raises:
    WrongHandle: channel is no live handle
    WrongState: an earlier receive failed for good
    StreamTruncated: the stream ended without the peer's sealed end
    StreamEndUnproven: it ended, and its framing has no sealed end
    WouldBlock: after Channel.never_wait: no message has come
    RefusedByPeer: the proven peer refused to go on; its reason is in the message
    MessageTampered, MessageReplayed, MessageOutOfOrder
    FrameTooLarge, FrameMalformed
    ContextExpired, ContextBroken, Forked
    DeadlinePassed, Cancelled)doc";
inline constexpr char doc_mutauth_channel_close[] = R"doc(Seal the end of what this side sends. The peer may still send; receive until END.

timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Channel.send; OK also if it was closed before)doc";
inline constexpr char doc_mutauth_channel_refuse[] = R"doc(Tell the proven peer, sealed, that its call is refused, and end the sending side.

reason: for the peer's eyes, at most 1024 bytes; what would help an attacker does not
    belong in it
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: the statuses of Channel.send
    InvalidArgument: reason is None
    NotUtf8, TextTooLong
    NotInFraming: Windows' framing has no refusal)doc";
inline constexpr char doc_mutauth_channel_identity[] = R"doc(Who the two sides are.)doc";
inline constexpr char doc_mutauth_channel_fd[] = R"doc(The socket, to wait on with poll(2). Readable means that a receive may find something.

Returns: the file descriptor, which stays the channel's)doc";
inline constexpr char doc_mutauth_channel_peer_address[] = R"doc(The address of the peer, as the socket told it when the channel was opened. For logs and
limits: who the peer is, says Channel.identity alone.

Returns: "address:port" or "[v6]:port", empty if the socket is no IP socket)doc";
inline constexpr char doc_mutauth_channel_free[] = R"doc(Close the socket and free the channel. Without Channel.close before, the peer sees
truncation.)doc";
inline constexpr char doc_mutauth_channel_bindings_from_certificate[] = R"doc(Of the server's certificate: "tls-server-end-point" of RFC 5929 4. Both sides give the
same certificate: the server its own, the client the one that the server showed. The hash
is that of the certificate's signature, SHA-256 in place of MD5 and SHA-1.

certificate: X.509 in DER, all of it
size: in bytes

Returns: the bindings

Raises:
    InvalidArgument: certificate is None with a size
    CertificateUnusable: no certificate in DER, or one whose signature names no hash
        (Ed25519), for which RFC 5929 has no rule)doc";
inline constexpr char doc_mutauth_channel_bindings_from_exporter[] = R"doc(Of the TLS connection itself: "tls-exporter" of RFC 9266, for TLS 1.3, and for TLS 1.2
with extended master secrets.

exported: what TLS exports under "EXPORTER-Channel-Binding" with an empty context
    (SSL_export_keying_material)
size: in bytes: 32

Returns: the bindings

Raises:
    InvalidArgument: exported is None, or the size is another)doc";
inline constexpr char doc_mutauth_channel_bindings_from_data[] = R"doc(Of anything: GSS-API's application data (RFC 2743 1.1.6), with its prefix if it has one.

data: the same on both sides
size: in bytes, 1 to 65536

Returns: the bindings

Raises:
    InvalidArgument: data is None, or the size is out of range)doc";
inline constexpr char doc_mutauth_channel_bindings_data[] = R"doc(GSS-API's application data, for programs that negotiate by other means: the prefix and
what follows it.)doc";
inline constexpr char doc_mutauth_channel_bindings_size[] = R"doc(How long that is.

Returns: bytes)doc";
inline constexpr char doc_mutauth_channel_bindings_free[] = R"doc(Free the bindings; a negotiation that was given them keeps what it needs.)doc";
inline constexpr char doc_mutauth_context_sealed_size[] = R"doc(How large a message becomes when it is sealed.

Returns: bytes; 0 for a wrong handle or a message beyond MESSAGE_MAX)doc";
inline constexpr char doc_mutauth_context_wrapped_size[] = R"doc(How large a message becomes when it is wrapped.

Returns: bytes; 0 for a wrong handle or a message beyond MESSAGE_MAX)doc";
inline constexpr char doc_mutauth_context_token_size[] = R"doc(How large the token of a message is that is sealed in segments, whose own sizes do not
change.

Returns: bytes)doc";
inline constexpr char doc_mutauth_context_signature_size[] = R"doc(How large the signature of a message is.

Returns: bytes)doc";
inline constexpr char doc_mutauth_context_seconds_left[] = R"doc(How long the context still protects messages: to the end of the ticket or of the policy's
longest life. Five minutes ahead the policy's log is told once.

Returns: seconds; 0 if it has expired or the handle is wrong)doc";
inline constexpr char doc_mutauth_context_messages_left[] = R"doc(How many messages the context still protects, in the direction that is nearer to the
policy's limit (Policy.set_message_limit).

Returns: messages; 0 if none, or for a wrong handle)doc";
inline constexpr char doc_mutauth_context_protector[] = R"doc(Who protects this context's messages, for its whole life.

Returns: one of PROTECTOR_...)doc";
inline constexpr char doc_mutauth_context_seal[] = R"doc(Encrypt and sign one message for the peer (RFC 4121 4.2.4, with confidentiality).

Message and buffer may overlap. If the message stands 32 bytes behind the buffer's start,
it is encrypted where it is, and nothing is copied.

message: may be None if the size is 0

Returns: the bytes

Raises:
    InvalidArgument: a pointer is None with a size, or the message is too long
    WrongHandle: context is no live handle
    LevelTooLow: the context was negotiated for less than privacy
    ContextExpired: the context's lifetime is over
    ContextBroken: an earlier message failed to open or verify
    ContextExported: the context lives on in another process
    MessageLimit: the context has protected as many messages as it may
    Forked: the context was made before fork())doc";
inline constexpr char doc_mutauth_context_open[] = R"doc(Check and decrypt one message from the peer. Any failure but a too small buffer is final:
the context opens and verifies nothing after it. A context with a replay window
(Policy.set_replay_window) lives on.

The sealed message and the buffer may overlap, or be the same. Whatever fails, the buffer
holds nothing of what the peer did not seal.

sealed: what the peer's seal made

Returns: the bytes

Raises:
    InvalidArgument: a pointer is None with a size
    WrongHandle: context is no live handle
    MessageTampered: changed on the way, or not sealed for this context
    MessageReplayed: received before
    MessageOutOfOrder: a message before it is missing
    NotSealed: signed, but not encrypted
    LevelTooLow, ContextExpired, ContextBroken, ContextExported, MessageLimit, Forked: as
        for Context.seal)doc";
inline constexpr char doc_mutauth_context_sign[] = R"doc(Sign one message that travels in the clear, apart from its signature (RFC 4121 4.2.4,
MIC).

message: may be None if the size is 0

Returns: the bytes

Raises:
    Error: the statuses of Context.seal)doc";
inline constexpr char doc_mutauth_context_verify[] = R"doc(Check the peer's signature of a message. Any failure is final, as for Context.open.

message: may be None if the size is 0
signature: what the peer's sign made

Raises:
    Error: the failures of Context.open, but for BufferTooSmall)doc";
inline constexpr char doc_mutauth_context_wrap[] = R"doc(Sign one message that travels in the clear, with its signature around it (RFC 4121 4.2.4,
without confidentiality). Message and buffer may overlap.

message: may be None if the size is 0

Returns: the bytes

Raises:
    Error: the statuses of Context.seal)doc";
inline constexpr char doc_mutauth_context_unwrap[] = R"doc(Check one message that the peer wrapped or sealed, and give it without its signature: who
asks for no encryption takes it all the same. Failures and buffers are as for
Context.open.

wrapped: what the peer's wrap or seal made

Returns: the bytes

Raises:
    Error: the failures of Context.open, but for NotSealed)doc";
inline constexpr char doc_mutauth_context_seal_segments[] = R"doc(Encrypt and sign one message in segments, where they are. Their sizes do not change; what
is added goes into a token apart. The peer opens with the same segments in the same order.

The token has the layout of gss_wrap_iov with one header and neither padding nor trailer,
and on a context in DCE style that of DCE/RPC ([MS-RPCE] 2.2.2.11, [MS-KILE] 3.4.5.4).

segments: at most MESSAGE_MAX bytes in all; they must not overlap each other or the
    token
count: of the segments; may be 0
token: where the token goes; may be None if the capacity is 0

Returns: bytes written; with BufferTooSmall the capacity needed; else 0

Raises:
    Error: the statuses of Context.seal; InvalidArgument also for a segment that asks for
        no known protection. If any of them fails nothing is sealed)doc";
inline constexpr char doc_mutauth_context_open_segments[] = R"doc(Check and decrypt one message in segments, where they are. Failures are as for
Context.open; the sealed segments are then wiped.

segments: those of the peer, in its order
count: of the segments
token: what the peer's Context.seal_segments made

Raises:
    InvalidArgument: a pointer is None with a size, or a segment asks for no known
        protection: nothing was opened, and nothing wiped
    Error: the failures of Context.open, but for BufferTooSmall)doc";
inline constexpr char doc_mutauth_context_sign_segments[] = R"doc(Sign one message in segments: the signature is that of all their bytes in a row, whatever
protection each asks for. None is written to.

segments: at most MESSAGE_MAX bytes in all
count: of the segments; may be 0
signature: where the signature goes; may be None if the capacity is 0

Returns: bytes written; with BufferTooSmall the capacity needed; else 0

Raises:
    Error: the statuses of Context.seal_segments)doc";
inline constexpr char doc_mutauth_context_verify_segments[] = R"doc(Check the peer's signature of a message in segments. None is written to.

segments: those of the peer, in its order
count: of the segments
signature: what the peer's sign or sign_segments made

Raises:
    Error: the statuses of Context.verify)doc";
inline constexpr char doc_mutauth_context_session_key[] = R"doc(The key that both sides share and nobody else has: the acceptor's subkey, else the
initiator's, else the ticket's session key, as [MS-KILE] 3.1.1.2 and SSPI's
SECPKG_ATTR_SESSION_KEY give it. The context's own messages are protected by keys derived
from it: derive others, and never use it as it is.

Returns: the bytes

Raises:
    InvalidArgument: buffer is None with a capacity
    WrongHandle: context is no live handle)doc";
inline constexpr char doc_mutauth_context_export[] = R"doc(Give the context away to another process, which imports it once and goes on where this one
stopped: with the same peer, identity, counts and level. This one protects nothing any
more; it still tells its identity, and is to be freed.

What is exported holds the context's key in the clear: pass it by a socket or pipe that
nobody else reads, never by a file. Only the same version of the library imports it.

Returns: the exported context, which wipes it

Raises:
    WrongHandle: context is no live handle
    ContextExpired, ContextBroken, ContextExported, MessageLimit, Forked
    OperatingSystemError: as Identity.pac, whose answer goes along)doc";
inline constexpr char doc_mutauth_context_import[] = R"doc(Take over a context that another process exported. Importing it twice would let a message
pass twice: it is for the programs to see that it is done once.

Each setting of the policy must hold of the context as if it had been negotiated under it:

- level, mutual proof, mechanism, DCE style and the keys' encryption types are checked; so
are REQUIRE for channel bindings, identify only and delegation (an initiator's), and the
served SPNs against what the client asked for (an acceptor's, if the policy names any); -
a replay window wider than the policy's is refused, and so are an acceptor's to keep
tickets, which stay with the process that negotiated; - the longest life, from the end of
the negotiation, and the message limit shorten the context; - the log becomes the
context's; the protector stays as it was negotiated.

exported: what Context.export gave
size: in bytes
policy: None for the safe defaults with MECHANISM_EITHER

Returns: the context

Raises:
    InvalidArgument: exported is None with a size
    WrongHandle: policy is neither None nor a live handle
    ExportMalformed: it is no exported context of this version
    PeerNotProven, LevelNotReached, WeakKey, WeakTicket, ContextExpired, MessageLimit: the
        policy is not met
    PolicyNotMet: another of its settings is not; the error's evidence names it)doc";
inline constexpr char doc_mutauth_context_identity[] = R"doc(Who the two sides are and how well the context protects.)doc";
inline constexpr char doc_mutauth_context_free[] = R"doc(Free the context and wipe its keys.)doc";
inline constexpr char doc_mutauth_controller_new[] = R"doc(A controller with no role but the domain's, whose domain is the root of its forest.

dns_host: its full DNS name; the first label in capitals, cut to 15 characters, is its
    NetBIOS name
dns_domain: the DNS name of its domain
netbios_domain: the NetBIOS name of its domain

Returns: the controller

Raises:
    InvalidArgument: an argument is None)doc";
inline constexpr char doc_mutauth_controller_set_roles[] = R"doc(Give it roles.

roles: any of CONTROLLER_..., or'ed

Raises:
    WrongHandle: controller is no live handle
    InvalidArgument: a role is unknown)doc";
inline constexpr char doc_mutauth_controller_set_forest[] = R"doc(Name the root domain of the forest, where it is another than the controller's.

forest: the DNS name

Raises:
    WrongHandle: controller is no live handle
    InvalidArgument: forest is None)doc";
inline constexpr char doc_mutauth_controller_set_guid[] = R"doc(Name the objectGUID of its NTDS settings object; without one the names that hold it are
left out.

guid: 8-4-4-4-12 digits, without braces

Raises:
    WrongHandle: controller is no live handle
    InvalidArgument: guid is None)doc";
inline constexpr char doc_mutauth_controller_add_partition[] = R"doc(Add an application partition that it holds, such as DomainDnsZones.<domain>.

dns_name: the partition's DNS name

Raises:
    WrongHandle: controller is no live handle
    InvalidArgument: dns_name is None)doc";
inline constexpr char doc_mutauth_controller_compose[] = R"doc(Compose its names, each one once.

Returns: the names

Raises:
    WrongHandle: controller is no live handle
    InvalidName: as for Spn.compose; the GUID is none
    NameIsAddress: the host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: an SPN would be longer than SPN_MAX
    NotUtf8: a part is not UTF-8)doc";
inline constexpr char doc_mutauth_controller_free[] = R"doc(Free the controller.)doc";
inline constexpr char doc_mutauth_credential_from_ccache[] = R"doc(The tickets of a credential cache, copied now. When the cache changes (kinit renewed it),
what it holds is copied again. If it has become another principal's, that is refused once
the old tickets end, unless Credential.follow_source.

name: "FILE:/path", "DIR:...", "KEYRING:...", "KCM:...", or a bare path

Returns: the credential

Raises:
    InvalidArgument: name is None, or name is empty
    WrongState: a keyring is named, and this thread acts as a caller (impersonate): it
        would be one of the service's
    NoCredential: the cache does not exist or is empty
    CcacheUnreadable: the cache is there but cannot be read)doc";
inline constexpr char doc_mutauth_credential_from_environment[] = R"doc(The environment's defaults, found as libkrb5 finds them. The tickets that kinit left for
this user: KRB5CCNAME, then krb5.conf's default_ccache_name, then the system's default. If
there are none, the client keytab: KRB5_CLIENT_KTNAME, then krb5.conf's
default_client_keytab_name. If both are there and the client keytab has a key of the
tickets' principal, it gets new tickets when those have ended, as with MIT's
gss_acquire_cred, but into memory: the cache stays as it is.

Returns: the credential

Raises:
    WrongState: this thread acts as a caller (impersonate), whose tickets these are not:
        Credential.for_impersonated
    NoCredential: the cache does not exist or is empty
    CcacheUnreadable: the cache is there but cannot be read)doc";
inline constexpr char doc_mutauth_credential_from_client_keytab[] = R"doc(The keys of the system's client keytab, for a program that runs as a service and calls
others: KRB5_CLIENT_KTNAME, then krb5.conf's default_client_keytab_name.

principal: whose keys to use, "name@REALM" or "name"; None for the first entry's

Returns: the credential

Raises:
    Error: the statuses of Credential.from_keytab)doc";
inline constexpr char doc_mutauth_credential_from_keytab[] = R"doc(The keys of a keytab, read now. When the file changes (a key was rotated), negotiations
that begin a second later use the new keys; a file that is gone, unreadable, empty or
without the principal's keys changes nothing, and shows in the policy's log. Serves an
acceptor at once, and an initiator once it has fetched its first ticket.

file: a path, "FILE:/path", or another keytab name that libkrb5 knows
principal: the account whose keys these are, "name@REALM" or "name" in the default
    realm. As an initiator, act as this account. As an acceptor, let this account's
    keys stand for every SPN that the policy serves: say so only for SPNs that are
    registered on this account. None: act as the first entry's principal; accept only
    by keys that stand in the keytab under the served SPN's own name.

Returns: the credential

Raises:
    InvalidArgument: file is None, or principal cannot be parsed
    KeytabUnreadable: the file is missing, cannot be read, or is no keytab
    KeytabLacksName: the keytab is empty, or has no key for the principal)doc";
inline constexpr char doc_mutauth_credential_from_password[] = R"doc(A principal and its password, for initiators. The password is copied into wiped memory.

principal: "name@REALM", or "name" in the default realm

Returns: the credential

Raises:
    InvalidArgument: a pointer is None, or principal cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_from_enterprise_password[] = R"doc(An enterprise name (RFC 6806 5), such as a user principal name, and its account's
password, for initiators. The KDC says which account that is: once a ticket was fetched,
the principal is the account's own name; if the name is another account's later, that is
CredentialChanged. Active Directory knows UPNs so, whatever their suffix; MIT's KDC the
names that its database has as aliases.

name: "carol@corp.example", in the default realm; "carol@corp.example@REALM" in
    another, whose KDC knows the name

Returns: the credential

Raises:
    InvalidArgument: a pointer is None, or name cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_from_enterprise_keytab[] = R"doc(The same by a key of a keytab, under whatever name it stands there: the newest keys are
tried, three at most, since an account may be locked by failures. For initiators.

file: a path, "FILE:/path", or another keytab name that libkrb5 knows
name: as for Credential.from_enterprise_password

Returns: the credential

Raises:
    InvalidArgument: a pointer is None, or name cannot be parsed
    KeytabUnreadable: the file is missing, cannot be read, or is no keytab
    KeytabLacksName: the keytab is empty)doc";
inline constexpr char doc_mutauth_credential_from_password_callback[] = R"doc(A principal whose password the program gives each time that one is needed, for initiators.

principal: "name@REALM", or "name" in the default realm
ask: called for the password
user: handed to ask; in use until release runs
release: called with user once the credential and all that was given it are freed;
    None if nobody needs to know

Returns: the credential

Raises:
    InvalidArgument: principal or ask is None, or principal cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_follow_source[] = R"doc(Let a credential made from a credential cache become whoever the cache is of when it
changes. Without this its principal never changes.

Raises:
    WrongHandle: credential is no live handle)doc";
inline constexpr char doc_mutauth_credential_ensure_fresh[] = R"doc(Make sure of a ticket-granting ticket that lives for a while, so that nothing has to wait
for a new one meanwhile. By key or password into new memory, never in place: negotiations
go on. A ticket of a credential cache is read again if the cache has changed.

seconds: how long it must live still, at least 0; a KDC that gives less gives less
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    WrongHandle: credential or deadline is no live handle
    InvalidArgument: seconds is negative or beyond INT32_MAX
    CredentialExpired: the cache's ticket ends before that
    CredentialChanged: the cache has become another principal's
    Error: every failure of Credential.fetch)doc";
inline constexpr char doc_mutauth_credential_renew_in_background[] = R"doc(Do so again and again, on a thread of the library's that blocks all signals, until
Credential.stop_renewal or Credential.free, which end it and wait for its end; by a
callback that runs on that thread they only end it. After a failure it tries again in 1 to
60 seconds.

seconds: how long before its end a ticket is renewed, at least 0
log: told of failures (warning) and renewals (debug); None for none

Raises:
    WrongHandle: credential or log is no live handle
    InvalidArgument: seconds is negative or beyond INT32_MAX
    WrongState: it is being renewed already
    OperatingSystemError: no thread can be started)doc";
inline constexpr char doc_mutauth_credential_stop_renewal[] = R"doc(End the background renewal, if there is one, and wait for its end. A callback that runs on
the renewal's own thread does not wait: the renewal ends when the callback has returned.

Raises:
    WrongHandle: credential is no live handle)doc";
inline constexpr char doc_mutauth_credential_fetch[] = R"doc(Get the ticket for a service now, so that a negotiation with it needs no network.

Asks all of the realm's KDCs side by side. Does nothing when a fresh ticket is at hand.

spn: the service; None for the ticket-granting ticket alone
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    WrongHandle: credential or spn is no live handle
    ServiceUnknown: the KDC knows no such service: the SPN is not registered
    ClientUnknown: the KDC knows no such client
    WrongPassword: the KDC refused the password or key
    ClientLocked: the account is locked, disabled or expired
    NoCredential: there is no ticket to start from
    CredentialExpired: the ticket to start from has expired and is not renewable
    CredentialChanged: so it has, and its cache has become another principal's
    DelegationRefused, TransitionRefused: of a credential of delegation.h: the KDC does
        not let its service act as the client
    RealmUnknown: no KDC is known for the realm
    KdcUnreachable: no KDC takes a connection
    KdcSilent: a KDC was reached but did not answer in time
    KdcProtocol: a KDC's answer makes no sense
    KdcRefused: the KDC refused for another reason, given as evidence
    ClockSkew: this machine's clock and the KDC's differ too much
    EncryptionUnsupported: no encryption type in common
    Cancelled: the deadline was cancelled
    DeadlinePassed: another thread was still fetching with this credential
    WrongState: called by the callback that is asked for the password)doc";
inline constexpr char doc_mutauth_credential_principal[] = R"doc(Whose credential this is.

Returns: "name@REALM"; an enterprise name with its own '@' quoted until the account's
    name is known)doc";
inline constexpr char doc_mutauth_credential_expires[] = R"doc(When its ticket-granting ticket expires, by this machine's clock even where that differs
from the KDC's (krb5.conf's kdc_timesync). Waits for nobody, not for another thread's
exchange with a KDC either.

Returns: seconds since 1970 UTC; 0 if there is no such ticket (yet))doc";
inline constexpr char doc_mutauth_credential_free[] = R"doc(Let go of the credential; negotiations that were given it keep what they need.)doc";
inline constexpr char doc_mutauth_deadline_in[] = R"doc(A deadline that many milliseconds from now, by the monotonic clock.

milliseconds: 0 or more; INT64_MAX for no end but cancelling

Returns: the deadline

Raises:
    InvalidArgument: milliseconds is negative
    OperatingSystemError: no file descriptor is free)doc";
inline constexpr char doc_mutauth_deadline_cancel[] = R"doc(End every wait under this deadline, now and in future, with Cancelled.

May be called from any thread and from a signal handler. A forked child shares the
deadline with its parent: either ends the waits of both.)doc";
inline constexpr char doc_mutauth_deadline_left[] = R"doc(Milliseconds left.

Returns: 0 once passed or cancelled, and for None)doc";
inline constexpr char doc_mutauth_deadline_free[] = R"doc(Free the deadline. No call may be waiting under it.)doc";
inline constexpr char doc_mutauth_credential_for_caller[] = R"doc(The caller's credential: by the ticket-granting ticket that it handed over, if it did and
the acceptor's policy kept that (Policy.keep_delegated); else by the ticket with which it
proved itself to this service (S4U2Proxy), if the policy keeps those (Policy.keep_ticket)
and the client's ticket is forwardable, which a client learns only from the KDC's refusal.
Asks no KDC yet.

identity: the caller's

Returns: the credential. Fetching with it, and negotiations that it initiates, may
    fail with DelegationRefused and with what the service's own may fail with

Raises:
    WrongHandle: service or identity is no live handle
    ImpersonationNotGranted: the caller allows less than impersonate, or this side is the
        client
    ClientTicketNotKept: the policy kept neither, or the context was imported)doc";
inline constexpr char doc_mutauth_credential_for_user[] = R"doc(A user's credential by the service's word alone (S4U2Self, then S4U2Proxy): the user came
by other means than Kerberos, or does not know of it at all. Whoever holds the service's
keys can act so as every user, which is why directories ask for a right of its own. Asks
no KDC yet.

client: "name@REALM", or "name" in krb5.conf's default realm

Returns: the credential. Fetching with it, and negotiations that it initiates, may
    fail with TransitionRefused, DelegationRefused, ClientUnknown and with what the
    service's own may fail with

Raises:
    WrongHandle: service is no live handle
    InvalidArgument: client is None, or client is no principal)doc";
inline constexpr char doc_mutauth_credential_for_enterprise_user[] = R"doc(The same of a user by an enterprise name (RFC 6806 5), such as a user principal name. The
KDC says which account that is, and how it is named to others: MIT's and Samba's KDCs keep
the name.

name: "carol@corp.example", in krb5.conf's default realm, or
    "carol@corp.example@REALM"

Returns: the credential. Fetching fails as with Credential.for_user, and with
    CredentialChanged if the name has become another account's

Raises:
    WrongHandle: service is no live handle
    InvalidArgument: name is None, or name cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_for_impersonated[] = R"doc(The credential of whomever the calling thread acts as: impersonate, or impersonate_user
with a user that User_map.find or Impersonation.capture gave, which take the caller along
to other threads. Asked anew at each fetch and each negotiation (dynamic identity
tracking), as Credential.for_caller does, so that one object serves all threads of a pool;
to settle it once, and to keep the tickets for many calls, use that one (static).

It is never the service itself: on a thread that acts as nobody, and inside an inner scope
as somebody who is no client, what is begun with it fails.

Returns: the credential. Fetching with it, and negotiations that it initiates, may
    fail with WrongState (the thread acts as nobody), ClientTicketNotKept, and as
    those of Credential.for_caller

Raises:
    WrongHandle: service is no live handle)doc";
inline constexpr char doc_mutauth_directory_open[] = R"doc(Connect, prove both sides, and seal.

address: "host:port" or "host" (port 389), with or without "ldap://" before it
spn: the name that the server must prove, usually ldap/<host>
credential: the caller's; the session keeps it, to connect anew when the answer to a
    change is lost
policy: for its log, which the session keeps; None for none. The session is always at
    level privacy
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the session

Raises:
    InvalidArgument: address is None, or the address cannot be parsed
    WrongHandle: spn or credential is no live handle
    DirectoryModuleMissing: OpenLDAP's client library is not installed
    DirectoryUnreachable: no connection
    DirectorySilent: no answer in time
    DirectoryLost: the server closed the connection
    DirectoryProtocol: the answer is not LDAP
    DirectoryUnsealed: the server offers no encryption
    DirectoryBindRefused: the server refused the caller
    Cancelled: the deadline was cancelled
    Error: every failure of Credential.fetch and Negotiation.step)doc";
inline constexpr char doc_mutauth_directory_locate[] = R"doc(Where a domain's directory servers are, by the SRV records of _ldap._tcp.<domain> in DNS
(RFC 2782, [MS-ADTS] 6.3.2.3).

DNS is not proven: whoever answers may name any host. Hosts outside the domain are passed
over, and Directory.open makes the server prove the name that the caller gives. For Active
Directory that is best ldap/<host>/<domain>, which only domain controllers hold;
ldap/<host> is held by every host that the realm gave such a name.

domain: ASCII: a DNS name, such as the credential's realm
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: "host:port" each, in the order to try them, one at least

Raises:
    InvalidArgument: domain is None, or domain is no DNS name
    WrongHandle: deadline is no live handle
    DirectoryUnknown: there are no such records, or no name server answers
    DeadlinePassed: no answer in time
    Cancelled: the deadline was cancelled)doc";
inline constexpr char doc_mutauth_directory_base[] = R"doc(Where accounts are searched.

Returns: a DN: what Directory.set_base was given, or else the server's
    defaultNamingContext or its only naming context; "" if the server names none or
    several and none was set)doc";
inline constexpr char doc_mutauth_directory_set_base[] = R"doc(Search accounts below this entry instead. Where a name must be unique stays what it is.

dn: an RFC 4514 DN

Raises:
    InvalidArgument: no DN
    WrongHandle: directory is no live handle)doc";
inline constexpr char doc_mutauth_directory_unique_base[] = R"doc(Where a name must be unique.

Returns: the DN that Directory.set_unique_base was given,; "" for everywhere)doc";
inline constexpr char doc_mutauth_directory_set_unique_base[] = R"doc(Look for other holders of a name below this entry only. Another account elsewhere may then
hold the same name, and nobody can prove it.

Without this a name must be unique everywhere, whatever Directory.set_base was given: in
all naming contexts, and on Active Directory in the forest. If that has more than one
domain its global catalog is asked, which is opened on the session's host (port 3268)
unless Directory.open_catalog has opened one.

dn: an RFC 4514 DN; "" for everywhere

Raises:
    InvalidArgument: no DN
    WrongHandle: directory is no live handle)doc";
inline constexpr char doc_mutauth_directory_allow_unusable_names[] = R"doc(Let this session register names that are known not to work: an IP address as host (127.1
and 2130706433 are addresses too), a dot at the end, _HOST, a label longer than DNS
allows, and whatever else Findings.of calls FINDING_LEVEL_BREAKS. Without this they are
refused; with it each of them is a warning (Account.warnings).

Raises:
    WrongHandle: directory is no live handle)doc";
inline constexpr char doc_mutauth_directory_open_catalog[] = R"doc(Open a session with a global catalog of Active Directory, for what concerns the whole
forest. The session keeps it and uses it on the same thread.

address: as for Directory.open, but port 3268 if none or 389 is given; None for the
    session's own host; then nothing is done, with success, on a directory that has no
    catalogs because it is no Active Directory
spn: the name that the catalog must prove; None for the one that the session has
    proved. If that has the domain in it (ldap/<host>/<domain>), so must this one
credential: the caller's
policy: for its log; None for none
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: the address cannot be parsed, or the SPN has no domain in it
    WrongHandle: directory, spn or credential is no live handle
    CatalogUnfit: the server is no global catalog, or of another forest
    Error: every failure of Directory.open)doc";
inline constexpr char doc_mutauth_directory_find_holders[] = R"doc(Find the accounts that hold an SPN, wherever a name must be unique
(Directory.set_unique_base). More than one means that nobody can prove it.

spn: compared as the directory compares, ignoring case
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: a cursor before the first account

Raises:
    WrongHandle: directory or spn is no live handle
    DirectoryBaseUnknown: set the base first
    DirectoryLimited: the server stopped before the end
    DirectoryFlooded: the server's answer has no end
    DirectorySilent, DirectoryLost, DirectoryDenied, DirectoryFailed, Cancelled)doc";
inline constexpr char doc_mutauth_holders_next[] = R"doc(Step to the next account.

Returns: the account's DN

Raises:
    WrongHandle: holders is no live handle)doc";
inline constexpr char doc_mutauth_holders_free[] = R"doc(Free the cursor.)doc";
inline constexpr char doc_mutauth_directory_free[] = R"doc(Unbind and free the session.)doc";
inline constexpr char doc_mutauth_directory_find_duplicates[] = R"doc(Begin to look for duplicates.

range: RANGE_BASE or RANGE_FOREST
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: a cursor before the first group

Raises:
    InvalidArgument: range is neither
    WrongHandle: directory is no live handle
    DirectoryBaseUnknown: set the base first
    DirectorySilent, DirectoryLost, DirectoryDenied, DirectoryFailed, Cancelled)doc";
inline constexpr char doc_mutauth_duplicates_advance[] = R"doc(Read one page more on the way to the next group: for those who show progress.
Duplicates.next alone does it all too.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: how many entries of the directory were read so far, in all passes; may be
    None

Raises:
    WrongHandle: duplicates is no live handle
    Error: every failure of Found.next)doc";
inline constexpr char doc_mutauth_duplicates_next[] = R"doc(Step to the next group.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: kind: DUPLICATE_EXACT or DUPLICATE_ALIAS, 0 unless the status is OK
Returns: spn: the name, for aliases the one that they stand for,, bytes that are none
    written as \xNN

Raises:
    InvalidArgument: kind or spn is None
    WrongHandle: duplicates is no live handle
    Error: every failure of Found.next)doc";
inline constexpr char doc_mutauth_duplicates_count[] = R"doc(How many names the group at hand has, one for each account and spelling.

Returns: their number; 0 before the first group, after the last, and for a wrong
    handle)doc";
inline constexpr char doc_mutauth_duplicates_at[] = R"doc(One of the names of the group at hand.

index: from 0

Returns: spn: the SPN as the account has it
Returns: dn: the account's DN, in the same way

Raises:
    InvalidArgument: there is no such name, or spn or dn is None
    WrongHandle: duplicates is no live handle)doc";
inline constexpr char doc_mutauth_duplicates_free[] = R"doc(Free the cursor; before the end it stops the search.)doc";
inline constexpr char doc_mutauth_engine_begin[] = R"doc(Begin with a negotiation, as whichever side it is. A client has bytes to be sent then.

negotiation: not yet stepped; used up, also on failure, which may be done at once

Returns: the engine

Raises:
    InvalidArgument: the negotiation's policy has a replay window: a channel keeps order
    WrongHandle: negotiation is no live handle
    LevelTooLow: the negotiation's policy asks for less than level privacy
    Error: every failure of Negotiation.step)doc";
inline constexpr char doc_mutauth_engine_begin_windows_sample[] = R"doc(Begin as Engine.begin does, and speak with the framing of Windows' SSPI samples.

See Channel.connect_windows_sample for what it lacks. Engine.close gives no bytes to be
sent: shut the transport down for sending.

negotiation: not yet stepped; used up, also on failure

Returns: the engine

Raises:
    Error: the statuses of Engine.begin
    FrameTooLarge: our first token does not fit)doc";
inline constexpr char doc_mutauth_engine_feed[] = R"doc(Take bytes that came from the peer: all of them or, with ReceiveQueueFull, none. After the
end that the peer sealed, more are taken and dropped.

bytes: may be None if the size is 0

Raises:
    ReceiveQueueFull: messages that came before must be received first
    InvalidArgument: bytes is None with a size
    WrongHandle: engine is no live handle
    WrongState: an earlier call failed for good, or the bytes had ended
    FrameTooLarge, FrameMalformed: the peer does not speak this protocol
    Error: every failure of Negotiation.step
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_ended[] = R"doc(Say that the peer's bytes have ended. Messages that came before can still be received.

Raises:
    WrongHandle: engine is no live handle
    StreamTruncated: the peer was not proven yet
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_to_send[] = R"doc(The bytes that are to go to the peer next. Say with Engine.sent how many of them went.

Returns: data: they live until the next call with the engine that is no getter; None
    if there are none
Returns: size: in bytes

Raises:
    InvalidArgument: data or size is None
    WrongHandle: engine is no live handle
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_sent[] = R"doc(Say that bytes have gone to the peer.

size: how many, from the beginning of what Engine.to_send has

Raises:
    InvalidArgument: there were not so many
    WrongHandle: engine is no live handle
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_send[] = R"doc(Seal one message. It is then among the bytes to be sent.

message: may be None if the size is 0

Raises:
    SendQueueFull: more bytes than the bound wait; the message was not taken
    InvalidArgument: message is None with a size, or is too long
    WrongHandle: engine is no live handle
    WrongState: the peer is not proven, or the sending side was closed
    ContextExpired, ContextBroken, Forked)doc";
inline constexpr char doc_mutauth_engine_receive[] = R"doc(Receive one message of those that came.

Returns: the message

Raises:
    WouldBlock: more of the peer's bytes are needed; nothing is wrong
    WrongHandle: engine is no live handle
    WrongState: an earlier call failed for good
    StreamTruncated: the bytes ended without the peer's sealed end
    StreamEndUnproven: they ended, and their framing has no sealed end
    RefusedByPeer: the proven peer refused to go on; its reason is in the message
    MessageTampered, MessageReplayed, MessageOutOfOrder
    FrameTooLarge, FrameMalformed
    ContextExpired, ContextBroken, Forked)doc";
inline constexpr char doc_mutauth_engine_close[] = R"doc(Seal the end of what this side sends. The peer may still send. Never refused for the
bound.

Raises:
    Error: the statuses of Engine.send but for SendQueueFull and InvalidArgument; OK also
        if it was closed before)doc";
inline constexpr char doc_mutauth_engine_refuse[] = R"doc(Seal for the proven peer that its call is refused, and end the sending side. Never refused
for the bound.

reason: for the peer's eyes, at most 1024 bytes; what would help an attacker does not
    belong in it

Raises:
    Error: the statuses of Engine.send but for SendQueueFull
    NotUtf8, TextTooLong
    NotInFraming: Windows' framing has no refusal)doc";
inline constexpr char doc_mutauth_engine_set_bounds[] = R"doc(Set how many bytes may wait inside the engine: beyond it Engine.send, or Engine.feed,
refuses more. One message and what one call feeds may go beyond it once.

to_send: bytes that wait to be sent; 0 allows for one message at a time
fed: bytes of messages that wait to be received

Raises:
    WrongHandle: engine is no live handle)doc";
inline constexpr char doc_mutauth_engine_state[] = R"doc(What can be done with the engine now.

Returns: the sum of those ENGINE_... that hold)doc";
inline constexpr char doc_mutauth_engine_identity[] = R"doc(Who the two sides are.

Returns: None until both sides are proven, and for a wrong handle)doc";
inline constexpr char doc_mutauth_engine_free[] = R"doc(Free the engine. Messages that were not received and bytes that were not sent are lost.)doc";
inline constexpr char doc_mutauth_error_take[] = R"doc(Make this thread's last error the caller's own.

For callbacks, thread pools and languages whose tasks change threads: take the error where
the call failed, carry it away, free it later. The thread's last error is empty
afterwards.

Returns: the error, None if this thread's last call did not fail

Raises:
    OutOfMemory: the error stays this thread's last)doc";
inline constexpr char doc_mutauth_error_status[] = R"doc(The reason.

Returns: the status that the failed call returned; OK if nothing failed)doc";
inline constexpr char doc_mutauth_error_message[] = R"doc(What happened, in one sentence of English for people who run the program.

Returns: "" if nothing failed)doc";
inline constexpr char doc_mutauth_error_remedy[] = R"doc(What to do about it, in one line.

Returns: "" if there is nothing to advise)doc";
inline constexpr char doc_mutauth_error_native_count[] = R"doc(How many native codes the error carries.

Returns: the count, 0 if nothing failed)doc";
inline constexpr char doc_mutauth_error_native_at[] = R"doc(One native code: what GSS-API, libkrb5, LDAP or the system itself reported.

index: from 0 to Error.native_count - 1

Returns: system: one of NATIVE_..., 0 if the index is out of range
Returns: code: the number in that system, 0 if the index is out of range

Raises:
    InvalidArgument: a pointer is None or the index is out of range; this thread's last
        error stays as it is)doc";
inline constexpr char doc_mutauth_error_evidence_count[] = R"doc(How many pieces of evidence the error carries.

Returns: the count, 0 if nothing failed)doc";
inline constexpr char doc_mutauth_error_evidence_at[] = R"doc(One piece of evidence: a fact that bears on the failure, such as "spn", "keytab" or
"kvno".

index: from 0 to Error.evidence_count - 1

Returns: key: None if the index is out of range
Returns: value: None if the index is out of range

Raises:
    InvalidArgument: a pointer is None or the index is out of range; this thread's last
        error stays as it is)doc";
inline constexpr char doc_mutauth_error_free[] = R"doc(Free an error that was taken.)doc";
inline constexpr char doc_mutauth_status_symbol[] = R"doc(The symbol of a status, such as "MUTAUTH_SERVICE_UNKNOWN".

status: any number

Returns: "MUTAUTH_UNKNOWN" for a number that is no status of this version)doc";
inline constexpr char doc_mutauth_status_says[] = R"doc(What a status says by itself.

status: any number

Returns: "unknown status" for a number that is no status of this version)doc";
inline constexpr char doc_mutauth_status_remedy[] = R"doc(The first remedy of a status; an error's own (Error.remedy) knows the case and is better.

status: any number

Returns: "" if there is none, and for a number that is no status of this version)doc";
inline constexpr char doc_mutauth_status_kind[] = R"doc(The kind of a failure, one of KIND_...: what callers may branch on, since reasons may be
added to a kind in any release.

status: any number

Returns: the kind; KIND_OUTCOME for 0 and above)doc";
inline constexpr char doc_mutauth_kind_says[] = R"doc(What the statuses of a kind have in common.

kind: what status_kind gives

Returns: "of no known kind" for a number that is no kind of this version)doc";
inline constexpr char doc_mutauth_explain_error[] = R"doc(Write an error out in lines: what happened, the evidence, the native codes in words, the
remedy.

error: an error that was taken, or None for this thread's last, which then stays

Returns: text in several lines)doc";
inline constexpr char doc_mutauth_explain_text[] = R"doc(Write out text that others chose, such as a directory's value or a peer's name, so that a
terminal or a log can show it: the bytes of control characters (C0, DEL and C1), of
characters that turn the direction of text or separate lines, and of invalid UTF-8 become
\xNN. One line stays one line.

The library's messages, log lines and steps are written so already; what it hands out as
data (DNs, SPNs, evidence) is not.

text: the bytes; may be None if size is 0
size: how many

Raises:
    InvalidArgument: text is None with a size)doc";
inline constexpr char doc_mutauth_fetch_start[] = R"doc(Begin what Credential.fetch does, on a thread of the library's own, which takes no
signals. Meanwhile other threads that need a new ticket of this credential wait for it;
with tickets that are there already, negotiations go on.

credential: an initiator's; it may be freed before the fetch is over
spn: the service to get a ticket to; copied. None for the ticket-granting ticket alone
milliseconds: from now until the fetch gives up, at least 0

Returns: the fetch

Raises:
    InvalidArgument: milliseconds is negative
    WrongHandle: credential or spn is no live handle
    OperatingSystemError: no thread or no file descriptor could be had)doc";
inline constexpr char doc_mutauth_fetch_fd[] = R"doc(What to wait on, by poll(2), epoll(7) or an event loop: readable once the fetch is over.

Returns: a file descriptor, which stays the fetch's)doc";
inline constexpr char doc_mutauth_fetch_outcome[] = R"doc(How the fetch ended, if it has. Never waits; says the same each time once it is over.

Raises:
    WrongHandle: fetch is no live handle
    Forked: the fetch was begun before fork()
    Error: every failure of Credential.fetch)doc";
inline constexpr char doc_mutauth_fetch_free[] = R"doc(Free the fetch; cancels it if it is still under way.)doc";
inline constexpr char doc_mutauth_findings_of[] = R"doc(Judge one name, or what sets two names apart that are meant as one.

The list for one name is empty if it is the same name everywhere. The list for two is
empty if they are one name to every directory and KDC, and if they have nothing in common:
Spn.equal_to_kdc tells which.

spn: the name
other: the name to hold against it, or None to judge spn alone

Returns: the findings

Raises:
    WrongHandle: spn, or other if it is not None, is no live handle)doc";
inline constexpr char doc_mutauth_findings_count[] = R"doc(How many findings there are.

Returns: the count, 0 for None)doc";
inline constexpr char doc_mutauth_findings_code_at[] = R"doc(What was found.

index: from 0 to Findings.count - 1

Returns: one of FINDING_..., 0 if the index is out of range)doc";
inline constexpr char doc_mutauth_findings_level_at[] = R"doc(How bad it is.

index: from 0 to Findings.count - 1

Returns: one of FINDING_LEVEL_..., 0 if the index is out of range)doc";
inline constexpr char doc_mutauth_findings_part_at[] = R"doc(Which part of the name it is about.

index: from 0 to Findings.count - 1

Returns: "service class", "host", "port", "instance", "service name", "realm", or ""
    for the whole; None if the index is out of range)doc";
inline constexpr char doc_mutauth_findings_text_at[] = R"doc(What was found, in words.

index: from 0 to Findings.count - 1

Returns: English; None if the index is out of range)doc";
inline constexpr char doc_mutauth_findings_remedy_at[] = R"doc(What to do about it.

index: from 0 to Findings.count - 1

Returns: English; None if the index is out of range)doc";
inline constexpr char doc_mutauth_findings_free[] = R"doc(Free the list.)doc";
inline constexpr char doc_mutauth_directory_find_spns[] = R"doc(Find SPNs by wildcards, as setspn -Q does.

The directory is read page by page while the cursor steps. No other search by wildcards or
for duplicates may use the session before the end.

pattern: an SPN in which each asterisk stands for any text, also for none and for
    slashes: "http/" and an asterisk is all of a class. Case makes no difference, but
    in names that only a KDC knows
range: RANGE_BASE or RANGE_FOREST
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: a cursor before the first SPN

Raises:
    InvalidArgument: pattern is None, or range is neither
    WrongHandle: directory is no live handle
    SpnPatternMalformed: it is empty, too long, or no SPN can match it
    NotUtf8: the pattern is not UTF-8
    DirectoryBaseUnknown: set the base first
    DirectorySilent, DirectoryLost, DirectoryDenied, DirectoryFailed, Cancelled)doc";
inline constexpr char doc_mutauth_directory_find_alias_conflicts[] = R"doc(Find the names on other accounts that a domain takes for other names of an SPN
(sPNMappings): host/x for cifs/x, and cifs/x, http/x and the like for host/x. A warning to
whoever is about to register the SPN. Nothing is found where a directory has no aliases.

spn: the name
dn: the account that it is or will be on, which does not count; None for none
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: a cursor before the first name

Raises:
    WrongHandle: directory or spn is no live handle
    DirectoryBaseUnknown, DirectorySilent, DirectoryLost, DirectoryDenied,
        DirectoryFailed, DirectoryLimited, DirectoryFlooded, Cancelled)doc";
inline constexpr char doc_mutauth_directory_check_unique[] = R"doc(Check before a change that no other account holds an SPN, nor on Active Directory a name
that is taken for it. Another writer may come between: Account.add_spn sees to that.

spn: the name
dn: the account that may hold it; None for none
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    SpnTaken: another account holds it; the evidence names it
    SpnAliasTaken: another account holds an alias of it; the evidence names both
    Error: every failure of Directory.find_alias_conflicts)doc";
inline constexpr char doc_mutauth_directory_look_up_spn[] = R"doc(Look up the account behind an SPN as a domain controller does: as it is, then by its
alias, then by the GUID of a domain controller.

spn: the name
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: by: one of FOUND_BY_...; None if it does not matter
Returns: out: a cursor before the first account, of which there should be one

Raises:
    WrongHandle: directory or spn is no live handle
    Error: every failure of Directory.find_holders)doc";
inline constexpr char doc_mutauth_found_next[] = R"doc(Step to the next SPN.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: spn: the SPN as it is registered,, bytes that are none written as \xNN
Returns: dn: the DN of the account that holds it, in the same way

Raises:
    InvalidArgument: spn or dn is None
    WrongHandle: found is no live handle
    DirectoryLimited: the server stopped before the end: what was found is not all
    DirectoryFlooded: the server's answer has no end
    DirectorySilent, DirectoryLost, DirectoryDenied, DirectoryProtocol, DirectoryFailed,
        Cancelled)doc";
inline constexpr char doc_mutauth_found_entries[] = R"doc(How far the search has come.

Returns: how many entries of the directory were looked at)doc";
inline constexpr char doc_mutauth_found_free[] = R"doc(Free the cursor; before the end it stops the search.)doc";
inline constexpr char doc_mutauth_identity_client[] = R"doc(The client's principal, proven by its ticket.

Returns: "name@REALM")doc";
inline constexpr char doc_mutauth_identity_realm[] = R"doc(The client's realm.

Returns: unquoted)doc";
inline constexpr char doc_mutauth_identity_component_count[] = R"doc(How many components the client's name has: one for "alice@REALM", two for
"host/web@REALM".

Returns: the count)doc";
inline constexpr char doc_mutauth_identity_component_at[] = R"doc(One component of the client's name. Compare these where '/' and '@' in names matter: in
the principal they are quoted by a backslash.

index: from 0 to Identity.component_count - 1

Returns: unquoted but for a NUL in the name, which is written "\0"; None if the index
    is out of range)doc";
inline constexpr char doc_mutauth_identity_name_type[] = R"doc(The type of the client's name (RFC 4120 6.2: 1 principal, 2 service instance, 10
enterprise). It is a hint of the KDC's: never compare by it.

Returns: the type; 0 (unknown) if the KDC wrote that, or for a wrong handle)doc";
inline constexpr char doc_mutauth_identity_asked_service[] = R"doc(The SPN that the client asked for.

On the service it is a claim: whoever holds a ticket for one SPN of an account can rewrite
it to another SPN of the same account. What is proven there is the key:
Identity.service_key and Identity.service_key_at. On the client it is what this program
asked for.

Returns: "class/host@REALM")doc";
inline constexpr char doc_mutauth_identity_service_key[] = R"doc(On the client: the SPN that the service proved. On the service: the name of the key that
opened the client's ticket.

The key is proven. Where the keytab has it under several names, this is one of them,
chosen by nothing that the client says: the account's that the credential names, else the
first one in the keytab that the policy serves. Which of the names the ticket is for,
nothing proves.

Returns: "name@REALM")doc";
inline constexpr char doc_mutauth_identity_service_key_count[] = R"doc(How many names the key that opened the client's ticket has in the keytab. One, if it is
the only SPN with that key, or if this is the client; only then is the service's name
itself proven.

Returns: the count; 0 for a process of this machine, or for a wrong handle)doc";
inline constexpr char doc_mutauth_identity_service_key_at[] = R"doc(One name of the key that opened the client's ticket: of every entry in the keytab with the
same bytes, served or not. The account may have SPNs that its keytab does not name.

index: from 0, which is Identity.service_key, to Identity.service_key_count - 1

Returns: "name@REALM"; None if the index is out of range)doc";
inline constexpr char doc_mutauth_identity_level[] = R"doc(The level that was negotiated.

Returns: one of LEVEL_...)doc";
inline constexpr char doc_mutauth_identity_mechanism[] = R"doc(The mechanism that was used.

Returns: one of MECHANISM_...)doc";
inline constexpr char doc_mutauth_identity_expires[] = R"doc(When the context expires.

Returns: seconds since 1970 UTC; INT64_MAX if never)doc";
inline constexpr char doc_mutauth_identity_mutual[] = R"doc(Whether the service proved itself too. Always, unless the policy waived it.

Returns: 1 or 0)doc";
inline constexpr char doc_mutauth_identity_channel_bound[] = R"doc(On the service: whether the client proved that it gave the same channel bindings. Always 0
on the client, to which nothing proves what the service gave, or that it looked: it knows
only what it gave itself (Identity.bindings_given).

Returns: 1 or 0)doc";
inline constexpr char doc_mutauth_identity_bindings_given[] = R"doc(Whether this side gave channel bindings to the negotiation. Of the other side it says
nothing.

Returns: 1 or 0)doc";
inline constexpr char doc_mutauth_identity_flags[] = R"doc(The flags that were agreed, by GSS-API's numbers (RFC 2744 appendix A: 1 delegation, 2
mutual, 4 replay, 8 sequence, 16 confidentiality, 32 integrity; MIT's 4096 DCE style).

Returns: the flags)doc";
inline constexpr char doc_mutauth_identity_enctype[] = R"doc(The encryption type of the key that protects messages.

Returns: 17 to 20 (RFC 3962, RFC 8009))doc";
inline constexpr char doc_mutauth_identity_ticket_enctype[] = R"doc(The encryption type of the service's key that the ticket is sealed by.

Returns: a number of RFC 3961's registry)doc";
inline constexpr char doc_mutauth_identity_authenticated[] = R"doc(When the client proved itself to its KDC, by password or key.

Returns: seconds since 1970 UTC; 0 for a process of this machine or a wrong handle)doc";
inline constexpr char doc_mutauth_identity_pac_bytes[] = R"doc(The PAC of the client's ticket, as Active Directory and others put it there: [MS-PAC]
2.3's PACTYPE. Only a service sees one. Its signature is checked by the first call that
asks.

Returns: verified: 1 if its server signature is by the key that opened the ticket and
    it is the client's, else 0: then what it says proves nothing
Returns: out: a copy, None if there is none or on failure

Raises:
    InvalidArgument: verified is None
    WrongHandle: identity is no live handle
    OperatingSystemError: libkrb5 could not check the PAC's signature for now (it may not
        read krb5.conf as whom the thread acts): nothing is known of it, and nothing is
        kept)doc";
inline constexpr char doc_mutauth_identity_indicator_count[] = R"doc(How many authentication indicators (RFC 8129) the KDC put into the ticket and sealed for
this service: how the client proved itself there, "otp" or "pkinit" for example.

Returns: the count)doc";
inline constexpr char doc_mutauth_identity_indicator_at[] = R"doc(One authentication indicator.

index: from 0 to Identity.indicator_count - 1

Returns: None if the index is out of range)doc";
inline constexpr char doc_mutauth_identity_has_sid[] = R"doc(Whether the client is an account or belongs to a group, as its ticket's PAC (Pac) says.

SIDs of the account's own domain count if the client's realm is the one of the service's
key: then no other KDC has made the PAC. All others count only where requirements trust
their domain (Requirements.trust_domain). A group that is not enabled does not count.

sid: "S-1-5-21-...", without leading zeros

Returns: 1 or 0; 0 on failure

Raises:
    InvalidArgument: sid is None or none
    WrongHandle: identity is no live handle
    PacMissing: the ticket has no PAC, or one that names no account
    PacUnproven: the PAC does not prove itself
    PacMalformed: the PAC is not what [MS-PAC] says
    OperatingSystemError: as Identity.pac)doc";
inline constexpr char doc_mutauth_identity_json[] = R"doc(All of the identity as one JSON object, for logs and other programs; docs/identity.md has
its members. A PAC that does not prove itself is not in there, but the reason
("pac_error").

Returns: UTF-8 on one line

Raises:
    WrongHandle: identity is no live handle)doc";
inline constexpr char doc_mutauth_identity_text[] = R"doc(All of the identity in lines for people.

Raises:
    WrongHandle: identity is no live handle)doc";
inline constexpr char doc_mutauth_identity_inquire[] = R"doc(Who is calling, as RpcBindingInqAuthClient answers on Windows. Each output may be None.

Returns: client: the client's principal, as Identity.client
Returns: service: what the client asked for, a claim, as Identity.asked_service
Returns: level: one of LEVEL_...
Returns: authentication: one of AUTHENTICATION_...
Returns: authorization: one of AUTHORIZATION_...

Raises:
    CallerNotProven: identity is None; no output is touched, and the error's native code
        is RPC_S_BINDING_HAS_NO_AUTH (1746)
    WrongHandle: identity is no live handle; no output is touched)doc";
inline constexpr char doc_mutauth_identity_copy[] = R"doc(Keep an identity beyond what lent it: the same identity, with an owner more.

No more memory is used, and what Identity.pac gave stays good as long as any owner.

Returns: the identity

Raises:
    WrongHandle: identity is no live handle)doc";
inline constexpr char doc_mutauth_identity_free[] = R"doc(Free what Identity.copy gave; never what was lent. Any thread may do it.)doc";
inline constexpr char doc_mutauth_impersonation_level[] = R"doc(What the caller lets the service do in its name.

identity: the caller's

Returns: one of IMPERSONATION_...)doc";
inline constexpr char doc_mutauth_impersonate[] = R"doc(Make the calling thread act as the user that a caller is. If this fails the thread is as
it was, and whatever was to be done as the caller must not be done.

identity: the caller's
map: says which user that is

Returns: the scope

Raises:
    ImpersonationNotGranted: the caller allows less than impersonate
    Error: as User_map.find and impersonate_user)doc";
inline constexpr char doc_mutauth_impersonate_user[] = R"doc(Make the calling thread act as a user. Needs CAP_SETUID and CAP_SETGID, permitted if not
effective, but for what is the same already.

user: the user

Returns: the scope

Raises:
    WrongHandle: user is no live handle
    ImpersonationNotGranted: the user was found for a caller that allows less
    CapabilityMissing: the evidence names which
    UserOutsideNamespace: an id is not mapped into this user namespace
    RootNotAllowed: its uid is 0 and nobody allowed that
    WrongState: the thread is ending: its objects are being destroyed
    OperatingSystemError: the kernel refused for another reason, or the way back is not
        certain)doc";
inline constexpr char doc_mutauth_impersonation_revert[] = R"doc(Give the thread back what it had when the scope began. The process ends if the kernel
refuses.

Raises:
    WrongHandle: impersonation is no live handle
    WrongState: it was reverted before
    ImpersonationOnOtherThread: this is not the thread that began it
    ImpersonationNotInnermost: an inner scope is not reverted yet)doc";
inline constexpr char doc_mutauth_impersonation_free[] = R"doc(Revert, if that was not done, and free. Inside an inner scope this one ends together with
it. Freed by another thread, its own thread acts as the user until it next begins or
reverts a scope, or ends.)doc";
inline constexpr char doc_mutauth_impersonation_depth[] = R"doc(How many scopes the calling thread is in. A thread of a pool is in none between its tasks.

Returns: the count, 0 if it acts as itself)doc";
inline constexpr char doc_mutauth_impersonation_capture[] = R"doc(Whom the calling thread acts as, to be carried with a task to another thread on purpose:
there impersonate_user acts as the same user.

Returns: the user and if there is none)doc";
inline constexpr char doc_mutauth_keytab_new[] = R"doc(Name a keytab. The file is not looked at, and need not be there to be made.

file: a path, or "FILE:/path"
account: the principal whose keys these are, "name@REALM" or "name" in the default
    realm; its keys then stand for each SPN. None: the first name in the keytab that
    the KDC knows as a client's, and only keys under an SPN's own name count for the
    SPN

Returns: the keytab

Raises:
    InvalidArgument: file is None, or account cannot be parsed
    KeytabUnreadable: file names something that is no file, such as "MEMORY:x")doc";
inline constexpr char doc_mutauth_keytab_check[] = R"doc(Whether the keytab opens the tickets that the KDC makes now: gets a new one for each SPN
and opens it. What a key opens decides, as for kvno -k; its name and version explain.
Changes nothing. What is wrong is a finding; a status tells what kept from checking.

spns: the SPNs; None with count 0 for every name with a class and a host in the keytab
count: how many
client: who asks for the tickets; None for the keytab's own account, by its key
grace: seconds for which replaced keys are not reported; KEYTAB_GRACE
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what was found

Raises:
    InvalidArgument: spns is None and count is not 0, or grace is negative
    WrongHandle: keytab, an SPN or client is no live handle
    KeytabUnreadable: the file is missing, cannot be read, is no keytab, or is cut short
    KeytabLacksName: there is no key to ask for tickets with
    ClientUnknown: the KDC takes none of the keytab's names for a client's, as Active
        Directory does with SPNs: name the account, or a client
    KeytabBusy: another program was writing it all the time
    Error: every failure of Credential.fetch)doc";
inline constexpr char doc_mutauth_keytab_add[] = R"doc(Put an SPN's keys into the keytab, of the version that the KDC has now and under its
number. Succeeds also if they are there. The keys are those of the account that the keytab
has already; or, given the account's password, made from it by the salt that the KDC
tells.

spn: the SPN, registered on the account; None with a password: the account's own name
    alone
password: the account's, or None
client: who asks for the ticket that proves the key; None for the account itself
steps: who is told of the steps, and whether it is a dry run; None for neither
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: neither an SPN nor a password, or a password without account
    WrongHandle: keytab, spn, client or steps is no live handle
    KeyNotProven: no key at hand opens the ticket; nothing was written
    KeytabNotWritable: the file cannot be written, or its owner not be kept
    Error: every failure of Keytab.check)doc";
inline constexpr char doc_mutauth_keytab_rotate[] = R"doc(Give the account a new key: a random password (RFC 3244), its keys in the keytab before
the KDC uses them, under each name whose key is the account's, whatever the name: those
that share a key with the account, and those whose tickets open with one. The service
opens tickets at every moment; replaced keys stay for the grace and are taken out by a
later call. A program that starts from the newest key of this very keytab, such as kinit
-k, may be refused in the moment between.

May be cut short anywhere and be called again: it goes on where it stopped. Until it is
done the new password stands in a file of mode 0600 beside the keytab. In a dry run the
KDC is asked for the version and the names that would be written.

administrator: sets the password; None: the account changes its own, by its key
grace: seconds for which replaced keys stay; KEYTAB_GRACE
keeper: "sssd", "samba" or "system" to take the key over from that program, which must
    then be told of it; None for nobody
steps: who is told of the steps, and whether it is a dry run; None for neither
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: grace is negative
    WrongHandle: keytab, administrator or steps is no live handle
    KeyKeptElsewhere: a program that is not named as keeper keeps this key: it is the
        system's keytab, or one that sssd or Samba use
    KeyNotProven: no key in the keytab is the account's, so that no service would get the
        new one; nothing is changed
    KeyChangeUnsettled: a password server was asked, now or in an earlier call, and it is
        not known what it did or will do. All keys and the state file stay; call again: an
        hour later a call starts anew
    PasswordRefused: the realm's policy refused the password, whose words are in the
        evidence; nothing is changed
    PasswordChangeDenied: the caller may not; nothing is changed
    PasswordChangeFailed: the server reports another failure; nothing is changed
    PasswordServerUnknown, PasswordServerUnreachable: nothing is changed
    RotationUnfinished: the password is changed and the keytab not yet what it should be,
        or another account's key in it is still being rotated; call again
    KeytabNotWritable: the file or its folder cannot be written
    Error: every failure of Keytab.check)doc";
inline constexpr char doc_mutauth_keytab_read[] = R"doc(What the file holds, without the keys.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the entries in the file's order

Raises:
    WrongHandle: keytab or deadline is no live handle
    KeytabUnreadable: there is no such file, it may not be read, or is no keytab
    KeytabBusy: another program was writing it until the deadline)doc";
inline constexpr char doc_mutauth_keytab_entries_count[] = R"doc(How many there are.

Returns: the count)doc";
inline constexpr char doc_mutauth_keytab_entries_at[] = R"doc(One of them.

index: below the count

Returns: principal: "name@REALM"
Returns: kvno: the version of the key
Returns: enctype: its encryption type (RFC 3961 8)
Returns: enctype_name: "aes256-cts-hmac-sha1-96"
Returns: timestamp: when it was put there, in seconds since 1970 UTC

Raises:
    InvalidArgument: a pointer is None, or there is no such entry
    WrongHandle: entries is no live handle)doc";
inline constexpr char doc_mutauth_keytab_entries_free[] = R"doc(Free them.)doc";
inline constexpr char doc_mutauth_keytab_remove[] = R"doc(Take entries out of the file. No KDC is asked: what clients still have tickets for can be
opened no more.

principal: whose entries, "name@REALM" or "name" in the default realm; None for all
    names
kvno: the version of the key, -1 for all
enctype: the encryption type, 0 for all
steps: who is told of the steps, and whether it is a dry run; None for neither
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: neither principal, kvno nor enctype says which, or one of them is out
        of range or cannot be parsed
    WrongHandle: keytab, steps or deadline is no live handle
    KeytabLacksName: there is no such entry; nothing was written
    RotationUnfinished: Keytab.rotate was cut short and needs what is there
    KeytabNotWritable: the file cannot be written, or its owner not be kept
    Error: every failure of Keytab.read)doc";
inline constexpr char doc_mutauth_keytab_free[] = R"doc(Free it.)doc";
inline constexpr char doc_mutauth_listener_open[] = R"doc(Listen.

address: "host:port" or "[v6]:port"; port 0 for a free one

Returns: the listener

Raises:
    InvalidArgument: address is None, or the address cannot be parsed
    HostUnknown: the host's name cannot be resolved
    AddressUnusable: the address is taken, or not this machine's)doc";
inline constexpr char doc_mutauth_listener_accept[] = R"doc(Wait for the next connection. Nothing is proven yet: hand it to Channel.open.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the connected socket, -1 on failure; the caller's, who closes it unless
    Channel.open takes it

Raises:
    WrongHandle: listener is no live handle
    DeadlinePassed, Cancelled
    OperatingSystemError: no file descriptor is free, for one)doc";
inline constexpr char doc_mutauth_listener_address[] = R"doc(Where it listens.

Returns: "address:port" with the port that is in use)doc";
inline constexpr char doc_mutauth_listener_free[] = R"doc(Stop listening. No thread may be in Listener.accept.)doc";
inline constexpr char doc_mutauth_local_peer_of[] = R"doc(The process that connected to a Unix socket, as it was when it connected.

socket: a connected Unix socket; stays the caller's

Returns: the peer

Raises:
    NoLocalPeer: this is no connected Unix socket, or it listens, or its peer has no
        number in this user namespace
    OperatingSystemError: the kernel does not say)doc";
inline constexpr char doc_mutauth_local_peer_identity[] = R"doc(The peer as a caller, for Requirements.check, User_map.find and impersonate. Its client is
"UID@WELLKNOWN:LOCAL", a realm that no KDC may have (RFC 6111), its level LEVEL_PRIVACY,
its mechanism MECHANISM_LOCAL; it never expires.)doc";
inline constexpr char doc_mutauth_local_peer_process[] = R"doc(The peer's process. Its number may be another process's by now: it is for logs, not for
decisions.

Returns: the process's number, 0 if it is in another process namespace)doc";
inline constexpr char doc_mutauth_local_peer_free[] = R"doc(Free a peer.)doc";
inline constexpr char doc_mutauth_log_new[] = R"doc(Make a destination.

write: called for each line of the given level and more important ones
user: handed to write; in use until release runs
release: called with user once the log and all objects that were given it are freed;
    None if nobody needs to know
level: the least important level wanted, one of LOG_...

Returns: the log

Raises:
    InvalidArgument: write is None, or the level is unknown)doc";
inline constexpr char doc_mutauth_log_free[] = R"doc(Let go of the log; the objects that were given it keep it.)doc";
inline constexpr char doc_mutauth_negotiation_initiate[] = R"doc(Begin as the client. Gets the ticket for the service, which may wait for the KDC; the
steps that follow wait for nothing.

credential: whose tickets to use
spn: the service that must prove itself
policy: None for the safe defaults
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the negotiation

Raises:
    InvalidArgument: the policy's mechanism is EITHER
    WrongHandle: credential or spn is no live handle
    ForwardingRefused: the policy hands tickets to every service, and the client's may not
        be handed over
    Error: every failure of Credential.fetch)doc";
inline constexpr char doc_mutauth_negotiation_accept[] = R"doc(Begin as the service. Never touches the network.

credential: the service's keys, made by Credential.from_keytab
policy: names the served SPNs, at least one

Returns: the negotiation

Raises:
    InvalidArgument: the policy serves no SPN, or the credential holds no keys
    WrongHandle: credential or policy is no live handle
    KeytabLacksName: the keytab has no key for any served SPN
    ReplayCacheUnusable: the file that remembers requests is not this user's, is no file,
        or cannot be written (Policy.set_replay_cache))doc";
inline constexpr char doc_mutauth_negotiation_bind[] = R"doc(Tie the negotiation to the channel that carries it. Before the first step, at most once.
An initiator sends what it is given; an acceptor compares, as its policy says
(Policy.set_channel_bindings).

bindings: copied

Raises:
    WrongHandle: negotiation or bindings is no live handle
    WrongState: it has taken a step, or was bound before)doc";
inline constexpr char doc_mutauth_negotiation_step[] = R"doc(Take the peer's token and make the next one.

The client starts with no token (None, 0). Whatever the status, a token in out must be
sent to the peer; after OK the negotiation is done on this side, once that token is sent.
After a failure only Negotiation.free works.

token: the peer's token; may be None if the size is 0

Returns: the token to send, None if there is none, also set on failure when there is
    an error token to send

Raises:
    InvalidArgument: token is None with a size
    WrongHandle: negotiation is no live handle
    WrongState: it was done, or had failed, or the policy requires channel bindings and
        none were given
    Forked: it was made before fork()
    TokenMalformed: the token is not one of the mechanism
    TokenReflected: the token is one that this side made
    TokenReplayed: (acceptor) the token was used before
    ReplayCacheUnusable: (acceptor) the request cannot be remembered
    PeerNotProven: (initiator) the service did not prove that it holds the key
    PeerRefused: (initiator) the peer sent an error; what it says is unproven
    WrongSpn: (acceptor) the ticket is for a service that is not served
    WrongKey: (acceptor) no key opens the ticket
    KeyVersionMissing: (acceptor) the ticket wants another version of the key
    KeyEnctypeMissing: (acceptor) the ticket wants another type of the key
    ChannelBindingsMissing: (acceptor) the client gave no channel bindings
    ChannelBindingsMismatch: (acceptor) the client gave those of another channel
    TicketExpired, TicketNotYetValid, ClockSkew
    MechanismRefused: the peer offers no allowed mechanism
    LevelNotReached: fewer protections were agreed than the policy asks
    WeakKey: the session key is not AES, or not of an allowed type
    WeakTicket: the ticket is sealed by a type that is not allowed
    NegotiationFailed: the mechanism failed otherwise; see the native codes)doc";
inline constexpr char doc_mutauth_negotiation_finish[] = R"doc(Take the context out of a negotiation that is done. It can be taken once.

Returns: the context

Raises:
    WrongHandle: negotiation is no live handle
    WrongState: it is not done, has failed, or the context was taken)doc";
inline constexpr char doc_mutauth_negotiation_free[] = R"doc(Free the negotiation.)doc";
inline constexpr char doc_mutauth_identity_pac[] = R"doc(Read the PAC of the client's ticket, whose server signature must be by the key that opened
the ticket, for this client. It is read and checked once and kept; only a service has one.

Returns: the PAC

Raises:
    WrongHandle: identity is no live handle
    PacMissing: the ticket has no PAC
    PacUnproven: its signature is missing or wrong
    PacMalformed: it is signed, and is not what [MS-PAC] says
    OperatingSystemError: libkrb5 could not check the PAC's signature for now (it may not
        read krb5.conf as whom the thread acts): nothing is known of it, and nothing is
        kept)doc";
inline constexpr char doc_mutauth_pac_account_name[] = R"doc(The account's name (sAMAccountName), "alice" or "web$".

Returns: "" if it names no account (MIT's KDC makes such PACs))doc";
inline constexpr char doc_mutauth_pac_full_name[] = R"doc(The account's full name, as people write it.

Returns: "" if there is none)doc";
inline constexpr char doc_mutauth_pac_upn[] = R"doc(The account's user principal name, or what its domain makes of the account's name if it
has none.

Returns: "alice@example.com"; "" if there is none)doc";
inline constexpr char doc_mutauth_pac_dns_domain[] = R"doc(The account's domain, by its DNS name.

Returns: "" if there is none)doc";
inline constexpr char doc_mutauth_pac_domain[] = R"doc(The account's domain, by its NetBIOS name.

Returns: "" if there is none)doc";
inline constexpr char doc_mutauth_pac_user_sid[] = R"doc(The account's SID ([MS-DTYP] 2.4.2.1).

Returns: "S-1-5-21-..."; "" if there is none)doc";
inline constexpr char doc_mutauth_pac_domain_sid[] = R"doc(The SID of the account's domain.

Returns: "S-1-5-21-..."; "" if there is none)doc";
inline constexpr char doc_mutauth_pac_primary_group_sid[] = R"doc(The SID of the account's primary group.

Returns: "S-1-5-21-..."; "" if there is none)doc";
inline constexpr char doc_mutauth_pac_requestor_sid[] = R"doc(Whose ticket-granting ticket was used to ask for the ticket ([MS-PAC] 2.15).

Returns: "S-1-5-21-..."; "" if the KDC does not say so)doc";
inline constexpr char doc_mutauth_pac_logon_time[] = R"doc(When the account logged on.

Returns: seconds since 1970 UTC; INT64_MIN if it is not told, or for a wrong handle)doc";
inline constexpr char doc_mutauth_pac_asserted_by_service[] = R"doc(Whether a service said who the client is (S4U2Self, [MS-SFU]), and the client itself
proved nothing to the KDC.

Returns: 1 or 0)doc";
inline constexpr char doc_mutauth_pac_group_count[] = R"doc(How many SIDs of groups there are, in the PAC's order. The primary group is not among them
unless the KDC put it there too.

Returns: the count)doc";
inline constexpr char doc_mutauth_pac_group_at[] = R"doc(One group's SID. Identity.has_sid says whether it counts for this service.

index: from 0 to Pac.group_count - 1

Returns: "S-1-..."; None if the index is out of range)doc";
inline constexpr char doc_mutauth_pac_group_kind_at[] = R"doc(Where the KDC has that group from.

index: from 0 to Pac.group_count - 1

Returns: one of SID_...; 0 if the index is out of range)doc";
inline constexpr char doc_mutauth_pac_group_attributes_at[] = R"doc(What holds of that group: [MS-PAC] 2.2.1 (1 mandatory, 2 enabled by default, 4 enabled, 8
owner, 16 for denial only, 0x20000000 domain-local).

index: from 0 to Pac.group_count - 1

Returns: the bits; 0 if the index is out of range)doc";
inline constexpr char doc_mutauth_pac_delegation_target[] = R"doc(The SPN that the last service asked the ticket for, as the client (S4U2Proxy, [MS-PAC]
2.9).

Returns: "" if the client came itself)doc";
inline constexpr char doc_mutauth_pac_delegation_count[] = R"doc(How many services acted as the client, one after the other, before it came here.

Returns: the count; 0 if the client came itself, or for a wrong handle)doc";
inline constexpr char doc_mutauth_pac_delegation_at[] = R"doc(One of those services, the client's own first.

index: from 0 to Pac.delegation_count - 1

Returns: None if the index is out of range)doc";
inline constexpr char doc_mutauth_pac_signatures[] = R"doc(Which signatures the PAC has. The server's was verified, by the service's key; the others
are by the KDC's key, which a service does not have, so that nobody here can verify them.

Returns: the bits of PAC_SIGNATURE_...)doc";
inline constexpr char doc_mutauth_policy_new[] = R"doc(A policy with the safe defaults.

Returns: the policy)doc";
inline constexpr char doc_mutauth_policy_set_level[] = R"doc(Settle for less than privacy. Written to the log as a warning whenever a context is made
so.

level: one of LEVEL_...; the numbers are Windows' RPC_C_AUTHN_LEVEL_...

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: the level is unknown)doc";
inline constexpr char doc_mutauth_policy_waive_mutual[] = R"doc(Settle for the client's proof alone: on a client, the service need not prove itself; on an
acceptor, clients are taken that do not ask it to (gokrb5 is one). Whoever answers at the
service's address may then be anybody. Written to the log as a warning whenever a context
is made under such a policy.

Raises:
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_set_dce_style[] = R"doc(Negotiate in DCE style, as DCE/RPC does: the tokens are Kerberos' bare messages, there is
a third one (or, under SPNEGO, a fourth), and sealed messages have DCE's layout. Both
sides must.

Raises:
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_set_identify_only[] = R"doc(Initiators only. Let the service ask who the client is, but not act as it: level
IMPERSONATION_IDENTIFY. The service keeps to this if it acts as its callers by
impersonate, or is on Windows; it is a wish that no cryptography enforces.

Raises:
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_set_channel_bindings[] = R"doc(Choose what is asked of channel bindings, which are given by Negotiation.bind. Only an
acceptor can compare them: an initiator that was given some always sends them, and the
acceptor's answer proves neither that it had the same nor that it looked (RFC 4121
4.1.1.2). So all rules are for acceptors; REQUIRE also makes an initiator's negotiation
without any fail.

rule: one of BINDINGS_...; WHEN_GIVEN is the default

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: the rule is unknown)doc";
inline constexpr char doc_mutauth_policy_set_delegation[] = R"doc(Initiators only. Choose whether the client hands its tickets to the service: a ticket-
granting ticket by which the service may act as the client wherever it likes, until it
ends. Handing it over asks the KDC for another ticket when the negotiation is made (under
SPNEGO and where GSS-API protects messages in the first step, which may then wait).

Nothing is handed over if the client's ticket-granting ticket is not forwardable, because
the client did not ask for that (kinit without -f) or because its account says
NOT_DELEGATED (Active Directory) or -allow_forwardable (MIT): by ALWAYS the negotiation
fails then with ForwardingRefused, by IF_TRUSTED it goes on and the log tells of it.

rule: one of DELEGATION_...; NEVER is the default

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: the rule is unknown)doc";
inline constexpr char doc_mutauth_policy_keep_ticket[] = R"doc(Acceptors only. Keep each client's ticket as long as its context, so that the service may
act as the client towards others where the KDC lets it: Credential.for_caller. Takes a
kilobyte or two a context, more where tickets carry many groups.

Raises:
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_keep_delegated[] = R"doc(Acceptors only. Keep the ticket-granting ticket that a client hands over, as long as its
context: Credential.for_caller then acts as the client by it, wherever the client itself
could. Each client's has a cache of its own in memory, which is wiped when its last user
is freed. Without this it is never opened. Takes some kilobytes a context.

Raises:
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_set_replay_cache[] = R"doc(Acceptors only. Remember the requests that were taken in another file than the usual one,
so that no token of a client is taken twice (RFC 4120 3.2.3). All acceptors that serve by
one key need one file between them: with two, each takes what the other has taken. The
default is the file that MIT's acceptors of this user have, /var/tmp/krb5_UID.rcache2, in
MIT's format; it is made when it is missing. Neither KRB5RCACHENAME, KRB5RCACHETYPE,
KRB5RCACHEDIR and TMPDIR nor krb5.conf's default_rcache_name change it. Takes
Policy.waive_replay_cache back.

file: a path from the root; None for the usual one; copied

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: file does not begin with a slash)doc";
inline constexpr char doc_mutauth_policy_waive_replay_cache[] = R"doc(Acceptors only. Remember no request. Whoever can record a client's token can then
negotiate with it again for some minutes, as that client; who does not know the session
key can still do nothing with the context, if what is done needs messages under it. Each
negotiation shows in the log.

Raises:
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_set_session_enctypes[] = R"doc(Choose the encryption types that the key of the messages may have. The default is all of
AES.

enctypes: numbers of RFC 3961's registry: 17, 18 (RFC 3962), 19, 20 (RFC 8009); copied
count: how many, at least 1

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: enctypes is None, count is 0, or a number is none of these four)doc";
inline constexpr char doc_mutauth_policy_set_ticket_enctypes[] = R"doc(Choose the encryption types that the service's ticket may be sealed by. The default is all
of AES and RC4 (23), which Active Directory takes for an account that says nothing of its
encryption types; a context made by such a ticket shows as a warning in the log.

enctypes: numbers of RFC 3961's registry: 17, 18, 19, 20, 23; copied
count: how many, at least 1

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: enctypes is None, count is 0, or a number is none of these five)doc";
inline constexpr char doc_mutauth_policy_set_longest_life[] = R"doc(Let contexts end earlier than the client's ticket. None lives longer than that, however
large the number is.

seconds: from the end of the negotiation, at least 1

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: seconds is less than 1)doc";
inline constexpr char doc_mutauth_policy_set_message_limit[] = R"doc(How many messages a context protects in each direction, after which it must be negotiated
anew. Not set: 2^40, which no ticket's life has room for.

messages: at least 1

Raises:
    InvalidArgument: messages is 0
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_set_replay_window[] = R"doc(For transports that lose messages and change their order, such as datagrams. Not set: 0,
each message must be the next one, and what is not ends the context.

With a window a message may be missing, or come late by less than so many messages, but
none is taken twice. A message that is refused is then not the end of the context, for
anybody may throw one in. The initiator no longer asks its peer for sequence checks.

messages: 0 to REPLAY_WINDOW_MAX. Where GSS-API protects the messages its own window,
    of 64, stands for any but 0

Raises:
    InvalidArgument: messages is above REPLAY_WINDOW_MAX
    WrongHandle: policy is no live handle)doc";
inline constexpr char doc_mutauth_policy_set_mechanism[] = R"doc(Choose the mechanism. An acceptor takes only tokens of this one, or of two (EITHER).

mechanism: one of MECHANISM_... but LOCAL; an initiator whose policy says EITHER is
    refused (InvalidArgument) where its negotiation is made

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: the mechanism is unknown)doc";
inline constexpr char doc_mutauth_policy_set_protector[] = R"doc(Choose who protects messages. The peer sees no difference: both make the tokens of RFC
4121. Own is the default; it is for AES keys, and where it cannot be used GSS takes its
place. Which one a context uses is decided when it is made and told by Context.protector.

protector: one of PROTECTOR_...

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: the protector is unknown)doc";
inline constexpr char doc_mutauth_policy_add_served_spn[] = R"doc(Acceptors only. Name an SPN that is served. An acceptor needs at least one: there is no
"any".

spn: copied

Raises:
    WrongHandle: policy or spn is no live handle)doc";
inline constexpr char doc_mutauth_policy_add_served_pattern[] = R"doc(Acceptors only. Serve many SPNs at once: those that match a pattern and have a key of
their own in the keytab, or the key of the account that the credential names.

pattern: CLASS/HOST with * for any text behind the class, "HTTP/www.*" for example; or
    with _HOST for this machine's own name in lower case, "host/_HOST"

Raises:
    WrongHandle: policy is no live handle
    InvalidArgument: pattern is None
    NotUtf8: pattern is not UTF-8
    SpnPatternMalformed: it is not of this form, or its class holds a *
    InvalidName, NameTooLong, OperatingSystemError: this machine's name cannot be put in
        its place)doc";
inline constexpr char doc_mutauth_policy_set_log[] = R"doc(Where contexts made under this policy, and what is built on them, write their log.

log: kept as long as needed; None for none

Raises:
    WrongHandle: policy is no live handle, or log is neither None nor one)doc";
inline constexpr char doc_mutauth_policy_free[] = R"doc(Free the policy.)doc";
inline constexpr char doc_mutauth_report_count[] = R"doc(How many there are.

Returns: the count)doc";
inline constexpr char doc_mutauth_report_faults[] = R"doc(How many of them are of the severity SEVERITY_FAULT: with none the service works.

Returns: the count)doc";
inline constexpr char doc_mutauth_report_at[] = R"doc(One of them. The texts are UTF-8 and live as long as the list.

index: from 0 to Report.count - 1

Returns: code: one of REPORT_..., 0 if the index is out of range
Returns: severity: one of SEVERITY_..., 0 if the index is out of range
Returns: subject: the SPN, principal or file that it is about; None if the index is
    out of range
Returns: text: what was found; None if the index is out of range
Returns: remedy: what to do; None if the index is out of range

Raises:
    InvalidArgument: a pointer is None or the index is out of range
    WrongHandle: report is no live handle)doc";
inline constexpr char doc_mutauth_report_name[] = R"doc(The name of a code, such as "kvno_gap", for people and for JSON.

code: any number

Returns: "" for a number that is no code of this version)doc";
inline constexpr char doc_mutauth_report_free[] = R"doc(Free the list.)doc";
inline constexpr char doc_mutauth_requirements_new[] = R"doc(Requirements that ask for level privacy and nothing else.

Returns: the requirements)doc";
inline constexpr char doc_mutauth_requirements_set_level[] = R"doc(The least level a call must have.

level: one of LEVEL_...

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: the level is unknown)doc";
inline constexpr char doc_mutauth_requirements_set_mechanism[] = R"doc(Allow only this mechanism.

mechanism: one of MECHANISM_... but EITHER, by which no caller comes

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: the mechanism is unknown)doc";
inline constexpr char doc_mutauth_requirements_add_service_key[] = R"doc(Allow only keys of this name and of those added before. Every name that the keytab has the
key under which opened the caller's ticket (Identity.service_key_at) must be allowed: a
ticket for any of them opens with it, and what the ticket claims can be rewritten. A
service that shares its key with others gets a key of its own, allows all of them, or
takes the claim for enough (Requirements.accept_asked_service). The realm is compared only
if one is given.

name: "class/host" or "name", with or without "@REALM"; "_HOST" as the host stands for
    this machine's name, and asterisks behind the class for any text

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: name is None or empty
    SpnPatternMalformed: an asterisk stands in the class
    InvalidName, NameIsAddress, NameTooLong, OperatingSystemError: this machine has no
        name that could stand for "_HOST")doc";
inline constexpr char doc_mutauth_requirements_accept_asked_service[] = R"doc(Take the claim for enough: a caller whose key has other names too is allowed if the
service that it asked for (Identity.asked_service) is among the allowed service keys.
Whoever has a ticket for any SPN of the key can claim so. The asked service is compared
without regard to case in ASCII, as a directory does.

Raises:
    WrongHandle: requirements is no live handle)doc";
inline constexpr char doc_mutauth_requirements_add_client[] = R"doc(Allow only this client and those added before. If its ticket's PAC names an account, the
name must be that account's own (sAMAccountName), or its UPN after Requirements.allow_upn:
Active Directory's KDC lets the holder of "web$" come as "web", and whoever may write to
an account chooses its UPN.

principal: "name@REALM", compared byte by byte

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: principal is None or has no realm)doc";
inline constexpr char doc_mutauth_requirements_add_realm[] = R"doc(Allow only clients of this realm and of those added before.

realm: compared byte by byte

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: realm is None or empty)doc";
inline constexpr char doc_mutauth_requirements_add_sid[] = R"doc(Allow only this account, or the members of this group, and those added before. What counts
is said at Identity.has_sid.

sid: "S-1-5-21-...", without leading zeros

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: sid is None or none)doc";
inline constexpr char doc_mutauth_requirements_trust_domain[] = R"doc(Let the SIDs of a domain count in tickets of clients of that realm. Without it only those
of the account's own domain do, and only if the realm is the service's own. Whoever runs
that realm's KDC then decides who is in that domain's groups.

realm: of the clients, compared byte by byte
domain_sid: "S-1-5-21-...": a domain's SID, without an account's number

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: realm is None or empty, or domain_sid is None or none)doc";
inline constexpr char doc_mutauth_requirements_add_indicator[] = R"doc(Allow only clients that proved themselves to their KDC in this way, or in one added before
(RFC 8129).

indicator: "otp" or "pkinit" for example, compared byte by byte

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: indicator is None or empty)doc";
inline constexpr char doc_mutauth_requirements_set_max_age[] = R"doc(Allow only clients that proved themselves to their KDC by password or key within so many
seconds before the call. Processes of this machine are allowed.

seconds: 1 or more

Raises:
    WrongHandle: requirements is no live handle
    InvalidArgument: seconds is not positive)doc";
inline constexpr char doc_mutauth_requirements_allow_upn[] = R"doc(Allow clients by their accounts' UPNs (userPrincipalName) too, not by their own names
alone.

Raises:
    WrongHandle: requirements is no live handle)doc";
inline constexpr char doc_mutauth_requirements_set_local_only[] = R"doc(Allow only processes of this machine (Local_peer).

Raises:
    WrongHandle: requirements is no live handle)doc";
inline constexpr char doc_mutauth_requirements_check[] = R"doc(Check a caller, on every call. Asks no network and no file; the first check that needs the
PAC reads it. The first reason against the caller is given, in this order:

identity: the caller's

Raises:
    WrongHandle: requirements or identity is no live handle
    ContextExpired: its context's lifetime is over
    CallerLevelTooLow: its context is less protected than required
    CallerMechanism: its mechanism is not allowed
    CallerNotLocal: it is no process of this machine
    CallerWrongService: the key that opened its ticket has a name that is not allowed here
    CallerWrongRealm: its realm is not allowed
    CallerNotAllowed: its principal is not allowed
    AccountMismatch: its principal is allowed, and not its account's
    CallerNotMember: none of the required SIDs is its, or counts here
    PacMissing, PacUnproven, PacMalformed: SIDs are required (or a principal's account is
        compared), and the ticket's PAC tells none
    OperatingSystemError: the PAC could not be checked for now, as Identity.pac says
    CallerIndicatorMissing: it proved itself in none of the required ways
    CallerTooOld: it proved itself too long ago, or nobody knows when)doc";
inline constexpr char doc_mutauth_requirements_free[] = R"doc(Free the requirements.)doc";
inline constexpr char doc_mutauth_service_new[] = R"doc(A service on this machine; on others instead, once Service.add_host named one.

type: one of SERVICE_...
service_class: a protocol's name or a GUID
service: the DN, GUID or DNS name of the domain or replicated service; None for the
    types DNS_HOST, DN_HOST and NETBIOS_HOST
port: of this machine; 0 leaves it out. Hosts that are added have their own

Returns: the service

Raises:
    InvalidArgument: service_class is None, or the type is unknown
    NameTooLong: a text is longer than SPN_MAX)doc";
inline constexpr char doc_mutauth_service_add_host[] = R"doc(Add a host that the service runs on. Several instances on one host are added each with its
port.

host: the host's name, taken as it is
port: 0 to leave it out

Raises:
    WrongHandle: service is no live handle
    InvalidArgument: host is None, or there are SERVICE_HOSTS_MAX already
    NameTooLong: host is longer than SPN_MAX)doc";
inline constexpr char doc_mutauth_service_set_local_names[] = R"doc(Say what this machine is called, instead of asking it. By itself it is called as
gethostname(2) says, in lower case, and if that is short with the domain that /etc/hosts
gives it.

dns_name: the full DNS name
netbios_name: or None for the first label of dns_name in capitals, cut to 15
    characters

Raises:
    WrongHandle: service is no live handle
    InvalidArgument: dns_name is None
    NameTooLong: a name is longer than SPN_MAX)doc";
inline constexpr char doc_mutauth_service_compose[] = R"doc(Compose the service's names, by the rules of DsGetSpn: one for each host in their order,
or one for this machine.

Returns: the names

Raises:
    WrongHandle: service is no live handle
    InvalidArgument: the type needs a service name and there is none, or takes none and
        there is one
    InvalidName: as for Spn.compose
    NameIsAddress: a host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: an SPN would be longer than SPN_MAX
    NotUtf8: a part is not UTF-8
    OperatingSystemError: this machine does not say what it is called)doc";
inline constexpr char doc_mutauth_service_compose_host_pair[] = R"doc(Compose the two names that DsServerRegisterSpn registers for this machine: class/<DNS
name> and class/<NetBIOS name>, each with the service's port. One name if a directory
takes them for one. Hosts, type and service name play no part.

Returns: the names

Raises:
    Error: the statuses of Service.compose)doc";
inline constexpr char doc_mutauth_service_free[] = R"doc(Free the service.)doc";
inline constexpr char doc_mutauth_program_new[] = R"doc(A program without arguments, environment and descriptors, to run in the folder "/".

Of the descriptors 0, 1 and 2 those that are not given are /dev/null.

path: absolute, since no folder is searched. It is the program's own name (argv[0])
    too

Returns: the program

Raises:
    InvalidArgument: path is None or not absolute)doc";
inline constexpr char doc_mutauth_program_add_argument[] = R"doc(Add an argument after those added before.

argument: may be empty

Raises:
    WrongHandle: program is no live handle
    InvalidArgument: argument is None)doc";
inline constexpr char doc_mutauth_program_add_environment[] = R"doc(Add a variable to the program's environment, or give it another value.

name: the variable's name
value: may be empty

Raises:
    WrongHandle: program is no live handle
    InvalidArgument: name is None or empty or has "=", or value is None)doc";
inline constexpr char doc_mutauth_program_add_descriptor[] = R"doc(Give the program a descriptor of this process. It stays open here, and must be open when
the program is started; the kernel does not ask whether the user might have opened it.

ours: an open descriptor of this process
its: what number it has in the program, 0 to 1023

Raises:
    WrongHandle: program is no live handle
    InvalidArgument: ours is negative, or its is out of range or was given before)doc";
inline constexpr char doc_mutauth_program_set_directory[] = R"doc(Set the program's working directory, which it enters as the user.

path: absolute

Raises:
    WrongHandle: program is no live handle
    InvalidArgument: path is None or not absolute)doc";
inline constexpr char doc_mutauth_program_free[] = R"doc(Free a program. What was started goes on.)doc";
inline constexpr char doc_mutauth_spawn_as[] = R"doc(Start a program as the user that a caller is. Returns once the program was executed;
nothing runs as the user on failure. May be called on any thread, also inside an
impersonation, as whom does not matter.

identity: the caller's
map: says which user that is
program: the program
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the process

Raises:
    ImpersonationNotGranted: the caller allows less than impersonate
    Error: as User_map.find and spawn_as_user)doc";
inline constexpr char doc_mutauth_spawn_as_user[] = R"doc(Start a program as a user: as spawn_as. Needs CAP_SETUID and CAP_SETGID, permitted if not
effective, but for what is the same already.

user: the user; as root, if that was allowed, the program has no capability either
program: the program
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the process

Raises:
    WrongHandle: user, program or deadline is no live handle
    ImpersonationNotGranted: the user came as a client that allows less
    RootNotAllowed: its uid is 0 and nobody allowed that
    CapabilityMissing: the evidence names which
    UserOutsideNamespace: an id is not mapped into this user namespace
    DirectoryNotEntered: the user may not enter the working directory
    ProgramNotExecuted: the user may not execute it, or it is no program
    DeadlinePassed, Cancelled: it was not executed in time, and was ended
    OperatingSystemError: a descriptor is not open, no process can be made, or the kernel
        refused for another reason)doc";
inline constexpr char doc_mutauth_process_id[] = R"doc(The process's number.

Returns: its pid, which may be another process's once it was waited for)doc";
inline constexpr char doc_mutauth_process_fd[] = R"doc(A descriptor that poll(2) finds readable once the process has ended (pidfd_open(2)).

Returns: the descriptor, the handle's own, to be neither read nor closed)doc";
inline constexpr char doc_mutauth_process_wait[] = R"doc(Wait for the process's end. The answer is kept for later calls.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: code: its exit status, 0 to 255; -1 if a signal ended it, and on failure
Returns: signal: the signal's number, 0 if none ended it, and on failure

Raises:
    WrongHandle: process or deadline is no live handle
    InvalidArgument: code or signal is None
    DeadlinePassed, Cancelled: it runs on
    ExitStatusTaken: it has ended, and something else has waited for it
    OperatingSystemError: the kernel refused)doc";
inline constexpr char doc_mutauth_process_signal[] = R"doc(Send the process a signal, and never another process.

signal: the signal's number; 0 for a look whether it may be sent

Raises:
    WrongHandle: process is no live handle
    InvalidArgument: there is no such signal
    WrongState: the process has ended
    OperatingSystemError: the kernel refused)doc";
inline constexpr char doc_mutauth_process_free[] = R"doc(Free the handle. The process runs on; if it was not waited for and ends later, it stays a
zombie as long as this process lives.)doc";
inline constexpr char doc_mutauth_spn_compose[] = R"doc(Compose a service's own SPN from its parts.

service_class: a protocol's name or a GUID, such as "ldap" or "HTTP"
host: the DNS or NetBIOS name of the host; None for this machine's own name: as
    gethostname(2) gives it, in lower case, and if that is short with the domain that
    /etc/hosts gives it; no network is asked
port: 0 for the class's usual port, which is left out
service: the DN, GUID or DNS name of a replicated service; None for a host-based
    service, which is left out

Returns: the new SPN

Raises:
    InvalidArgument: service_class is None
    InvalidName: a part is empty, or holds '/', a control character, or (class and host)
        ':' or '@'
    NameIsAddress: host is an IP address, or is read as one (127.1, 2130706433): no
        account is registered for one
    NameUnusable: the name will not work, as Findings.of would say: the host ends in a
        dot, is _HOST or is longer than DNS allows. Spn.parse makes such a name all the
        same
    NameTooLong: the SPN would be longer than SPN_MAX
    NotUtf8: a part is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_compose_for_target[] = R"doc(Compose the SPN of a service that a client wants to call, by the rules of DsMakeSpn.

The host part is instance_name, or service_name if that is None. With an instance name the
service name becomes the third part. With an IP address as the service name and no
instance name, the referrer (the host that named the address) is required and becomes the
third part; in every other case it is ignored.

service_class: a protocol's name or a GUID
service_name: the host's name, or the DN or DNS name of a replicated service
instance_name: the host that runs this instance, or None
port: 0 to leave it out
referrer: who gave the address, or None

Returns: the new SPN

Raises:
    InvalidArgument: service_class or service_name is None
    InvalidName: as for Spn.compose
    NameIsAddress: the service name is an IP address and there is no referrer
    NameUnusable: as for Spn.compose
    NameTooLong: the SPN would be longer than SPN_MAX
    NotUtf8: a part is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_compose_for_host[] = R"doc(Compose class/host for a server known by its host name alone
(DsClientMakeSpnForTargetServer). Unlike on Windows the name is never looked up in DNS,
which an attacker may answer for.

service_class: a protocol's name or a GUID
host: the host's DNS or NetBIOS name

Returns: the new SPN

Raises:
    InvalidArgument: service_class or host is None
    InvalidName: as for Spn.compose
    NameIsAddress: host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: the SPN would be longer than SPN_MAX
    NotUtf8: a part is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_expand_host[] = R"doc(Make the SPN that a pattern of a shared configuration file stands for: "_HOST" as the host
is replaced by the host's name in lower case. A name with another host is only read.

pattern: class/_HOST, with port, service name and @REALM as for Spn.parse
host: the host's DNS name; None for this machine's, as for Spn.compose

Returns: the new SPN

Raises:
    InvalidArgument: pattern is None
    InvalidName: as for Spn.parse; the host as for Spn.compose
    NameIsAddress: host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: the SPN would be longer than SPN_MAX
    NotUtf8: a text is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_parse[] = R"doc(Read an SPN as it stands in a configuration file or was typed.

More is accepted than is composed: directories hold empty classes and hosts, blanks, and
'@'. A suffix "@REALM" is taken as the realm if nothing but letters, digits, '.', '-' and
'_' follows.

text: two or three parts between slashes

Returns: the new SPN

Raises:
    InvalidArgument: text is None
    InvalidName: there is no slash or more than two, or all parts are empty
    NameTooLong: the text is longer than SPN_MAX
    NotUtf8: the text is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_parse_value[] = R"doc(Read a value of servicePrincipalName. There '@' is an ordinary character, so no realm is
taken off it; otherwise as Spn.parse.

value: two or three parts between slashes

Returns: the new SPN

Raises:
    Error: the statuses of Spn.parse)doc";
inline constexpr char doc_mutauth_spn_from_principal[] = R"doc(The SPN that a Kerberos principal stands for, quoted as krb5_parse_name(3) reads it.

principal: class/host or class/host/service with libkrb5's quoting, and @REALM unless
    the realm is to be left open

Returns: the new SPN

Raises:
    InvalidArgument: principal is None
    InvalidName: libkrb5 would not read it, it has not two or three components, or one
        holds a quoted '/' or NUL, which no SPN can hold
    NameTooLong: the SPN would be longer than SPN_MAX
    NotUtf8: the principal is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_text[] = R"doc(The SPN as a directory holds it, without the realm.)doc";
inline constexpr char doc_mutauth_spn_principal[] = R"doc(The SPN as a Kerberos principal, quoted as krb5_parse_name(3) reads it, ending in
"@REALM", or in a bare "@" if the SPN has no realm (then the client's realm and the KDC's
referrals decide).)doc";
inline constexpr char doc_mutauth_spn_service_class[] = R"doc(The service class, the part before the first slash.)doc";
inline constexpr char doc_mutauth_spn_host[] = R"doc(The host, without port or instance.)doc";
inline constexpr char doc_mutauth_spn_port[] = R"doc(The port.

Returns: 0 if it names none)doc";
inline constexpr char doc_mutauth_spn_instance[] = R"doc(The instance: what follows the host's ':' and is no port.

Returns: "" if it names none)doc";
inline constexpr char doc_mutauth_spn_service[] = R"doc(The service name, the third part.

Returns: "" if there is none)doc";
inline constexpr char doc_mutauth_spn_realm[] = R"doc(The realm that was written behind '@'.

Returns: "" if none was)doc";
inline constexpr char doc_mutauth_spn_equal_to_kdc[] = R"doc(Whether a KDC takes two SPNs for one name: byte by byte, all parts; a realm that one of
them lacks is no difference.

b: an SPN

Returns: 1 if so, else 0)doc";
inline constexpr char doc_mutauth_spn_equal_to_directory[] = R"doc(Whether Active Directory takes two SPNs for one name: case, accents, width and kana type
make no difference ([MS-ADTS] 6.5.1), blanks and look-alikes do. The realm is no part of
the name there. Folds by Unicode 14.0; docs/spn.md says what folds.

b: an SPN

Returns: 1 if so, else 0)doc";
inline constexpr char doc_mutauth_spn_controller_name[] = R"doc(What a name is by its form: one that by convention only a domain controller or a KDC has.

Returns: one of CONTROLLER_NAME_..., NONE also for a wrong handle)doc";
inline constexpr char doc_mutauth_spn_free[] = R"doc(Free the SPN.)doc";
inline constexpr char doc_mutauth_spns_count[] = R"doc(How many SPNs there are.

Returns: the count, 0 for None)doc";
inline constexpr char doc_mutauth_spns_at[] = R"doc(One SPN of the list.

index: from 0 to Spns.count - 1

Returns: None if the index is out of range)doc";
inline constexpr char doc_mutauth_spns_free[] = R"doc(Free the list and its SPNs.)doc";
inline constexpr char doc_mutauth_steps_new[] = R"doc(Make one.

dry_run: 1 if the steps are only to be told and nothing is to be changed, else 0
tell: called at each moment of each step; None to be told nothing
user: handed to tell; in use until release runs
release: called with user once the steps object is freed and no change that was given
    it runs, also if tell is None; None if nobody needs to know

Returns: the steps object

Raises:
    InvalidArgument: dry_run is neither 0 nor 1)doc";
inline constexpr char doc_mutauth_steps_free[] = R"doc(Free it.)doc";
inline constexpr char doc_mutauth_local_user_new[] = R"doc(A user by its numbers, without a look at the name service.

name: for messages; "" if there is none
uid: the user's number; not 4294967295, which is nobody's
gid: its primary group; not 4294967295
groups: its supplementary groups; None if there are none
group_count: how many, 65536 at most

Returns: the user

Raises:
    InvalidArgument: name is None, groups is None and group_count is not 0, or a number is
        nobody's)doc";
inline constexpr char doc_mutauth_local_user_find[] = R"doc(The user of that name, with its groups, as the name service (getpwnam, getgrouplist) has
it. That may ask servers and take as long as they do.

Returns: the user

Raises:
    InvalidArgument: name is None, or name is empty
    UserUnknown: the name service has no such user, or has it no longer
    OperatingSystemError: the name service failed; this says nothing of the user)doc";
inline constexpr char doc_mutauth_local_user_from_directory[] = R"doc(The user that a caller's account is, by the numbers that Active Directory has for it: the
account is found by the SID in the ticket's PAC (objectSid), and its uidNumber and
gidNumber (RFC 2307) are the user's, the gidNumbers of its groups the user's groups. Only
accounts of the domain of the service's own realm are found. The name is the account's
(sAMAccountName).

For impersonate give the user to a map, by User_map.add_user. Whoever may write uidNumber
in that directory decides who is who here.

directory: an open session with the domain; one thread at a time
identity: the caller's
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the user

Raises:
    WrongHandle: directory, identity or deadline is no live handle
    UserNotMapped: the directory has no such account, or one without uidNumber and
        gidNumber, or the account is of another domain
    PacMissing: the ticket has no PAC, or one that names no account
    PacUnproven, PacMalformed: what the PAC says is not to be believed
    AccountMismatch: the ticket's PAC is of an account with another name and UPN
    ContextExpired: the caller's context's lifetime is over
    DirectoryBaseUnknown, DirectorySilent, DirectoryLost, DirectoryDenied,
        DirectoryFailed, DirectoryFlooded, DirectoryLimited, Cancelled)doc";
inline constexpr char doc_mutauth_local_user_allow_root[] = R"doc(The same user, whom a thread may act as although its uid is 0.

Raises:
    WrongHandle: user is no live handle)doc";
inline constexpr char doc_mutauth_local_user_name[] = R"doc(The user's name.)doc";
inline constexpr char doc_mutauth_local_user_uid[] = R"doc(The user's number.

Returns: the uid; 4294967295 for a wrong handle)doc";
inline constexpr char doc_mutauth_local_user_gid[] = R"doc(The number of the user's primary group.

Returns: the gid; 4294967295 for a wrong handle)doc";
inline constexpr char doc_mutauth_local_user_group_count[] = R"doc(How many supplementary groups the user has.

Returns: the count)doc";
inline constexpr char doc_mutauth_local_user_group_at[] = R"doc(One supplementary group.

index: from 0 to Local_user.group_count - 1

Returns: the gid; 4294967295 if the index is out of range)doc";
inline constexpr char doc_mutauth_local_user_free[] = R"doc(Free a user.)doc";
inline constexpr char doc_mutauth_user_map_new[] = R"doc(A map that maps nobody.

Returns: the map)doc";
inline constexpr char doc_mutauth_user_map_add_rule[] = R"doc(Map a principal to the user of a name. The name service is asked for the user at each
look-up. What names one principal goes before patterns; patterns go in the order in which
they were added.

principal: "name@REALM" byte by byte, or with * for any text in the name. The realm is
    compared as it is and holds no *
user: the user's name

Raises:
    WrongHandle: map is no live handle
    InvalidArgument: principal or user is None or empty, or principal has no realm or one
        with *)doc";
inline constexpr char doc_mutauth_user_map_add_user[] = R"doc(Map a principal to a given user, so that no name service is asked: as User_map.add_rule.

principal: "name@REALM" or with * for any text in the name
user: the user, who is copied

Raises:
    WrongHandle: map or user is no live handle
    InvalidArgument: principal is None or empty, or has no realm or one with *)doc";
inline constexpr char doc_mutauth_user_map_add_sid[] = R"doc(Map the account of a SID, whatever its name, to the user of a name. Goes before all other
rules.

The SID is read from the ticket's PAC, and counts only in tickets of principals of that
realm: another realm's KDC may not speak of this realm's accounts. A ticket without a SID
is mapped by the other rules.

realm: the realm of the account's domain, compared byte by byte
sid: "S-1-5-21-..." of the account itself, without leading zeros; groups are not
    looked at
user: the user's name

Raises:
    WrongHandle: map is no live handle
    InvalidArgument: realm or user is None or empty, or sid is none)doc";
inline constexpr char doc_mutauth_user_map_require_pac[] = R"doc(Map nobody whose ticket has no PAC that names an account: then each caller's account is
known, not its name alone. For services whose callers all come from Active Directory.

Raises:
    WrongHandle: map is no live handle)doc";
inline constexpr char doc_mutauth_user_map_add_realm[] = R"doc(Map the principals of a realm whose names have one component to the users of the same
names: "alice@REALM" to "alice". Whoever makes principals in that realm decides who is who
here. If the ticket's PAC names the account, as Active Directory's do, its name is taken.

realm: compared byte by byte

Raises:
    WrongHandle: map is no live handle
    InvalidArgument: realm is None or empty)doc";
inline constexpr char doc_mutauth_user_map_use_auth_to_local[] = R"doc(Where no rule and no realm fits, map the principals of krb5.conf's default realm as that
file says (auth_to_local, auth_to_local_names). Its rules are not asked for other realms'
principals.

Raises:
    WrongHandle: map is no live handle)doc";
inline constexpr char doc_mutauth_user_map_allow_upn[] = R"doc(Let rules for names (User_map.add_rule, User_map.add_user) be for UPNs as well.

Without it a caller whose ticket's PAC names its account is mapped by such a rule only
under the account's own name (sAMAccountName). A userPrincipalName is chosen by whoever
may write to the account, so that "ghost@REALM" could be anybody's. Rules for SIDs take
callers by either name, and listed realms and auth_to_local map the account's own name,
whatever the caller came by.

Raises:
    WrongHandle: map is no live handle)doc";
inline constexpr char doc_mutauth_user_map_allow_root[] = R"doc(Let callers be mapped to the user of uid 0, as whom nothing is refused.

Raises:
    WrongHandle: map is no live handle)doc";
inline constexpr char doc_mutauth_user_map_find[] = R"doc(The user that a caller is. May ask the name service and take as long as that does.

If the ticket's PAC names its account, the client's name must be that, whatever the rules:
Active Directory's KDC gives tickets to "web" for the account "web$" as well. Its UPN will
do where the rule is not for a name, or User_map.allow_upn was called.

identity: the caller's

Returns: the user

Raises:
    WrongHandle: map or identity is no live handle
    UserNotMapped: nothing in the map fits the caller
    UserUnknown: the name service does not know the user, or does no longer
    RootNotAllowed: the user's uid is 0
    AccountMismatch: the ticket's PAC is of an account with another name, or its UPN is
        the client's and a rule for names fits
    PacUnproven: the ticket has a PAC that does not prove itself
    PacMalformed: the ticket has a PAC that is not what [MS-PAC] says
    PacMissing: a PAC is required, and the ticket has none that names an account
    ContextExpired: the caller's context's lifetime is over
    OperatingSystemError: the name service or libkrb5 failed, also when the PAC was to be
        verified; nothing of that is kept, so that another try may succeed)doc";
inline constexpr char doc_mutauth_user_map_free[] = R"doc(Free a map.)doc";
inline constexpr char doc_mutauth_verification_run[] = R"doc(Verify a service. Changes nothing.

Each expected SPN must be on the account and on no other; then what Keytab.check demands.
An SPN that the account has by an alias of the directory's own, as http/ by host/ in
Active Directory, is in order if the keytab opens the ticket for it.

directory: the session
account: as for Account.find; None for the account that the session is bound as
keytab: the service's keys
spns: the SPNs that the service should have; None with count 0 for every name with a
    class and a host in the keytab, or if it has none, for the account's SPNs
count: how many
client: who asks for the tickets; None for the keytab's own account, by its key
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what is missing, empty if the service is in order

Raises:
    InvalidArgument: spns is None and count is not 0
    WrongHandle: directory, keytab, an SPN or client is no live handle
    Error: every failure of Account.find, Directory.find_holders and Keytab.check)doc";
inline constexpr char doc_mutauth_version[] = R"doc(The version of the library that is loaded, which may be newer than the headers.

Returns: "major.minor.patch")doc";
inline constexpr char doc_mutauth_has_feature[] = R"doc(Whether the loaded library can do a thing on this machine.

Known features: "kerberos", "negotiate" (SPNEGO limited to Kerberos), "directory" (the
LDAP module loads, and with it OpenLDAP's client library), "one-pass" (messages of
aes128-cts-hmac-sha1-96 and aes256-cts-hmac-sha1-96 are encrypted and hashed at once by
the processor's AES and SHA instructions; without it, as where OpenSSL is bound to its
FIPS module, OpenSSL does the same octets one after the other).

feature: a name from the list; None and unknown names are allowed

Returns: 1 if it can, 0 if not)doc";
// clang-format on
