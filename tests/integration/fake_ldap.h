// A directory server that proves itself with a real keytab, seals, and then says whatever the test
// wants: what a proven server may still lie about.
#pragma once

#include "context/negotiation.h"
#include "directory/sasl_frames.h"
#include "integration/realm_directory.h"
#include "support/der.h"

namespace mutauth::testing {

class FakeLdap {
  public:
    struct Request {
        std::string id;
        std::uint8_t operation = 0;
        /// RFC 4511 4.5.1; scope 0 is the entry itself.
        std::string base;
        int scope = -1;
        /// As it stands in the message, with its tag.
        std::string filter;
        bool paged = false;
        std::string cookie;
    };

    /// What a handler answers with. Nothing more can be sent once the client has gone.
    class Answer {
      public:
        using Attributes = std::vector<std::pair<std::string, std::vector<std::string>>>;

        Answer(const Request& request,
               context::SecurityContext& context,
               int connection,
               const Deadline& deadline)
            : id_(request.id), context_(context), connection_(connection), deadline_(deadline) {}

        /// RFC 4511 4.5.2.
        bool entry(const std::string& dn, const Attributes& attributes) {
            std::string list;
            for (const auto& [name, values] : attributes) {
                std::string set;
                for (const auto& value : values) {
                    set += element(0x04, value);
                }
                list += element(0x30, element(0x04, name) + element(0x31, set));
            }
            return operation(element(0x64, element(0x04, dn) + element(0x30, list)));
        }
        bool reference(const std::string& url) {
            return operation(element(0x73, element(0x04, url)));
        }
        /// With a cookie, an RFC 2696 control.
        bool done(int code, const std::string& cookie = "", const std::string& referral = "") {
            const std::string result =
                element(0x0a, std::string(1, static_cast<char>(code))) + element(0x04, "") +
                element(0x04, "") +
                (referral.empty() ? "" : element(0xa3, element(0x04, referral)));
            const std::string page =
                element(0x30, support::der::integer(0) + element(0x04, cookie));
            const std::string control =
                element(0x30, element(0x04, kPagedResults) + element(0x04, page));
            return operation(element(0x65, result) +
                             (cookie.empty() ? "" : element(0xa0, control)));
        }
        bool operation(const std::string& bytes) { return raw(element(0x30, id_ + bytes)); }
        /// Anything, sealed.
        bool raw(const std::string& message) {
            for (std::size_t at = 0; at < message.size(); at += kPiece) {
                auto sealed = context_.seal(bytes_of(std::string_view(message).substr(at, kPiece)));
                if (!sealed || !write_all(connection_, directory::framed(*sealed), deadline_)) {
                    return false;
                }
            }
            return true;
        }
        void answer_as(std::string id) { id_ = std::move(id); }
        void close() { ::shutdown(connection_, SHUT_RDWR); }

      private:
        static constexpr std::size_t kPiece = 60000;
        std::string id_;
        context::SecurityContext& context_;
        int connection_;
        const Deadline& deadline_;
    };

    using Handler = std::function<void(const Request&, Answer&)>;

    static constexpr const char* kPagedResults = "1.2.840.113556.1.4.319";

    /// The handler gets every search but that of the root DSE, which tells of dc=lies and of pages.
    explicit FakeLdap(Handler handler)
        : handler_(std::move(handler)),
          peer_([this](int connection, const Deadline& deadline) { serve(connection, deadline); }) {
    }

    const std::string& address() const { return peer_.address(); }

    /// A session with it, which it has proved.
    std::unique_ptr<directory::Session> session() const {
        auto opened = open_at(address(), "alice", Deadline::usual(), own_name());
        EXPECT_TRUE(opened) << opened.error().message();
        return opened ? std::move(*opened) : nullptr;
    }
    static std::string own_name() { return "host/host1." + to_lower(realm()); }

    /// Lengths of five octets: any size.
    static std::string element(std::uint8_t tag, const std::string& content) {
        std::string out(1, static_cast<char>(tag));
        out += '\x84';
        for (int shift = 24; shift >= 0; shift -= 8) {
            out += static_cast<char>(content.size() >> shift & 0xff);
        }
        return out + content;
    }

  private:
    static std::string to_lower(std::string text) {
        for (char& c : text) {
            c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        return text;
    }

    static std::string piece(const std::string& message, const support::der::Span& span) {
        return message.substr(span.content, span.end - span.content);
    }

    static Request parse(const std::string& message) {
        using support::der::span_at;
        Request out;
        const auto id = span_at(message, span_at(message, 0).content);
        out.id = message.substr(id.begin, id.end - id.begin);
        out.operation = static_cast<std::uint8_t>(message[id.end]);
        const auto operation = span_at(message, id.end);
        if (out.operation == 0x63) {
            const auto base = span_at(message, operation.content);
            const auto scope = span_at(message, base.end);
            out.base = piece(message, base);
            out.scope = message[scope.content];
            auto next = scope;
            for (int skipped = 0; skipped < 5; ++skipped) {
                next = span_at(message, next.end);
            }
            out.filter = message.substr(next.begin, next.end - next.begin);
        }
        const auto control = message.find(kPagedResults, operation.end);
        if (control != std::string::npos) {
            out.paged = true;
            auto value = span_at(message, control + std::string(kPagedResults).size());
            if (message[value.begin] == '\x01') {
                value = span_at(message, value.end);
            }
            const std::string page = piece(message, value);
            const auto size = span_at(page, span_at(page, 0).content);
            out.cookie = piece(page, span_at(page, size.end));
        }
        return out;
    }

    /// RFC 4511 4.2: the credentials of the next BindRequest, in the clear.
    std::string credentials(int connection, const Deadline& deadline) {
        using support::der::span_at;
        std::array<std::uint8_t, 16384> buffer{};
        auto got = read_some(connection, buffer, deadline);
        if (!got || *got == 0) {
            return "";
        }
        const std::string message(text_of(ByteView(buffer).first(*got)));
        const auto id = span_at(message, span_at(message, 0).content);
        bind_id_ = message.substr(id.begin, id.end - id.begin);
        const auto version = span_at(message, span_at(message, id.end).content);
        const auto sasl = span_at(message, span_at(message, version.end).end);
        const auto mechanism = span_at(message, sasl.content);
        return mechanism.end >= sasl.end ? "" : piece(message, span_at(message, mechanism.end));
    }

    void bind_answer(int connection, int code, ByteView token, const Deadline& deadline) {
        const std::string response =
            element(0x0a, std::string(1, static_cast<char>(code))) + element(0x04, "") +
            element(0x04, "") + (token.empty() ? "" : element(0x87, std::string(text_of(token))));
        static_cast<void>(write_all(
            connection, bytes_of(element(0x30, bind_id_ + element(0x61, response))), deadline));
    }

    std::unique_ptr<context::SecurityContext> prove(int connection, const Deadline& deadline) {
        constexpr int kSuccess = 0;
        constexpr int kInProgress = 14;
        const auto keys = credential_of("host1");
        context::Policy policy;
        policy.served = mutauth::spn::serving({name(own_name())});
        auto negotiation = context::accept(*keys, policy);
        if (!negotiation) {
            ADD_FAILURE() << negotiation.error().message();
            return nullptr;
        }
        auto step = (*negotiation)->step(bytes_of(credentials(connection, deadline)));
        if (!step) {
            ADD_FAILURE() << step.error().message();
            return nullptr;
        }
        bind_answer(connection, kInProgress, step->token, deadline);
        auto context = (*negotiation)->finish();
        if (!context) {
            ADD_FAILURE() << context.error().message();
            return nullptr;
        }
        static_cast<void>(credentials(connection, deadline));
        // RFC 4752 3.2: privacy alone, 64 KiB.
        const auto offer = (*context)->wrap(bytes_of(std::string("\x04\x01\x00\x00", 4)));
        bind_answer(connection, kInProgress, *offer, deadline);
        const std::string choice = credentials(connection, deadline);
        EXPECT_TRUE((*context)->unwrap(bytes_of(choice)));
        bind_answer(connection, kSuccess, {}, deadline);
        return std::move(*context);
    }

    void serve(int connection, const Deadline& deadline) {
        const auto context = prove(connection, deadline);
        if (!context) {
            return;
        }
        directory::FrameReader reader(std::size_t{1} << 20);
        for (;;) {
            const auto space = reader.space();
            auto got = read_some(connection, space, deadline);
            if (!got || *got == 0) {
                return;
            }
            auto frame = reader.filled(*got);
            if (!frame) {
                ADD_FAILURE() << frame.error().message();
                return;
            }
            if (!*frame) {
                continue;
            }
            auto opened = context->open(**frame);
            if (!opened) {
                ADD_FAILURE() << opened.error().message();
                return;
            }
            answer(parse(std::string(text_of(*opened))), *context, connection, deadline);
        }
    }

    void answer(const Request& request,
                context::SecurityContext& context,
                int connection,
                const Deadline& deadline) {
        Answer answer(request, context, connection, deadline);
        if (request.operation != 0x63) {
            return;
        }
        if (request.base.empty() && request.scope == 0) {
            answer.entry("",
                         {{"namingContexts", {"dc=lies"}}, {"supportedControl", {kPagedResults}}});
            answer.done(0);
            return;
        }
        handler_(request, answer);
    }

    Handler handler_;
    std::string bind_id_;
    Peer peer_;
};

}  // namespace mutauth::testing
