// The docstrings of the functions, by the names of the C functions behind them.
// Made by bindings/generate.py from the headers and _mutauth.pyi.in; do not edit.
#pragma once

// clang-format off
inline constexpr char doc_mutauth_account_find[] = R"doc(Find an account.

On Active Directory the domain in front of a backslash must be the server's own, by its
short or its DNS name; other directories keep no such name and take any.

directory: the session
name: a DN, an account name ("websvc", "host1$"), DOMAIN\name, or a principal
    ("websvc@EXAMPLE.TEST"); None for the account that the session is bound as
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the account

Raises:
    InvalidArgument: name is empty
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
    Error: whatever Account.add_spn raises, but for SpnTaken)doc";
inline constexpr char doc_mutauth_account_add_spns[] = R"doc(Register SPNs, all of them or none: one LDAP modify, which is one step.

spns: the SPNs
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: whatever Account.add_spn raises, and:
    TooManySpns: there are more than 10000)doc";
inline constexpr char doc_mutauth_account_delete_spns[] = R"doc(Take SPNs off the account: one LDAP modify, which is one step.

spns: the SPNs
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: whatever Account.add_spns raises, but for SpnTaken)doc";
inline constexpr char doc_mutauth_account_replace_spns[] = R"doc(Make these SPNs the account's only ones: one LDAP modify, which is one step, of just the
values that are missing or too many. It starts over if another program changed the list
meanwhile.

Where a KDC reads its principals from the entry, the account's own principal stays, with a
warning if it is an SPN.

spns: the SPNs
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what could not be done though it succeeded, as Account.warnings

Raises:
    Error: whatever Account.add_spns raises, and:
    AccountBusy: other programs kept changing the list)doc";
inline constexpr char doc_mutauth_account_register_host[] = R"doc(Register a service class under both names of a host, CLASS/host.example.test and
CLASS/HOST, in one change: DsServerRegisterSpn.

A directory that lets a computer write only names of its own may refuse the short one;
then the full one is registered alone, and a warning says so.

host: the host's full name; None for this machine's
operation: one of SpnOperation; SpnOperation.REPLACE throws away every other SPN of
    the account
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what could not be done though it succeeded, as Account.warnings

Raises:
    Error: whatever Account.add_spns raises, and:
    InvalidArgument: the operation is unknown
    InvalidName, NameTooLong)doc";
inline constexpr char doc_mutauth_account_move_spns[] = R"doc(Move SPNs to another account, which may be of another session, in three steps: the new
account gets notes, SPNs with "mutauth-moving." in front of their class; the old one loses
the SPNs; the new one gets them and loses the notes.

A move that was cut short leaves each name on one of the accounts, or noted. Run again,
with the same accounts and the same list or none, it finds by the notes what is left to
do. The notes stay as long as it is not certain where the names are.

to: the account that is to hold them
spns: the SPNs; None for all, and all that are noted
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what could not be done though it succeeded, as Account.warnings

Raises:
    Error: whatever Account.add_spns raises, and:
    InvalidArgument: the two accounts are the same
    SpnNotThere: neither account holds one of them, and it is not noted)doc";
inline constexpr char doc_mutauth_account_remove_all[] = R"doc(Take all SPNs of a class, or all of them, off the account, as when a service is
uninstalled: one LDAP modify, which is one step. The account's own principal stays, with a
warning.

service_class: in any case; None for all
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what could not be done though it succeeded, as Account.warnings

Raises:
    Error: whatever Account.delete_spns raises, and:
    InvalidArgument: service_class is empty)doc";
inline constexpr char doc_mutauth_account_warnings[] = R"doc(What the last change of the account could not do though it succeeded, and names that work
in some places only (spn.FindingLevel.WARNING).

Returns: lines for people, none if all was done)doc";
inline constexpr char doc_mutauth_account_write_spns[] = R"doc(DsWriteAccountSpn: its arguments, its order of checks and its outcomes. The Win32 number
that it would return is the first native code of a failure.

On Active Directory the texts go to the server as they are, which judges them. Names that
will not work are refused before that, as by Account.add_spn; the number is 8373.

directory: the session
operation: one of SpnOperation; for any other the Win32 number is 1
account: the account's DN or one of its names; for None or "" the number is 87
spns: for one that is None or "" the number is 87
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: whatever Account.replace_spns raises, and:
    InvalidArgument: what has the numbers 1 and 87 above
    TooManySpns: there are more than 10000; the number is 87
    AccountNotFound: there is no such account; the number is 8333
    SpnMalformed: a text is no SPN; the number is 8373)doc";
inline constexpr char doc_mutauth_account_free[] = R"doc(Free the account object. The directory's entry stays.)doc";
inline constexpr char doc_mutauth_alias_map_add[] = R"doc(Add a value of sPNMappings: "host=alerter,cifs,http" lets host stand for the others.
Blanks around a class do not count. Of several values that list a class the first holds.

value: AliasMap.active_directory, or what a directory holds

Raises:
    InvalidName: the value has no '=', or nothing on one side of it
    NotUtf8: the value is not UTF-8
    TextTooLong: the value has more than 65536 bytes)doc";
inline constexpr char doc_mutauth_alias_map_active_directory[] = R"doc(A map of the one value of sPNMappings that each forest of Active Directory begins with:
host stands for cifs, http, rpc, dns and some fifty others, not for ldap, GC, https,
TERMSRV or MSSQLSvc.

Returns: the map)doc";
inline constexpr char doc_mutauth_alias_map_apply[] = R"doc(The same name under the class that stands for its class (MapSPN, [MS-DRSR] 4.1.4.2.19):
one step, the first match; port, instance, service name and realm stay.

spn: the name

Returns: the mapped name; None if there is none

Raises:
    NameTooLong: the mapped name would be longer than 1024 bytes)doc";
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
    InvalidName: domain is empty, or holds what no host may hold
    NameIsAddress: domain is an IP address
    NameTooLong: a name would be longer than 1024 bytes
    NotUtf8: domain is not UTF-8)doc";
inline constexpr char doc_mutauth_channel_connect[] = R"doc(Connect to a service by TCP and negotiate.

The address is only where to connect to; the name that must be proven is the negotiation's
SPN.

address: "host:port" or "[v6]:port"
negotiation: a client's, not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    InvalidArgument: the address cannot be parsed
    HostUnknown, HostUnreachable
    Error: whatever Channel.open raises)doc";
inline constexpr char doc_mutauth_channel_open[] = R"doc(Negotiate on a connected stream socket. Either side.

connection: a connected stream socket; the channel's on success, which makes it
    non-blocking; on failure open and still the caller's
negotiation: not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    InvalidArgument: connection is no socket, or the negotiation's policy has a replay
        window: a channel keeps order
    LevelTooLow: the negotiation's policy asks for less than level privacy; the peer was
        told nothing
    FrameTooLarge, FrameMalformed: the peer does not speak this protocol
    StreamTruncated: the peer closed the connection before it was proven
    DeadlinePassed, Cancelled
    Error: whatever Negotiation.step raises)doc";
inline constexpr char doc_mutauth_channel_connect_windows_sample[] = R"doc(Connect as Channel.connect does, and speak with the framing of Windows' SSPI samples.

That is 32 bits of length, the lowest byte first, and at most 12000 bytes;
docs/channel.md. It has no sealed end: what came may have been cut off, and where the
stream ends Channel.receive raises StreamEndUnproven. Channel.close only shuts the socket
down for sending, and Channel.refuse raises NotInFraming.

address: "host:port" or "[v6]:port"
negotiation: a client's, not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    Error: whatever Channel.connect raises; FrameTooLarge also for a token of our own that
        does not fit)doc";
inline constexpr char doc_mutauth_channel_open_windows_sample[] = R"doc(Negotiate as Channel.open does, and speak with the framing of Windows' SSPI samples; see
Channel.connect_windows_sample for what it lacks.

connection: a connected stream socket; the channel's on success, which makes it
    non-blocking; on failure open and still the caller's
negotiation: not yet stepped; used up, also on failure
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the channel

Raises:
    Error: whatever Channel.open raises)doc";
inline constexpr char doc_mutauth_channel_send[] = R"doc(Send one message, sealed.

A send that fails with DeadlinePassed or Cancelled may have sent a part, so the channel
sends nothing after it.

timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: the message is too long
    WrongState: the channel was closed for sending, or an earlier send failed
    StreamTruncated: the peer closed the connection
    ContextExpired, ContextBroken, Forked
    DeadlinePassed, Cancelled)doc";
inline constexpr char doc_mutauth_channel_receive[] = R"doc(Receive one message.

A proven peer may take its time: without a timeout this waits as long as the connection
lasts. After DeadlinePassed or Cancelled the same message can be waited for again.

timeout: seconds to wait at most; None for no end

Returns: the message; None once the peer has sealed its end

Raises:
    WrongState: an earlier receive failed for good
    StreamTruncated: the stream ended without the peer's sealed end
    StreamEndUnproven: it ended, and its framing has no sealed end
    RefusedByPeer: the proven peer refused to go on; its reason is in the message
    MessageTampered, MessageReplayed, MessageOutOfOrder
    FrameTooLarge, FrameMalformed
    ContextExpired, ContextBroken, Forked
    DeadlinePassed, Cancelled)doc";
inline constexpr char doc_mutauth_channel_close[] = R"doc(Seal the end of what this side sends. The peer may still send; receive until None. Nothing
is done if it was closed before.

timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: whatever Channel.send raises)doc";
inline constexpr char doc_mutauth_channel_refuse[] = R"doc(Tell the proven peer, sealed, that its call is refused, and end the sending side.

reason: for the peer's eyes, at most 1024 bytes; what would help an attacker does not
    belong in it
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    Error: whatever Channel.send raises
    NotUtf8, TextTooLong
    NotInFraming: Windows' framing has no refusal)doc";
inline constexpr char doc_mutauth_channel_identity[] = R"doc(Who the two sides are.)doc";
inline constexpr char doc_mutauth_channel_fd[] = R"doc(The socket, to wait on with poll(2). Readable means that a receive may find something.

Returns: the file descriptor, which stays the channel's)doc";
inline constexpr char doc_mutauth_channel_free[] = R"doc(Close the socket and free the channel. Without Channel.close before, the peer sees
truncation.)doc";
inline constexpr char doc_mutauth_channel_bindings_from_certificate[] = R"doc(Of the server's certificate: "tls-server-end-point" of RFC 5929 4. Both sides give the
same certificate: the server its own, the client the one that the server showed. The hash
is that of the certificate's signature, SHA-256 in place of MD5 and SHA-1.

certificate: X.509 in DER, all of it

Returns: the bindings

Raises:
    CertificateUnusable: no certificate in DER, or one whose signature names no hash
        (Ed25519), for which RFC 5929 has no rule)doc";
inline constexpr char doc_mutauth_channel_bindings_from_exporter[] = R"doc(Of the TLS connection itself: "tls-exporter" of RFC 9266, for TLS 1.3, and for TLS 1.2
with extended master secrets.

exported: what TLS exports under "EXPORTER-Channel-Binding" with an empty context
    (SSL_export_keying_material)

Returns: the bindings

Raises:
    InvalidArgument: the size is not 32)doc";
inline constexpr char doc_mutauth_channel_bindings_from_data[] = R"doc(Of anything: GSS-API's application data (RFC 2743 1.1.6), with its prefix if it has one.

data: the same on both sides

Returns: the bindings

Raises:
    InvalidArgument: the size is out of range)doc";
inline constexpr char doc_mutauth_channel_bindings_data[] = R"doc(GSS-API's application data, for programs that negotiate by other means: the prefix and
what follows it.)doc";
inline constexpr char doc_mutauth_context_sealed_size[] = R"doc(How large a message becomes when it is sealed.

message_size: in bytes

Returns: bytes; 0 for a message beyond MESSAGE_MAX)doc";
inline constexpr char doc_mutauth_context_wrapped_size[] = R"doc(How large a message becomes when it is wrapped.

message_size: in bytes

Returns: bytes; 0 for a message beyond MESSAGE_MAX)doc";
inline constexpr char doc_mutauth_context_token_size[] = R"doc(How large the token of a message is that is sealed in segments, whose own sizes do not
change.

Returns: bytes)doc";
inline constexpr char doc_mutauth_context_signature_size[] = R"doc(How large the signature of a message is.

Returns: bytes)doc";
inline constexpr char doc_mutauth_context_seconds_left[] = R"doc(How long the context still protects messages: to the end of the ticket or of the policy's
longest life. Five minutes ahead the policy's log is told once.

Returns: seconds; 0 if it has expired)doc";
inline constexpr char doc_mutauth_context_messages_left[] = R"doc(How many messages the context still protects, in the direction that is nearer to the
policy's limit (Policy(message_limit=...)).

Returns: messages; 0 if none)doc";
inline constexpr char doc_mutauth_context_protector[] = R"doc(Who protects this context's messages, for its whole life.)doc";
inline constexpr char doc_mutauth_context_seal[] = R"doc(Encrypt and sign one message for the peer (RFC 4121 4.2.4, with confidentiality).

Raises:
    InvalidArgument: the message is too long
    LevelTooLow: the context was negotiated for less than privacy
    ContextExpired: the context's lifetime is over
    ContextBroken: an earlier message failed to open or verify
    ContextExported: the context lives on in another process
    MessageLimit: the context has protected as many messages as it may
    Forked: the context was made before fork())doc";
inline constexpr char doc_mutauth_context_open[] = R"doc(Check and decrypt one message from the peer. Any failure is final: the context opens and
verifies nothing after it. A context with a replay window (Policy(replay_window=...))
lives on.

sealed: what the peer's seal made

Raises:
    MessageTampered: changed on the way, or not sealed for this context
    MessageReplayed: received before
    MessageOutOfOrder: a message before it is missing
    NotSealed: signed, but not encrypted
    LevelTooLow, ContextExpired, ContextBroken, ContextExported, MessageLimit, Forked: as
        for Context.seal)doc";
inline constexpr char doc_mutauth_context_sign[] = R"doc(Sign one message that travels in the clear, apart from its signature (RFC 4121 4.2.4,
MIC).

Raises:
    Error: whatever Context.seal raises)doc";
inline constexpr char doc_mutauth_context_verify[] = R"doc(Check the peer's signature of a message. Any failure is final, as for Context.open.

signature: what the peer's sign made

Raises:
    Error: whatever Context.open raises)doc";
inline constexpr char doc_mutauth_context_wrap[] = R"doc(Sign one message that travels in the clear, with its signature around it (RFC 4121 4.2.4,
without confidentiality).

Raises:
    Error: whatever Context.seal raises)doc";
inline constexpr char doc_mutauth_context_unwrap[] = R"doc(Check one message that the peer wrapped or sealed, and give it without its signature: who
asks for no encryption takes it all the same.

wrapped: what the peer's wrap or seal made

Raises:
    Error: whatever Context.open raises, but for NotSealed)doc";
inline constexpr char doc_mutauth_context_seal_segments[] = R"doc(Encrypt and sign one message in segments, where they are. Their sizes do not change; what
is added goes into a token apart. The peer opens with the same segments in the same order.

The token has the layout of gss_wrap_iov with one header and neither padding nor trailer,
and on a context in DCE style that of DCE/RPC ([MS-RPCE] 2.2.2.11, [MS-KILE] 3.4.5.4).

segments: (buffer, SegmentProtection) pairs, at most MESSAGE_MAX bytes in all; sealed
    ones are changed in place and must not overlap each other

Returns: the token

Raises:
    Error: whatever Context.seal raises; InvalidArgument also for a segment that asks for
        no known protection. If any of them fails nothing is sealed)doc";
inline constexpr char doc_mutauth_context_open_segments[] = R"doc(Check and decrypt one message in segments, where they are. Failures are as for
Context.open; the sealed segments are then wiped.

segments: (buffer, SegmentProtection) pairs, as they were sealed; they are changed in
    place
token: what seal_segments gave

Raises:
    InvalidArgument: a segment asks for no known protection: nothing was opened, and
        nothing wiped
    Error: whatever Context.open raises)doc";
inline constexpr char doc_mutauth_context_sign_segments[] = R"doc(Sign one message in segments: the signature is that of all their bytes in a row, whatever
protection each asks for. None is written to.

segments: (buffer, SegmentProtection) pairs; none is changed

Returns: the signature

Raises:
    Error: whatever Context.seal_segments raises)doc";
inline constexpr char doc_mutauth_context_verify_segments[] = R"doc(Check the peer's signature of a message in segments. None is written to.

segments: those of the peer, in its order
signature: what the peer's sign or sign_segments made

Raises:
    Error: whatever Context.verify raises)doc";
inline constexpr char doc_mutauth_context_session_key[] = R"doc(The key that both sides share and nobody else has: the acceptor's subkey, else the
initiator's, else the ticket's session key, as [MS-KILE] 3.1.1.2 and SSPI's
SECPKG_ATTR_SESSION_KEY give it. The context's own messages are protected by keys derived
from it: derive others, and never use it as it is.)doc";
inline constexpr char doc_mutauth_context_export[] = R"doc(Give the context away to another process, which imports it once and goes on where this one
stopped: with the same peer, identity, counts and level. This one protects nothing any
more; it still tells its identity, and is to be freed.

What is exported holds the context's key in the clear: pass it by a socket or pipe that
nobody else reads, never by a file. Only the same version of the library imports it.

Returns: the exported context

Raises:
    ContextExpired, ContextBroken, ContextExported, MessageLimit, Forked
    OperatingSystemError: as Identity.pac, whose answer goes along)doc";
inline constexpr char doc_mutauth_context_import[] = R"doc(Take over a context that another process exported. Importing it twice would let a message
pass twice: it is for the programs to see that it is done once.

Each setting of the policy must hold of the context as if it had been negotiated under it:

- level, mutual proof, mechanism, DCE style and the keys' encryption types are checked; so
  are REQUIRE for channel bindings, identify only and delegation (an initiator's), and the
  served SPNs against what the client asked for (an acceptor's, if the policy names any)
- a replay window wider than the policy's is refused, and so are an acceptor's to keep
  tickets, which stay with the process that negotiated
- the longest life, from the end of the negotiation, and the message limit shorten the
  context
- the log becomes the context's; the protector stays as it was negotiated.

exported: what Context.export gave
policy: None for the safe defaults with Mechanism.EITHER

Returns: the context

Raises:
    ExportMalformed: it is no exported context of this version
    PeerNotProven, LevelNotReached, WeakKey, WeakTicket, ContextExpired, MessageLimit: the
        policy is not met
    PolicyNotMet: another of its settings is not; the error's evidence names it)doc";
inline constexpr char doc_mutauth_context_identity[] = R"doc(Who the two sides are and how well the context protects.)doc";
inline constexpr char doc_mutauth_context_free[] = R"doc(Free the context and wipe its keys.)doc";
inline constexpr char doc_mutauth_controller_compose[] = R"doc(Compose its names, each one once.

Returns: the names

Raises:
    InvalidName: as for Spn.compose; the GUID is none
    NameIsAddress: the host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: an SPN would be longer than 1024 bytes
    NotUtf8: a part is not UTF-8)doc";
inline constexpr char doc_mutauth_credential_from_ccache[] = R"doc(The tickets of a credential cache, copied now. When the cache changes (kinit renewed it),
what it holds is copied again. If it has become another principal's, that is refused once
the old tickets end, unless Credential.follow_source.

name: "FILE:/path", "DIR:...", "KEYRING:...", "KCM:...", or a bare path

Returns: the credential

Raises:
    InvalidArgument: name is empty
    WrongState: a keyring is named, and this thread acts as a caller
        (Identity.impersonate): it would be one of the service's
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
    WrongState: this thread acts as a caller (Identity.impersonate), whose tickets these
        are not: Credential.for_impersonated
    NoCredential: the cache does not exist or is empty
    CcacheUnreadable: the cache is there but cannot be read)doc";
inline constexpr char doc_mutauth_credential_from_client_keytab[] = R"doc(The keys of the system's client keytab, for a program that runs as a service and calls
others: KRB5_CLIENT_KTNAME, then krb5.conf's default_client_keytab_name.

principal: whose keys to use, "name@REALM" or "name"; None for the first entry's

Returns: the credential

Raises:
    Error: whatever Credential.from_keytab raises)doc";
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
    InvalidArgument: principal cannot be parsed
    KeytabUnreadable: the file is missing, cannot be read, or is no keytab
    KeytabLacksName: the keytab is empty, or has no key for the principal)doc";
inline constexpr char doc_mutauth_credential_from_password[] = R"doc(A principal and its password, for initiators. The password is copied into wiped memory.

principal: "name@REALM", or "name" in the default realm

Returns: the credential

Raises:
    InvalidArgument: principal cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_from_enterprise_password[] = R"doc(An enterprise name (RFC 6806 5), such as a user principal name, and its account's
password, for initiators. The KDC says which account that is: once a ticket was fetched,
the principal is the account's own name; if the name is another account's later, that is
CredentialChanged. Active Directory knows UPNs so, whatever their suffix; MIT's KDC the
names that its database has as aliases.

name: "carol@corp.example", in the default realm; "carol@corp.example@REALM" in
    another, whose KDC knows the name

Returns: the credential

Raises:
    InvalidArgument: name cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_from_enterprise_keytab[] = R"doc(The same by a key of a keytab, under whatever name it stands there: the newest keys are
tried, three at most, since an account may be locked by failures. For initiators.

file: a path, "FILE:/path", or another keytab name that libkrb5 knows
name: as for Credential.from_enterprise_password

Returns: the credential

Raises:
    InvalidArgument: name cannot be parsed
    KeytabUnreadable: the file is missing, cannot be read, or is no keytab
    KeytabLacksName: the keytab is empty)doc";
inline constexpr char doc_mutauth_credential_from_password_callback[] = R"doc(A principal whose password the program gives each time that one is needed, for initiators.

principal: "name@REALM", or "name" in the default realm
ask: called with the principal each time a password is needed; None for an answer
    gives up

Returns: the credential

Raises:
    InvalidArgument: principal cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_follow_source[] = R"doc(Let a credential made from a credential cache become whoever the cache is of when it
changes. Without this its principal never changes.)doc";
inline constexpr char doc_mutauth_credential_ensure_fresh[] = R"doc(Make sure of a ticket-granting ticket that lives for a while, so that nothing has to wait
for a new one meanwhile. By key or password into new memory, never in place: negotiations
go on. A ticket of a credential cache is read again if the cache has changed.

seconds: how long it must live still, at least 0; a KDC that gives less gives less
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: seconds is negative or beyond 2147483647
    CredentialExpired: the cache's ticket ends before that
    CredentialChanged: the cache has become another principal's
    Error: whatever Credential.fetch raises)doc";
inline constexpr char doc_mutauth_credential_renew_in_background[] = R"doc(Do so again and again, on a thread of the library's that blocks all signals, until
Credential.stop_renewal or Credential.free, which end it and wait for its end; by a
callback that runs on that thread they only end it. After a failure it tries again in 1 to
60 seconds.

seconds: how long before its end a ticket is renewed, at least 0
log: told of failures (warning) and renewals (debug); None for none
log_level: the least important lines that log is told

Raises:
    InvalidArgument: seconds is negative or beyond 2147483647
    WrongState: it is being renewed already
    OperatingSystemError: no thread can be started)doc";
inline constexpr char doc_mutauth_credential_stop_renewal[] = R"doc(End the background renewal, if there is one, and wait for its end. A callback that runs on
the renewal's own thread does not wait: the renewal ends when the callback has returned.)doc";
inline constexpr char doc_mutauth_credential_fetch[] = R"doc(Get the ticket for a service now, so that a negotiation with it needs no network.

Asks all of the realm's KDCs side by side. Does nothing when a fresh ticket is at hand.

spn: the service; None for the ticket-granting ticket alone
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    ServiceUnknown: the KDC knows no such service: the SPN is not registered
    ClientUnknown: the KDC knows no such client
    WrongPassword: the KDC refused the password or key
    ClientLocked: the account is locked, disabled or expired
    NoCredential: there is no ticket to start from
    CredentialExpired: the ticket to start from has expired and is not renewable
    CredentialChanged: so it has, and its cache has become another principal's
    DelegationRefused, TransitionRefused: of a credential for a client: the KDC does not
        let its service act as the client
    RealmUnknown: no KDC is known for the realm
    KdcUnreachable: no KDC takes a connection
    KdcSilent: a KDC was reached but did not answer in time
    KdcProtocol: a KDC's answer makes no sense
    KdcRefused: the KDC refused for another reason, given as evidence
    ClockSkew: this machine's clock and the KDC's differ too much
    EncryptionUnsupported: no encryption type in common
    Cancelled: free() was called meanwhile
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
inline constexpr char doc_mutauth_credential_for_caller[] = R"doc(The caller's credential: by the ticket-granting ticket that it handed over, if it did and
the acceptor's policy kept that (Policy(keep_delegated=True)); else by the ticket with
which it proved itself to this service (S4U2Proxy), if the policy keeps those
(Policy(keep_ticket=True)) and the client's ticket is forwardable, which a client learns
only from the KDC's refusal. Asks no KDC yet.

service: the service's own, with which it gets tickets: a keytab of its account, or
    its tickets
identity: the caller's

Returns: the credential. Fetching with it, and negotiations that it initiates, may
    fail with DelegationRefused and with what the service's own may fail with

Raises:
    ImpersonationNotGranted: the caller allows less than impersonate, or this side is the
        client
    ClientTicketNotKept: the policy kept neither, or the context was imported)doc";
inline constexpr char doc_mutauth_credential_for_user[] = R"doc(A user's credential by the service's word alone (S4U2Self, then S4U2Proxy): the user came
by other means than Kerberos, or does not know of it at all. Whoever holds the service's
keys can act so as every user, which is why directories ask for a right of its own. Asks
no KDC yet.

service: the service's own, with which it gets tickets
client: "name@REALM", or "name" in krb5.conf's default realm

Returns: the credential. Fetching with it, and negotiations that it initiates, may
    fail with TransitionRefused, DelegationRefused, ClientUnknown and with what the
    service's own may fail with

Raises:
    InvalidArgument: client is no principal)doc";
inline constexpr char doc_mutauth_credential_for_enterprise_user[] = R"doc(The same of a user by an enterprise name (RFC 6806 5), such as a user principal name. The
KDC says which account that is, and how it is named to others: MIT's and Samba's KDCs keep
the name.

service: the service's own, with which it gets tickets
name: "carol@corp.example", in krb5.conf's default realm, or
    "carol@corp.example@REALM"

Returns: the credential. Fetching fails as with Credential.for_user, and with
    CredentialChanged if the name has become another account's

Raises:
    InvalidArgument: name cannot be parsed)doc";
inline constexpr char doc_mutauth_credential_for_impersonated[] = R"doc(The credential of whomever the calling thread acts as: Identity.impersonate, or
LocalUser.impersonate with a user that UserMap.find or impersonated_user gave, which take
the caller along to other threads. Asked anew at each fetch and each negotiation (dynamic
identity tracking), as Credential.for_caller does, so that one object serves all threads
of a pool; to settle it once, and to keep the tickets for many calls, use that one
(static).

It is never the service itself: on a thread that acts as nobody, and inside an inner scope
as somebody who is no client, what is begun with it fails.

service: the service's own, as in Credential.for_caller

Returns: the credential. Fetching with it, and negotiations that it initiates, may
    fail with WrongState (the thread acts as nobody), ClientTicketNotKept, and as
    those of Credential.for_caller)doc";
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
    InvalidArgument: the address cannot be parsed
    DirectoryModuleMissing: OpenLDAP's client library is not installed
    DirectoryUnreachable: no connection
    DirectorySilent: no answer in time
    DirectoryLost: the server closed the connection
    DirectoryProtocol: the answer is not LDAP
    DirectoryUnsealed: the server offers no encryption
    DirectoryBindRefused: the server refused the caller
    Cancelled: free() was called meanwhile
    Error: whatever Credential.fetch and Negotiation.step raise)doc";
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
    InvalidArgument: domain is no DNS name
    DirectoryUnknown: there are no such records, or no name server answers
    DeadlinePassed: no answer in time
    Cancelled: free() was called meanwhile)doc";
inline constexpr char doc_mutauth_directory_base[] = R"doc(Where accounts are searched.

Returns: a DN: the one that was set, or else the server's defaultNamingContext or its
    only naming context; "" if the server names none or several and none was set)doc";
inline constexpr char doc_mutauth_directory_unique_base[] = R"doc(Where a name must be unique.

Returns: the DN that was set; "" for everywhere)doc";
inline constexpr char doc_mutauth_directory_allow_unusable_names[] = R"doc(Let this session register names that are known not to work: an IP address as host (127.1
and 2130706433 are addresses too), a dot at the end, _HOST, a label longer than DNS
allows, and whatever else spn.lint calls spn.FindingLevel.BREAKS. Without this they are
refused; with it each of them is a warning (Account.warnings).)doc";
inline constexpr char doc_mutauth_directory_open_catalog[] = R"doc(Open a session with a global catalog of Active Directory, for what concerns the whole
forest. The session keeps it and uses it on the same thread.

credential: the caller's
address: as for Directory.open, but port 3268 if none or 389 is given; None for the
    session's own host; then nothing is done, with success, on a directory that has no
    catalogs because it is no Active Directory
spn: the name that the catalog must prove; None for the one that the session has
    proved. If that has the domain in it (ldap/<host>/<domain>), so must this one
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: the address cannot be parsed, or the SPN has no domain in it
    CatalogUnfit: the server is no global catalog, or of another forest
    Error: whatever Directory.open raises)doc";
inline constexpr char doc_mutauth_directory_find_holders[] = R"doc(Find the accounts that hold an SPN, wherever a name must be unique
(Directory.unique_base). More than one means that nobody can prove it.

spn: compared as the directory compares, ignoring case
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: their DNs

Raises:
    DirectoryBaseUnknown: set the base first
    DirectoryLimited: the server stopped before the end
    DirectoryFlooded: the server's answer has no end
    DirectorySilent, DirectoryLost, DirectoryDenied, DirectoryFailed, Cancelled)doc";
inline constexpr char doc_mutauth_directory_free[] = R"doc(Unbind and free the session.)doc";
inline constexpr char doc_mutauth_directory_find_duplicates[] = R"doc(Begin to look for duplicates.

forest: True for the whole forest, which open_catalog() opens; False for what is below
    base
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the groups, to iterate over

Raises:
    DirectoryBaseUnknown: set the base first
    DirectorySilent, DirectoryLost, DirectoryDenied, DirectoryFailed, Cancelled)doc";
inline constexpr char doc_mutauth_duplicates_advance[] = R"doc(Read one page more on the way to the next group: for those who show progress.
next(Duplicates) alone does it all too.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: whether a group is ready, or there are none any more

Raises:
    Error: whatever next(FoundSpns) raises)doc";
inline constexpr char doc_mutauth_duplicates_next[] = R"doc(Step to the next group.

Returns: how the SPNs of the group are one name; that name, for aliases the one that
    they stand for; and who has it: pairs of an SPN and its account's DN

Raises:
    Error: whatever next(FoundSpns) raises)doc";
inline constexpr char doc_mutauth_duplicates_free[] = R"doc(Free the cursor; before the end it stops the search.)doc";
inline constexpr char doc_mutauth_engine_begin[] = R"doc(Begin with a negotiation, as whichever side it is. A client has bytes to be sent then.

negotiation: not yet stepped; used up, also on failure, which may be done at once

Returns: the engine

Raises:
    InvalidArgument: the negotiation's policy has a replay window: a channel keeps order
    LevelTooLow: the negotiation's policy asks for less than level privacy
    Error: whatever Negotiation.step raises)doc";
inline constexpr char doc_mutauth_engine_begin_windows_sample[] = R"doc(Begin as Engine.begin does, and speak with the framing of Windows' SSPI samples.

See Channel.connect_windows_sample for what it lacks. Engine.close gives no bytes to be
sent: shut the transport down for sending.

negotiation: not yet stepped; used up, also on failure

Returns: the engine

Raises:
    Error: whatever Engine.begin raises
    FrameTooLarge: our first token does not fit)doc";
inline constexpr char doc_mutauth_engine_feed[] = R"doc(Take bytes that came from the peer: all of them or, with ReceiveQueueFull, none. After the
end that the peer sealed, more are taken and dropped.

Raises:
    ReceiveQueueFull: messages that came before must be received first
    WrongState: an earlier call failed for good, or the data had ended
    FrameTooLarge, FrameMalformed: the peer does not speak this protocol
    Error: whatever Negotiation.step raises
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_ended[] = R"doc(Say that the peer's bytes have ended. Messages that came before can still be received.

Raises:
    StreamTruncated: the peer was not proven yet
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_to_send[] = R"doc(The bytes that are to go to the peer next. Say with Engine.sent how many of them went.

Returns: the bytes; b"" if there are none

Raises:
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_sent[] = R"doc(Say that bytes have gone to the peer.

size: how many, from the beginning of what Engine.to_send has

Raises:
    InvalidArgument: there were not so many
    Forked: the engine is another process's)doc";
inline constexpr char doc_mutauth_engine_send[] = R"doc(Seal one message. It is then among the bytes to be sent.

Raises:
    SendQueueFull: more bytes than the bound wait; the message was not taken
    InvalidArgument: the message is too long
    WrongState: the peer is not proven, or the sending side was closed
    ContextExpired, ContextBroken, Forked)doc";
inline constexpr char doc_mutauth_engine_receive[] = R"doc(Receive one message of those that came.

Returns: the message; None once the peer has sealed its end

Raises:
    WouldBlock: more of the peer's bytes are needed; nothing is wrong
    WrongState: an earlier call failed for good
    StreamTruncated: the bytes ended without the peer's sealed end
    StreamEndUnproven: they ended, and their framing has no sealed end
    RefusedByPeer: the proven peer refused to go on; its reason is in the message
    MessageTampered, MessageReplayed, MessageOutOfOrder
    FrameTooLarge, FrameMalformed
    ContextExpired, ContextBroken, Forked)doc";
inline constexpr char doc_mutauth_engine_close[] = R"doc(Seal the end of what this side sends. The peer may still send. Never refused for the
bound. Nothing is done if it was closed before.

Raises:
    Error: whatever Engine.send raises but for SendQueueFull and InvalidArgument)doc";
inline constexpr char doc_mutauth_engine_refuse[] = R"doc(Seal for the proven peer that its call is refused, and end the sending side. Never refused
for the bound.

reason: for the peer's eyes, at most 1024 bytes; what would help an attacker does not
    belong in it

Raises:
    Error: whatever Engine.send raises but for SendQueueFull
    NotUtf8, TextTooLong
    NotInFraming: Windows' framing has no refusal)doc";
inline constexpr char doc_mutauth_engine_set_bounds[] = R"doc(Set how many bytes may wait inside the engine: beyond it Engine.send, or Engine.feed,
refuses more. One message and what one call feeds may go beyond it once.

to_send: bytes that wait to be sent; 0 allows for one message at a time
fed: bytes of messages that wait to be received)doc";
inline constexpr char doc_mutauth_engine_identity[] = R"doc(Who the two sides are.

Returns: None until both sides are proven)doc";
inline constexpr char doc_mutauth_engine_free[] = R"doc(Free the engine. Messages that were not received and bytes that were not sent are lost.)doc";
inline constexpr char doc_mutauth_explain_error[] = R"doc(Write an error out in lines: what happened, the evidence, the native codes in words, the
remedy.

error: what was caught, of any class. One of mutauth's that was pickled tells the
    same; of others there is what str() gives

Returns: text in several lines)doc";
inline constexpr char doc_mutauth_explain_text[] = R"doc(Write out text that others chose, such as a directory's value or a peer's name, so that a
terminal or a log can show it: the bytes of control characters (C0, DEL and C1), of
characters that turn the direction of text or separate lines, and of invalid UTF-8 become
\xNN. One line stays one line.

The library's messages, log lines and steps are written so already; what it hands out as
data (DNs, SPNs, evidence) is not.

text: the bytes)doc";
inline constexpr char doc_mutauth_fetch_start[] = R"doc(Begin what Credential.fetch does, on a thread of the library's own, which takes no
signals. Meanwhile other threads that need a new ticket of this credential wait for it;
with tickets that are there already, negotiations go on.

spn: the service to get a ticket to. None for the ticket-granting ticket alone
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the fetch

Raises:
    OperatingSystemError: no thread or no file descriptor could be had)doc";
inline constexpr char doc_mutauth_fetch_fd[] = R"doc(What to wait on, by poll(2), epoll(7) or an event loop: readable once the fetch is over.

Returns: a file descriptor, which stays the fetch's)doc";
inline constexpr char doc_mutauth_fetch_outcome[] = R"doc(Whether the fetch is over. Never waits; says the same each time once it is over.

Raises:
    Forked: the fetch was begun before fork()
    Error: whatever Credential.fetch raises)doc";
inline constexpr char doc_mutauth_fetch_free[] = R"doc(Free the fetch; cancels it if it is still under way.)doc";
inline constexpr char doc_mutauth_findings_of[] = R"doc(Judge one name, or what sets two names apart that are meant as one.

The list for one name is empty if it is the same name everywhere. The list for two is
empty if they are one name to every directory and KDC, and if they have nothing in common:
Spn.equal_to_kdc tells which.

spn: the name
other: the name to hold against it, or None to judge spn alone

Returns: the findings)doc";
inline constexpr char doc_mutauth_directory_find_spns[] = R"doc(Find SPNs by wildcards, as setspn -Q does.

The directory is read page by page while the cursor steps. No other search by wildcards or
for duplicates may use the session before the end.

pattern: an SPN in which each asterisk stands for any text, also for none and for
    slashes: "http/" and an asterisk is all of a class. Case makes no difference, but
    in names that only a KDC knows
forest: True for the whole forest, which open_catalog() opens; False for what is below
    base
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: SPNs and the DNs of their accounts, to iterate over

Raises:
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

Returns: pairs of a name and the DN of the account that holds it

Raises:
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
    Error: whatever Directory.find_alias_conflicts raises)doc";
inline constexpr char doc_mutauth_directory_look_up_spn[] = R"doc(Look up the account behind an SPN as a domain controller does: as it is, then by its
alias, then by the GUID of a domain controller.

spn: the name
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: how it was found, and the DNs of the accounts, of which there should be one

Raises:
    Error: whatever Directory.find_holders raises)doc";
inline constexpr char doc_mutauth_found_next[] = R"doc(Step to the next SPN.

Returns: the SPN as it is registered, and the DN of the account that holds it; in
    both, bytes that are no text are written as \xNN

Raises:
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
inline constexpr char doc_mutauth_identity_name_type[] = R"doc(The type of the client's name (RFC 4120 6.2: 1 principal, 2 service instance, 10
enterprise). It is a hint of the KDC's: never compare by it.

Returns: the type; 0 (unknown) if the KDC wrote that)doc";
inline constexpr char doc_mutauth_identity_asked_service[] = R"doc(The SPN that the client asked for.

On the service it is a claim: whoever holds a ticket for one SPN of an account can rewrite
it to another SPN of the same account. What is proven there is the key:
Identity.service_key and Identity.service_keys. On the client it is what this program
asked for.

Returns: "class/host@REALM")doc";
inline constexpr char doc_mutauth_identity_service_key[] = R"doc(On the client: the SPN that the service proved. On the service: the name of the key that
opened the client's ticket.

The key is proven. Where the keytab has it under several names, this is one of them,
chosen by nothing that the client says: the account's that the credential names, else the
first one in the keytab that the policy serves. Which of the names the ticket is for,
nothing proves.

Returns: "name@REALM")doc";
inline constexpr char doc_mutauth_identity_level[] = R"doc(The level that was negotiated.)doc";
inline constexpr char doc_mutauth_identity_mechanism[] = R"doc(The mechanism that was used.)doc";
inline constexpr char doc_mutauth_identity_mutual[] = R"doc(Whether the service proved itself too. Always, unless the policy waived it.)doc";
inline constexpr char doc_mutauth_identity_channel_bound[] = R"doc(On the service: whether the client proved that it gave the same channel bindings. Always 0
on the client, to which nothing proves what the service gave, or that it looked: it knows
only what it gave itself (Identity.bindings_given).)doc";
inline constexpr char doc_mutauth_identity_bindings_given[] = R"doc(Whether this side gave channel bindings to the negotiation. Of the other side it says
nothing.)doc";
inline constexpr char doc_mutauth_identity_flags[] = R"doc(The flags that were agreed, by GSS-API's numbers (RFC 2744 appendix A: 1 delegation, 2
mutual, 4 replay, 8 sequence, 16 confidentiality, 32 integrity; MIT's 4096 DCE style).

Returns: the flags)doc";
inline constexpr char doc_mutauth_identity_enctype[] = R"doc(The encryption type of the key that protects messages.

Returns: 17 to 20 (RFC 3962, RFC 8009))doc";
inline constexpr char doc_mutauth_identity_ticket_enctype[] = R"doc(The encryption type of the service's key that the ticket is sealed by.

Returns: a number of RFC 3961's registry)doc";
inline constexpr char doc_mutauth_identity_pac_bytes[] = R"doc(The PAC of the client's ticket, as Active Directory and others put it there: [MS-PAC]
2.3's PACTYPE. Only a service sees one. Its signature is checked by the first call that
asks.

Returns: the bytes, and whether the server signature is by the key that opened the
    ticket and for this client: if not, what they say proves nothing; None if there is
    no PAC

Raises:
    OperatingSystemError: libkrb5 could not check the PAC's signature for now (it may not
        read krb5.conf as whom the thread acts): nothing is known of it, and nothing is
        kept)doc";
inline constexpr char doc_mutauth_identity_has_sid[] = R"doc(Whether the client is an account or belongs to a group, as its ticket's PAC (Pac) says.

SIDs of the account's own domain count if the client's realm is the one of the service's
key: then no other KDC has made the PAC. All others count only where requirements trust
their domain (Requirements(trusted_domains=...)). A group that is not enabled does not
count.

sid: "S-1-5-21-...", without leading zeros

Raises:
    InvalidArgument: this is no SID
    PacMissing: the ticket has no PAC, or one that names no account
    PacUnproven: the PAC does not prove itself
    PacMalformed: the PAC is not what [MS-PAC] says
    OperatingSystemError: as Identity.pac)doc";
inline constexpr char doc_mutauth_identity_json[] = R"doc(All of the identity as one JSON object, for logs and other programs; docs/identity.md has
its members. A PAC that does not prove itself is not in there, but the reason
("pac_error").

Returns: one line)doc";
inline constexpr char doc_mutauth_identity_text[] = R"doc(All of the identity in lines for people.)doc";
inline constexpr char doc_mutauth_identity_inquire[] = R"doc(Who is calling, as RpcBindingInqAuthClient answers on Windows.

identity: of the call's context; None for a call whose client has proven nothing,
    which Engine.identity gives before

Returns:
    client: the client's principal, as Identity.client
    service: what the client asked for, as Identity.asked_service
    level
    authentication
    authorization

Raises:
    CallerNotProven: identity is None; the error's native code is
        RPC_S_BINDING_HAS_NO_AUTH (1746))doc";
inline constexpr char doc_mutauth_impersonation_level[] = R"doc(What the caller lets the service do in its name.

identity: the caller's)doc";
inline constexpr char doc_mutauth_impersonate[] = R"doc(Make the calling thread act as the user that a caller is. If this fails the thread is as
it was, and whatever was to be done as the caller must not be done.

users: says which user the caller is

Returns: the scope

Raises:
    ImpersonationNotGranted: the caller allows less than impersonate
    Error: as UserMap.find and LocalUser.impersonate)doc";
inline constexpr char doc_mutauth_impersonation_depth[] = R"doc(How many scopes the calling thread is in. A thread of a pool is in none between its tasks.

Returns: the count, 0 if it acts as itself)doc";
inline constexpr char doc_mutauth_impersonation_capture[] = R"doc(Whom the calling thread acts as, to be carried with a task to another thread on purpose:
there LocalUser.impersonate acts as the same user.

Returns: the user; None if the thread acts as itself)doc";
inline constexpr char doc_mutauth_keytab_new[] = R"doc(Name a keytab. The file is not looked at, and need not be there to be made.

file: a path, or "FILE:/path"
account: the principal whose keys these are, "name@REALM" or "name" in the default
    realm; its keys then stand for each SPN. None: the first name in the keytab that
    the KDC knows as a client's, and only keys under an SPN's own name count for the
    SPN

Raises:
    InvalidArgument: account cannot be parsed
    KeytabUnreadable: file names something that is no file, such as "MEMORY:x")doc";
inline constexpr char doc_mutauth_keytab_check[] = R"doc(Whether the keytab opens the tickets that the KDC makes now: gets a new one for each SPN
and opens it. What a key opens decides, as for kvno -k; its name and version explain.
Changes nothing. What is wrong is a finding; a failure tells what kept from checking.

spns: the SPNs; None for every name with a class and a host in the keytab
client: who asks for the tickets; None for the keytab's own account, by its key
grace: seconds for which replaced keys are not reported; KEYTAB_GRACE
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what was found

Raises:
    InvalidArgument: grace is negative
    KeytabUnreadable: the file is missing, cannot be read, is no keytab, or is cut short
    KeytabLacksName: there is no key to ask for tickets with
    ClientUnknown: the KDC takes none of the keytab's names for a client's, as Active
        Directory does with SPNs: name the account, or a client
    KeytabBusy: another program was writing it all the time
    Error: whatever Credential.fetch raises)doc";
inline constexpr char doc_mutauth_keytab_add[] = R"doc(Put an SPN's keys into the keytab, of the version that the KDC has now and under its
number. Succeeds also if they are there. The keys are those of the account that the keytab
has already; or, given the account's password, made from it by the salt that the KDC
tells.

spn: the SPN, registered on the account; None with a password: the account's own name
    alone
password: the account's, or None
client: who asks for the ticket that proves the key; None for the account itself
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: neither an SPN nor a password, or a password without account
    KeyNotProven: no key at hand opens the ticket; nothing was written
    KeytabNotWritable: the file cannot be written, or its owner not be kept
    Error: whatever Keytab.check raises)doc";
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
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: grace is negative
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
    Error: whatever Keytab.check raises)doc";
inline constexpr char doc_mutauth_keytab_read[] = R"doc(What the file holds, without the keys.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the entries in the file's order

Raises:
    KeytabUnreadable: there is no such file, it may not be read, or is no keytab
    KeytabBusy: another program was writing it until the timeout)doc";
inline constexpr char doc_mutauth_keytab_remove[] = R"doc(Take entries out of the file. No KDC is asked: what clients still have tickets for can be
opened no more.

principal: whose entries, "name@REALM" or "name" in the default realm; None for all
    names
kvno: the version of the key; None for all
enctype: the encryption type, 0 for all
dry_run: True to change nothing and only tell on_step what would be done
on_step: called as on_step(moment, text) with each step; None for nobody
timeout: seconds to wait at most; None for 30, math.inf for no end

Raises:
    InvalidArgument: neither principal, kvno nor enctype says which, or one of them is out
        of range or cannot be parsed
    KeytabLacksName: there is no such entry; nothing was written
    RotationUnfinished: Keytab.rotate was cut short and needs what is there
    KeytabNotWritable: the file cannot be written, or its owner not be kept
    Error: whatever Keytab.read raises)doc";
inline constexpr char doc_mutauth_keytab_free[] = R"doc(Free it.)doc";
inline constexpr char doc_mutauth_listener_open[] = R"doc(Listen.

address: "host:port" or "[v6]:port"; port 0 for a free one

Returns: the listener

Raises:
    InvalidArgument: the address cannot be parsed
    HostUnknown: the host's name cannot be resolved
    AddressUnusable: the address is taken, or not this machine's)doc";
inline constexpr char doc_mutauth_listener_accept[] = R"doc(Wait for the next connection. Nothing is proven yet: hand it to Channel.open.

timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the connected socket

Raises:
    DeadlinePassed, Cancelled
    OperatingSystemError: no file descriptor is free, for one)doc";
inline constexpr char doc_mutauth_listener_address[] = R"doc(Where it listens.

Returns: "address:port" with the port that is in use)doc";
inline constexpr char doc_mutauth_listener_free[] = R"doc(Stop listening. No thread may be in Listener.accept.)doc";
inline constexpr char doc_mutauth_local_peer_of[] = R"doc(The process that connected to a Unix socket, as it was when it connected.

fd: a connected Unix socket, or its number; it stays open and the caller's

Raises:
    NoLocalPeer: this is no connected Unix fd, or it listens, or its peer has no number in
        this user namespace
    OperatingSystemError: the kernel does not say)doc";
inline constexpr char doc_mutauth_local_peer_identity[] = R"doc(The peer as a caller, for Requirements.check, UserMap.find and Identity.impersonate. Its
client is "UID@WELLKNOWN:LOCAL", a realm that no KDC may have (RFC 6111), its level
Level.PRIVACY, its mechanism Mechanism.LOCAL; it never expires.)doc";
inline constexpr char doc_mutauth_local_peer_process[] = R"doc(The peer's process. Its number may be another process's by now: it is for logs, not for
decisions.

Returns: the process's number, 0 if it is in another process namespace)doc";
inline constexpr char doc_mutauth_negotiation_initiate[] = R"doc(Begin as the client. Gets the ticket for the service, which may wait for the KDC; the
steps that follow wait for nothing.

credential: whose tickets to use
spn: the service that must prove itself
policy: None for the safe defaults
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the negotiation

Raises:
    InvalidArgument: the policy's mechanism is EITHER
    ForwardingRefused: the policy hands tickets to every service, and the client's may not
        be handed over
    Error: whatever Credential.fetch raises)doc";
inline constexpr char doc_mutauth_negotiation_accept[] = R"doc(Begin as the service. Never touches the network. A service that begins one when it starts,
and frees it, learns there what every client would fail by. A keytab that lacks some of
the served SPNs is taken: SPNs of one account share its key.

Returns: the negotiation

Raises:
    InvalidArgument: the policy serves no SPN, or there are no keys
    KeytabLacksName: the keytab has no key for any served SPN
    ReplayCacheUnusable: the file that remembers requests is not this user's, is no file,
        or cannot be written (Policy(replay_cache=...)))doc";
inline constexpr char doc_mutauth_negotiation_bind[] = R"doc(Tie the negotiation to the channel that carries it. Before the first step, at most once.
An initiator sends what it is given; an acceptor compares, as its policy says
(Policy(channel_bindings=...)).

Raises:
    WrongState: it has taken a step, or was bound before)doc";
inline constexpr char doc_mutauth_negotiation_step[] = R"doc(Take the peer's token and make the next one.

The client starts without a token. A token that comes of a step must be sent to the peer,
also the one that an exception carries (Error.token). Once done is true and the last token
is sent, this side is done. After a failure the negotiation is of no more use.

token: the peer's; b"" at the client's first step

Returns: the token to send; None if there is none

Raises:
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
    WrongState: it is not done, has failed, or the context was taken)doc";
inline constexpr char doc_mutauth_negotiation_free[] = R"doc(Free the negotiation.)doc";
inline constexpr char doc_mutauth_identity_pac[] = R"doc(Read the PAC of the client's ticket, whose server signature must be by the key that opened
the ticket, for this client. It is read and checked once and kept; only a service has one.

Returns: the PAC

Raises:
    PacMissing: the ticket has no PAC
    PacUnproven: its signature is missing or wrong
    PacMalformed: it is signed, and is not what [MS-PAC] says
    OperatingSystemError: libkrb5 could not check the PAC's signature for now (it may not
        read krb5.conf as whom the thread acts): nothing is known of it, and nothing is
        kept)doc";
inline constexpr char doc_mutauth_pac_account_name[] = R"doc(The account's name (sAMAccountName), "alice" or "web$".

Returns: None if it names no account (MIT's KDC makes such PACs))doc";
inline constexpr char doc_mutauth_pac_full_name[] = R"doc(The account's full name, as people write it.

Returns: None if there is none)doc";
inline constexpr char doc_mutauth_pac_upn[] = R"doc(The account's user principal name, or what its domain makes of the account's name if it
has none.

Returns: "alice@example.com"; None if there is none)doc";
inline constexpr char doc_mutauth_pac_dns_domain[] = R"doc(The account's domain, by its DNS name.

Returns: None if there is none)doc";
inline constexpr char doc_mutauth_pac_domain[] = R"doc(The account's domain, by its NetBIOS name.

Returns: None if there is none)doc";
inline constexpr char doc_mutauth_pac_user_sid[] = R"doc(The account's SID ([MS-DTYP] 2.4.2.1).

Returns: "S-1-5-21-..."; None if there is none)doc";
inline constexpr char doc_mutauth_pac_domain_sid[] = R"doc(The SID of the account's domain.

Returns: "S-1-5-21-..."; None if there is none)doc";
inline constexpr char doc_mutauth_pac_primary_group_sid[] = R"doc(The SID of the account's primary group.

Returns: "S-1-5-21-..."; None if there is none)doc";
inline constexpr char doc_mutauth_pac_requestor_sid[] = R"doc(Whose ticket-granting ticket was used to ask for the ticket ([MS-PAC] 2.15).

Returns: "S-1-5-21-..."; None if the KDC does not say so)doc";
inline constexpr char doc_mutauth_pac_asserted_by_service[] = R"doc(Whether a service said who the client is (S4U2Self, [MS-SFU]), and the client itself
proved nothing to the KDC.)doc";
inline constexpr char doc_mutauth_pac_delegation_target[] = R"doc(The SPN that the last service asked the ticket for, as the client (S4U2Proxy, [MS-PAC]
2.9).

Returns: None if the client came itself)doc";
inline constexpr char doc_mutauth_pac_signatures[] = R"doc(Which signatures the PAC has. The server's was verified, by the service's key; the others
are by the KDC's key, which a service does not have, so that nobody here can verify them.)doc";
inline constexpr char doc_mutauth_report_name[] = R"doc(The code's name, such as "kvno_gap", for people and for JSON.

Returns: "" for a number that is no code of this version)doc";
inline constexpr char doc_mutauth_requirements_check[] = R"doc(Check a caller, on every call. Asks no network and no file; the first check that needs the
PAC reads it. The first reason against the caller is given, in the order below.

identity: the caller's

Raises:
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
inline constexpr char doc_mutauth_service_compose[] = R"doc(Compose the service's names, by the rules of DsGetSpn: one for each host in their order,
or one for this machine.

service: the service

Returns: the names

Raises:
    InvalidArgument: the type needs a service name and there is none, or takes none and
        there is one
    InvalidName: as for Spn.compose
    NameIsAddress: a host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: an SPN would be longer than 1024 bytes
    NotUtf8: a part is not UTF-8
    OperatingSystemError: this machine does not say what it is called)doc";
inline constexpr char doc_mutauth_service_compose_host_pair[] = R"doc(Compose the two names that DsServerRegisterSpn registers for this machine: class/<DNS
name> and class/<NetBIOS name>, each with the service's port. One name if a directory
takes them for one. Hosts, type and service name play no part.

Returns: the names

Raises:
    Error: whatever spn.for_service raises)doc";
inline constexpr char doc_mutauth_spawn_as[] = R"doc(Start a program as the user that a caller is. Returns once the program was executed;
nothing runs as the user on failure. May be called on any thread, also inside an
impersonation, as whom does not matter.

users: says which user the caller is
program: its absolute path, since no folder is searched; its own name (argv[0]) too
arguments: what follows its name
environment: all of its environment variables
descriptors: from its descriptors' numbers, 0 to 1023, to open ones of this process;
    it gets no others, and of 0, 1 and 2 those that are not given are /dev/null
directory: the absolute path of its working directory, which it enters as the user
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the process

Raises:
    ImpersonationNotGranted: the caller allows less than impersonate
    Error: as UserMap.find and LocalUser.spawn)doc";
inline constexpr char doc_mutauth_spawn_as_user[] = R"doc(Start a program as a user: as Identity.spawn. Needs CAP_SETUID and CAP_SETGID, permitted
if not effective, but for what is the same already.

program: its absolute path, since no folder is searched; its own name (argv[0]) too
arguments: what follows its name
environment: all of its environment variables
descriptors: from its descriptors' numbers, 0 to 1023, to open ones of this process;
    it gets no others, and of 0, 1 and 2 those that are not given are /dev/null
directory: the absolute path of its working directory, which it enters as the user
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: the process

Raises:
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

Returns: the descriptor, to be neither read nor closed)doc";
inline constexpr char doc_mutauth_process_signal[] = R"doc(Send the process a signal, and never another process.

signal: the signal's number; 0 for a look whether it may be sent

Raises:
    InvalidArgument: there is no such signal
    WrongState: the process has ended
    OperatingSystemError: the kernel refused)doc";
inline constexpr char doc_mutauth_process_free[] = R"doc(Let go of the process, which runs on; if it was not waited for and ends later, it stays a
zombie as long as this one lives.)doc";
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
    InvalidName: a part is empty, or holds '/', a control character, or (class and host)
        ':' or '@'
    NameIsAddress: host is an IP address, or is read as one (127.1, 2130706433): no
        account is registered for one
    NameUnusable: the name will not work, as spn.lint would say: the host ends in a dot,
        is _HOST or is longer than DNS allows. Spn.parse makes such a name all the same
    NameTooLong: the SPN would be longer than 1024 bytes
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
    InvalidName: as for Spn.compose
    NameIsAddress: the service name is an IP address and there is no referrer
    NameUnusable: as for Spn.compose
    NameTooLong: the SPN would be longer than 1024 bytes
    NotUtf8: a part is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_compose_for_host[] = R"doc(Compose class/host for a server known by its host name alone
(DsClientMakeSpnForTargetServer). Unlike on Windows the name is never looked up in DNS,
which an attacker may answer for.

service_class: a protocol's name or a GUID
host: the host's DNS or NetBIOS name

Returns: the new SPN

Raises:
    InvalidName: as for Spn.compose
    NameIsAddress: host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: the SPN would be longer than 1024 bytes
    NotUtf8: a part is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_expand_host[] = R"doc(Make the SPN that a pattern of a shared configuration file stands for: "_HOST" as the host
is replaced by the host's name in lower case. A name with another host is only read.

pattern: class/_HOST, with port, service name and @REALM as for Spn.parse
host: the host's DNS name; None for this machine's, as for Spn.compose

Returns: the new SPN

Raises:
    InvalidName: as for Spn.parse; the host as for Spn.compose
    NameIsAddress: host is an IP address
    NameUnusable: as for Spn.compose
    NameTooLong: the SPN would be longer than 1024 bytes
    NotUtf8: a text is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_parse[] = R"doc(Read an SPN as it stands in a configuration file or was typed.

More is accepted than is composed: directories hold empty classes and hosts, blanks, and
'@'. A suffix "@REALM" is taken as the realm if nothing but letters, digits, '.', '-' and
'_' follows.

text: two or three parts between slashes

Returns: the new SPN

Raises:
    InvalidName: there is no slash or more than two, or all parts are empty
    NameTooLong: the text is longer than 1024 bytes
    NotUtf8: the text is not UTF-8)doc";
inline constexpr char doc_mutauth_spn_parse_value[] = R"doc(Read a value of servicePrincipalName. There '@' is an ordinary character, so no realm is
taken off it; otherwise as Spn.parse.

value: two or three parts between slashes

Returns: the new SPN

Raises:
    Error: whatever Spn.parse raises)doc";
inline constexpr char doc_mutauth_spn_from_principal[] = R"doc(The SPN that a Kerberos principal stands for, quoted as krb5_parse_name(3) reads it.

principal: class/host or class/host/service with libkrb5's quoting, and @REALM unless
    the realm is to be left open

Returns: the new SPN

Raises:
    InvalidName: libkrb5 would not read it, it has not two or three components, or one
        holds a quoted '/' or NUL, which no SPN can hold
    NameTooLong: the SPN would be longer than 1024 bytes
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

other: an SPN)doc";
inline constexpr char doc_mutauth_spn_equal_to_directory[] = R"doc(Whether Active Directory takes two SPNs for one name: case, accents, width and kana type
make no difference ([MS-ADTS] 6.5.1), blanks and look-alikes do. The realm is no part of
the name there. Folds by Unicode 14.0; docs/spn.md says what folds.

other: an SPN)doc";
inline constexpr char doc_mutauth_spn_controller_name[] = R"doc(What a name is by its form: one that by convention only a domain controller or a KDC has.

Returns: ControllerName.NONE for other names)doc";
inline constexpr char doc_mutauth_local_user_new[] = R"doc(A user by its numbers, without a look at the name service.

name: for messages; "" if there is none
uid: the user's number; not 4294967295, which is nobody's
gid: its primary group; not 4294967295
groups: the numbers of its supplementary groups, 65536 at most
allow_root: True to allow a user whose uid is 0

Raises:
    InvalidArgument: a number is nobody's)doc";
inline constexpr char doc_mutauth_local_user_find[] = R"doc(The user of that name, with its groups, as the name service (getpwnam, getgrouplist) has
it. That may ask servers and take as long as they do.

allow_root: True to allow a user whose uid is 0

Returns: the user

Raises:
    InvalidArgument: name is empty
    UserUnknown: the name service has no such user, or has it no longer
    OperatingSystemError: the name service failed; this says nothing of the user)doc";
inline constexpr char doc_mutauth_local_user_from_directory[] = R"doc(The user that a caller's account is, by the numbers that Active Directory has for it: the
account is found by the SID in the ticket's PAC (objectSid), and its uidNumber and
gidNumber (RFC 2307) are the user's, the gidNumbers of its groups the user's groups. Only
accounts of the domain of the service's own realm are found. The name is the account's
(sAMAccountName).

For Identity.impersonate give the user to a map, by UserMap(rules=...). Whoever may write
uidNumber in that directory decides who is who here.

directory: an open session with the domain; one thread at a time
identity: the caller's
timeout: seconds to wait at most; None for 30, math.inf for no end
allow_root: True to allow a user whose uid is 0

Returns: the user

Raises:
    UserNotMapped: the directory has no such account, or one without uidNumber and
        gidNumber, or the account is of another domain
    PacMissing: the ticket has no PAC, or one that names no account
    PacUnproven, PacMalformed: what the PAC says is not to be believed
    AccountMismatch: the ticket's PAC is of an account with another name and UPN
    ContextExpired: the caller's context's lifetime is over
    DirectoryBaseUnknown, DirectorySilent, DirectoryLost, DirectoryDenied,
        DirectoryFailed, DirectoryFlooded, DirectoryLimited, Cancelled)doc";
inline constexpr char doc_mutauth_local_user_name[] = R"doc(The user's name.)doc";
inline constexpr char doc_mutauth_local_user_uid[] = R"doc(The user's number.

Returns: the uid)doc";
inline constexpr char doc_mutauth_local_user_gid[] = R"doc(The number of the user's primary group.

Returns: the gid)doc";
inline constexpr char doc_mutauth_user_map_find[] = R"doc(The user that a caller is. May ask the name service and take as long as that does.

If the ticket's PAC names its account, the client's name must be that, whatever the rules:
Active Directory's KDC gives tickets to "web" for the account "web$" as well. Its UPN will
do where the rule is not for a name, or UserMap(allow_upn=True) was called.

identity: the caller's

Returns: the user

Raises:
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
inline constexpr char doc_mutauth_verification_run[] = R"doc(Verify a service. Changes nothing.

Each expected SPN must be on the account and on no other; then what Keytab.check demands.
An SPN that the account has by an alias of the directory's own, as http/ by host/ in
Active Directory, is in order if the keytab opens the ticket for it.

directory: the session
keytab: the service's keys
spns: the SPNs that the service should have; None for every name with a class and a
    host in the keytab, or if it has none, for the account's SPNs
account: as for Account.find; None for the account that the session is bound as
client: who asks for the tickets; None for the keytab's own account, by its key
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what is missing, empty if the service is in order

Raises:
    Error: whatever Account.find, Directory.find_holders and Keytab.check raise)doc";
inline constexpr char doc_mutauth_version[] = R"doc(The version of the library that is loaded.

Returns: "major.minor.patch")doc";
inline constexpr char doc_mutauth_has_feature[] = R"doc(Whether the loaded library can do a thing on this machine.

Known features: "kerberos", "negotiate" (SPNEGO limited to Kerberos), "directory" (the
LDAP module loads, and with it OpenLDAP's client library), "one-pass" (messages of
aes128-cts-hmac-sha1-96 and aes256-cts-hmac-sha1-96 are encrypted and hashed at once by
the processor's AES and SHA instructions; without it, as where OpenSSL is bound to its
FIPS module, OpenSSL does the same octets one after the other).

feature: a name from the list; for others the answer is no)doc";
// clang-format on
