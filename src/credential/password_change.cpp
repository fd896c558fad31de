#include "credential/password_change.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/socket.h"
#include "core/text.h"
#include "credential/framed_exchange.h"
#include "credential/kdc_failure.h"
#include "credential/password_answer.h"
#include "credential/realm_servers.h"
#include "spn/kerberos_principal.h"

namespace mutauth::credential {
namespace {

using AuthContext = Owned<krb5_auth_context, krb5_auth_con_free>;
using ReplyPart = Owned<krb5_ap_rep_enc_part*, krb5_free_ap_rep_enc_part>;
using Key = Owned<krb5_keyblock*, krb5_free_keyblock>;
using TicketFound = Owned<krb5_creds*, krb5_free_creds>;

constexpr std::uint16_t kChange = 1;
constexpr std::uint16_t kSet = 0xff80;  // RFC 3244 section 2

std::int64_t seconds_since_1970(krb5_timestamp time) {
    // krb5_timestamp counts beyond 2038 as if it had no sign.
    return static_cast<std::uint32_t>(time);
}

Result<spn::ServicePrincipalName> password_service(const std::string& account) {
    return spn::parse("kadmin/changepw@" + spn::split_principal(account).realm);
}

krb5_data data_of(ByteView bytes) {
    krb5_data out{};
    out.data = const_cast<char*>(reinterpret_cast<const char*>(bytes.data()));
    out.length = static_cast<unsigned>(bytes.size());
    return out;
}

/// Takes over what libkrb5 made.
Bytes taken(krb5_context context, krb5_data& data) {
    const auto* at = reinterpret_cast<const std::uint8_t*>(data.data);
    Bytes out(at, at + data.length);
    if (data.data != nullptr) {
        ::explicit_bzero(data.data, data.length);
    }
    ::krb5_free_data_contents(context, &data);
    return out;
}

void append_element(Bytes& out, std::uint8_t tag, ByteView content) {
    out.push_back(tag);
    const std::size_t size = content.size();
    if (size >= 0x80) {
        const bool two = size > 0xff;
        out.push_back(two ? 0x82 : 0x81);
        if (two) {
            out.push_back(static_cast<std::uint8_t>(size >> 8));
        }
    }
    out.push_back(static_cast<std::uint8_t>(size));
    append(out, content);
}

Bytes element(std::uint8_t tag, ByteView content) {
    Bytes out;
    append_element(out, tag, content);
    return out;
}

/// ChangePasswdData ::= SEQUENCE { newpasswd [0] OCTET STRING, targname [1] PrincipalName OPTIONAL,
/// targrealm [2] Realm OPTIONAL }
Bytes set_data(const std::string& account, std::string_view password) {
    const auto parts = spn::split_principal(account);
    Bytes names;
    for (const auto& component : parts.components) {
        append_element(names, 0x1b, bytes_of(component));
    }
    constexpr std::array<std::uint8_t, 3> kPrincipalType{2, 1, KRB5_NT_PRINCIPAL};
    Bytes name = element(0xa0, kPrincipalType);
    append_element(name, 0xa1, element(0x30, names));
    Bytes fields = element(0xa0, element(0x04, bytes_of(password)));
    append_element(fields, 0xa1, element(0x30, name));
    append_element(fields, 0xa2, element(0x1b, bytes_of(parts.realm)));
    return element(0x30, fields);
}

/// "127.0.0.1:464" or "[::1]:464" as KRB-PRIV wants its sender.
class SenderAddress {
  public:
    explicit SenderAddress(const std::string& text) {
        std::string host = text.substr(0, text.rfind(':'));
        if (host.starts_with('[')) {
            host = host.substr(1, host.find_first_of("]%") - 1);
        }
        const bool v6 = host.find(':') != std::string::npos;
        ::inet_pton(v6 ? AF_INET6 : AF_INET, host.c_str(), octets_.data());
        value_.addrtype = v6 ? ADDRTYPE_INET6 : ADDRTYPE_INET;
        value_.length = v6 ? 16 : 4;
        value_.contents = octets_.data();
    }
    SenderAddress(const SenderAddress&) = delete;
    SenderAddress& operator=(const SenderAddress&) = delete;

    krb5_address* get() noexcept { return &value_; }

  private:
    std::array<std::uint8_t, 16> octets_{};
    krb5_address value_{};
};

/// One exchange with a password server: what libkrb5 keeps between request and reply.
class Change {
  public:
    Change(KerberosLibrary library, std::string account)
        : library_(std::move(library)), account_(std::move(account)), context_(library_.get()) {}

    Result<Bytes> request(const TicketCache& cache,
                          const spn::ServicePrincipalName& service,
                          const SecretText& password,
                          bool set,
                          const std::string& local_address);
    Write read(ByteView message);
    /// By the KDC's clock, as the authenticator of a request says it too.
    Result<std::int64_t> now() const;

  private:
    Error failure(krb5_error_code code) const {
        return kdc_failure(library_, "the password of " + account_, code, std::nullopt);
    }
    Write unknown(Error why) const {
        return Write::unknown(std::move(why).with("account", account_));
    }
    Write senseless(const char* what) const {
        return unknown(
            Error(Status::kdc_protocol, fmt::format("the password server's answer: {}", what)));
    }
    krb5_error_code find_ticket(const TicketCache& cache,
                                const spn::ServicePrincipalName& service,
                                krb5_creds& found);
    Write read_refusal(ByteView message) const;
    krb5_error_code open(const PasswordReply& reply, Bytes& opened);

    KerberosLibrary library_;
    std::string account_;
    AuthContext context_;
};

krb5_error_code Change::find_ticket(const TicketCache& cache,
                                    const spn::ServicePrincipalName& service,
                                    krb5_creds& found) {
    Principal client(library_.get());
    Principal server(library_.get());
    auto code = ::krb5_parse_name(library_.get(), cache.principal().c_str(), client.out());
    if (code == 0) {
        code = ::krb5_parse_name(library_.get(), service.principal().c_str(), server.out());
    }
    if (code != 0) {
        return code;
    }
    krb5_creds wanted{};
    wanted.client = client.get();
    wanted.server = server.get();
    return ::krb5_cc_retrieve_cred(library_.get(), cache.get(), 0, &wanted, &found);
}

/// length | version | length of AP-REQ | AP-REQ | KRB-PRIV
Bytes framed(std::uint16_t version, ByteView ap_req, ByteView sealed) {
    const std::size_t size = 6 + ap_req.size() + sealed.size();
    Bytes out;
    out.reserve(size);
    for (const std::size_t number : {size, std::size_t{version}, ap_req.size()}) {
        out.push_back(static_cast<std::uint8_t>(number >> 8));
        out.push_back(static_cast<std::uint8_t>(number));
    }
    append(out, ap_req);
    append(out, sealed);
    return out;
}

Result<Bytes> Change::request(const TicketCache& cache,
                              const spn::ServicePrincipalName& service,
                              const SecretText& password,
                              bool set,
                              const std::string& local_address) {
    krb5_context k = library_.get();
    krb5_creds ticket{};
    krb5_data ap_req{};
    krb5_data sealed{};
    auto code = find_ticket(cache, service, ticket);
    if (code == 0) {
        code = ::krb5_auth_con_init(k, context_.out());
    }
    if (code == 0) {
        code = ::krb5_auth_con_setflags(k, context_.get(), KRB5_AUTH_CONTEXT_DO_SEQUENCE);
    }
    if (code == 0) {
        // Its own address must be in a KRB-PRIV; servers do not look at it, since it may be
        // translated on the way.
        SenderAddress sender(local_address);
        code = ::krb5_auth_con_setaddrs(k, context_.get(), sender.get(), nullptr);
    }
    if (code == 0) {
        code = ::krb5_mk_req_extended(k, context_.out(), AP_OPTS_USE_SUBKEY, nullptr, &ticket,
                                      &ap_req);
    }
    ::krb5_free_cred_contents(k, &ticket);
    const Bytes proof = taken(k, ap_req);
    if (code == 0) {
        const Bytes named =
            set ? set_data(account_, password.c_str()) : copy_of(bytes_of(password.c_str()));
        const krb5_data clear = data_of(named);
        code = ::krb5_mk_priv(k, context_.get(), &clear, &sealed, nullptr);
    }
    const Bytes message = taken(k, sealed);
    if (code != 0) {
        return failure(code);
    }
    return framed(set ? kSet : kChange, proof, message);
}

Result<std::int64_t> Change::now() const {
    krb5_timestamp time = 0;
    const auto code = ::krb5_timeofday(library_.get(), &time);
    return code == 0 ? Result<std::int64_t>(seconds_since_1970(time)) : failure(code);
}

/// A KRB-ERROR may come from anybody: it explains, and decides nothing.
Write Change::read_refusal(ByteView message) const {
    const auto refusal = read_krb_error(message);
    if (!refusal) {
        return senseless("neither a reply nor an error");
    }
    if (const auto result = read_password_result(refusal->data); result && result->code != 0) {
        return unknown(std::move(password_outcome(*result)).error());
    }
    // krb5_err.et numbers the protocol's errors from here on.
    return unknown(kdc_failure(library_, "the password of " + account_,
                               static_cast<krb5_error_code>(ERROR_TABLE_BASE_krb5 + refusal->code),
                               refusal));
}

krb5_error_code Change::open(const PasswordReply& reply, Bytes& opened) {
    krb5_context k = library_.get();
    Key sent(k);
    auto code = ::krb5_auth_con_getsendsubkey(k, context_.get(), sent.out());
    const krb5_data ap_rep = data_of(reply.ap_rep);
    ReplyPart part(k);
    if (code == 0) {
        code = ::krb5_rd_rep(k, context_.get(), &ap_rep, part.out());
    }
    if (code == 0) {
        // Whichever subkey an AP-REP names, servers seal with the client's.
        code = ::krb5_auth_con_setrecvsubkey(k, context_.get(), sent.get());
    }
    if (code == 0) {
        // The server's own address may be translated too.
        code = ::krb5_auth_con_setaddrs(k, context_.get(), nullptr, nullptr);
    }
    krb5_data clear{};
    if (code == 0) {
        const krb5_data sealed = data_of(reply.rest);
        code = ::krb5_rd_priv(k, context_.get(), &sealed, &clear, nullptr);
    }
    opened = taken(k, clear);
    return code;
}

Write Change::read(ByteView message) {
    const auto reply = split_password_reply(message);
    if (!reply) {
        return senseless("its lengths do not fit");
    }
    if (reply->ap_rep.empty()) {
        return read_refusal(reply->rest);
    }
    Bytes opened;
    if (const auto code = open(*reply, opened); code != 0) {
        return unknown(library_.error(Status::kdc_protocol,
                                      "the password server's answer does not open", code));
    }
    const auto result = read_password_result(opened);
    if (!result) {
        return senseless("it has no result code");
    }
    if (result->code == kPasswordDone) {
        return Write::done({});
    }
    Error why = password_outcome(*result)
                    .error()
                    .while_doing("the password of " + account_)
                    .with("account", account_);
    // A server that failed may have failed after it wrote.
    return result->code == kPasswordHardError ? Write::unknown(std::move(why))
                                              : Write::not_done(std::move(why));
}

Error unreachable(Error cause, const std::string& realm, const std::vector<HostPort>& servers) {
    const Status status = cause.status() == Status::cancelled ? Status::cancelled
                                                              : Status::password_server_unreachable;
    return std::move(cause)
        .as(status)
        .with("realm", realm)
        .with("password server", listed(servers));
}

Result<FileDescriptor> connect_to(const KerberosLibrary& library,
                                  const std::string& realm,
                                  const Deadline& deadline) {
    auto servers = find_password_servers(library, realm, deadline);
    if (!servers) {
        return std::move(servers).error();
    }
    Error last(Status::password_server_unreachable);
    for (const auto& server : *servers) {
        auto socket = connect_tcp(server, deadline);
        if (socket) {
            return socket;
        }
        last = std::move(socket).error();
    }
    return unreachable(std::move(last), realm, *servers);
}

Error unanswered(Error cause) {
    switch (cause.status()) {
        case Status::deadline_passed:
            return std::move(cause).as(Status::kdc_silent);
        case Status::stream_truncated:
        case Status::kdc_protocol:
            return std::move(cause).as(Status::kdc_protocol);
        default:
            return cause;
    }
}

}  // namespace

Write change_password(Credential& credential,
                      const std::string& account,
                      const SecretText& password,
                      const AboutToSend& about_to_send,
                      const Deadline& deadline) {
    auto service = password_service(account);
    auto library = KerberosLibrary::open();
    if (!service || !library) {
        return Write::not_done(service ? std::move(library).error() : std::move(service).error());
    }
    auto cache = credential.fetch_initial(*service, deadline);
    if (!cache) {
        return Write::not_done(std::move(cache).error());
    }
    library->set_clock((*cache)->clock());
    auto socket = connect_to(*library, spn::split_principal(account).realm, deadline);
    if (!socket) {
        return Write::not_done(std::move(socket).error());
    }
    Change change(std::move(*library), account);
    auto request = change.request(**cache, *service, password, credential.principal() != account,
                                  local_address_of(socket->get()));
    if (!request) {
        return Write::not_done(std::move(request).error());
    }
    auto now = change.now();
    auto told = now ? about_to_send(*now) : Result<void>(std::move(now).error());
    if (!told) {
        return Write::not_done(std::move(told).error());
    }
    auto reply = exchange_framed(socket->get(), *request, deadline);
    if (!reply) {
        return Write::unknown(unanswered(std::move(reply).error()).with("account", account));
    }
    return change.read(*reply);
}

Result<std::int64_t> request_lifetime() {
    constexpr std::int64_t kHour = 3600;
    auto library = KerberosLibrary::open();
    return library ? Result<std::int64_t>(std::max(kHour, 2 * library->clock_skew()))
                   : Result<std::int64_t>(std::move(library).error());
}

Result<std::int64_t> kdc_time(Credential& credential,
                              const std::string& account,
                              const Deadline& deadline) {
    auto service = password_service(account);
    if (!service) {
        return std::move(service).error();
    }
    auto cache = credential.fetch_initial(*service, deadline);
    if (!cache) {
        return std::move(cache).error();
    }
    const auto ticket = (*cache)->creds_for(*service);
    if (ticket == nullptr) {
        return Error(Status::kdc_protocol, "the KDC's ticket for its password service has ended")
            .with("account", account);
    }
    const auto& times = ticket->creds.times;
    // A KDC leaves the beginning out where it is the time of authentication (RFC 4120 5.3).
    return seconds_since_1970(times.starttime != 0 ? times.starttime : times.authtime);
}

}  // namespace mutauth::credential
