// Somebody between client and service ends two TLS connections and hands the tokens on. Without
// channel bindings nobody notices; with them the service does.
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>
#include <functional>
#include <memory>

#include "capi/realm.h"
#include "support/files.h"

namespace {

using Bindings = realm::Owner<mutauth_channel_bindings>;

template <auto Free>
struct Release {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Context = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Release<SSL_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;

/// One TLS 1.3 connection, both of its ends in this process.
class Tls {
  public:
    /// The server shows a certificate of its own, made by openssl(1).
    explicit Tls(const std::string& host) {
        support::must_run("openssl req -x509 -newkey rsa:2048 -nodes -sha256 -subj /CN=" + host +
                          " -keyout " + (folder_ / "key.pem") + " -out " +
                          (folder_ / "certificate.pem"));
        server_context_.reset(::SSL_CTX_new(::TLS_server_method()));
        client_context_.reset(::SSL_CTX_new(::TLS_client_method()));
        EXPECT_EQ(
            ::SSL_CTX_use_certificate_file(server_context_.get(),
                                           (folder_ / "certificate.pem").c_str(), SSL_FILETYPE_PEM),
            1);
        EXPECT_EQ(::SSL_CTX_use_PrivateKey_file(server_context_.get(),
                                                (folder_ / "key.pem").c_str(), SSL_FILETYPE_PEM),
                  1);
        server_.reset(::SSL_new(server_context_.get()));
        client_.reset(::SSL_new(client_context_.get()));
        BIO* at_client = nullptr;
        BIO* at_server = nullptr;
        EXPECT_EQ(::BIO_new_bio_pair(&at_client, 0, &at_server, 0), 1);
        ::SSL_set_bio(client_.get(), at_client, at_client);
        ::SSL_set_bio(server_.get(), at_server, at_server);
        ::SSL_set_connect_state(client_.get());
        ::SSL_set_accept_state(server_.get());
        for (int leg = 0; leg < 10; ++leg) {
            ::SSL_do_handshake(client_.get());
            ::SSL_do_handshake(server_.get());
        }
        EXPECT_EQ(::SSL_is_init_finished(client_.get()), 1);
        EXPECT_EQ(::SSL_is_init_finished(server_.get()), 1);
    }

    std::string to_server(const std::string& text) { return passed(client_, server_, text); }
    std::string to_client(const std::string& text) { return passed(server_, client_, text); }

    /// The server's certificate as each end has it.
    std::string seen_by_client() const {
        return der_of(Certificate(::SSL_get1_peer_certificate(client_.get())).get());
    }
    std::string shown_by_server() const { return der_of(::SSL_get_certificate(server_.get())); }

    std::string exported_at_client() const { return exported(client_); }
    std::string exported_at_server() const { return exported(server_); }

  private:
    static std::string passed(const Session& from, const Session& to, const std::string& text) {
        EXPECT_EQ(::SSL_write(from.get(), text.data(), static_cast<int>(text.size())),
                  static_cast<int>(text.size()));
        std::string out(text.size(), '\0');
        EXPECT_EQ(::SSL_read(to.get(), out.data(), static_cast<int>(out.size())),
                  static_cast<int>(text.size()));
        return out;
    }
    static std::string der_of(X509* certificate) {
        unsigned char* der = nullptr;
        const int size = ::i2d_X509(certificate, &der);
        std::string out(reinterpret_cast<char*>(der), static_cast<size_t>(size));
        ::OPENSSL_free(der);
        return out;
    }
    /// RFC 9266 2.
    static std::string exported(const Session& session) {
        const std::string label = "EXPORTER-Channel-Binding";
        std::array<unsigned char, 32> out{};
        EXPECT_EQ(::SSL_export_keying_material(session.get(), out.data(), out.size(), label.data(),
                                               label.size(), nullptr, 0, 1),
                  1);
        return {out.begin(), out.end()};
    }

    support::Folder folder_;
    Context server_context_;
    Context client_context_;
    Session server_;
    Session client_;
};

enum class By { nothing, certificate, exporter };

Bindings bindings(By by, const std::string& certificate, const std::string& exported) {
    mutauth_channel_bindings* out = nullptr;
    if (by != By::nothing) {
        const std::string& data = by == By::certificate ? certificate : exported;
        const auto make = by == By::certificate ? mutauth_channel_bindings_from_certificate
                                                : mutauth_channel_bindings_from_exporter;
        EXPECT_EQ(make(data.data(), data.size(), &out), MUTAUTH_OK) << realm::why();
    }
    return {out, mutauth_channel_bindings_free};
}

/// Alice to the host through as many TLS connections: the first is the client's, the last the
/// service's, and who sits between hands everything on. Gives what the service makes of her.
mutauth_status negotiated(std::vector<std::unique_ptr<Tls>>& way, By by, int32_t mechanism) {
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation client = realm::initiate(
        alice, realm::host_spn(), realm::with_mechanism(realm::policy(), mechanism));
    const realm::Negotiation service = realm::accept(
        realm::computer(), realm::with_mechanism(realm::serving(realm::host_spn()), mechanism));
    const Tls& near = *way.front();
    const Tls& far = *way.back();
    if (by != By::nothing) {
        EXPECT_EQ(
            mutauth_negotiation_bind(
                client.get(), bindings(by, near.seen_by_client(), near.exported_at_client()).get()),
            MUTAUTH_OK);
        EXPECT_EQ(
            mutauth_negotiation_bind(
                service.get(), bindings(by, far.shown_by_server(), far.exported_at_server()).get()),
            MUTAUTH_OK);
    }
    std::string token = realm::step(client, "").token;
    for (auto& connection : way) {
        token = connection->to_server(token);
    }
    const realm::Step answer = realm::step(service, token);
    if (answer.status != MUTAUTH_OK) {
        return answer.status;
    }
    std::string proof = answer.token;
    for (auto connection = way.rbegin(); connection != way.rend(); ++connection) {
        proof = (*connection)->to_client(proof);
    }
    EXPECT_EQ(realm::step(client, proof).status, MUTAUTH_OK) << realm::why();
    const realm::Context proven = realm::finish(service);
    EXPECT_EQ(mutauth_identity_channel_bound(mutauth_context_identity(proven.get())),
              by == By::nothing ? 0 : 1);
    return MUTAUTH_OK;
}

TEST(TlsRelay, IsNoticedByChannelBindingsAlone) {
    for (const int32_t mechanism : {MUTAUTH_MECHANISM_KRB5, MUTAUTH_MECHANISM_NEGOTIATE}) {
        for (const By by : {By::nothing, By::certificate, By::exporter}) {
            std::vector<std::unique_ptr<Tls>> straight;
            straight.push_back(std::make_unique<Tls>("host1.example.test"));
            EXPECT_EQ(negotiated(straight, by, mechanism), MUTAUTH_OK) << realm::why();

            // The relay's certificate is as good as the service's to a client that does not look.
            std::vector<std::unique_ptr<Tls>> relayed;
            relayed.push_back(std::make_unique<Tls>("host1.example.test"));
            relayed.push_back(std::make_unique<Tls>("host1.example.test"));
            EXPECT_EQ(negotiated(relayed, by, mechanism),
                      by == By::nothing ? MUTAUTH_OK : MUTAUTH_CHANNEL_BINDINGS_MISMATCH)
                << realm::why();
        }
    }
}

}  // namespace
