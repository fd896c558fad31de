// Sealing and opening one message with each enctype: against MIT's gss_wrap and gss_unwrap under a
// session key of the same type, and against OpenSSL doing nothing but the same encryption and MAC.
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "mit_peer.h"
#include "own_peer.h"
#include "rounds.h"

namespace {

using namespace mutauth::bench;

struct Enctype {
    int number;
    const char* name;
    const EVP_CIPHER* (*cipher)();
    const char* digest;
};

/// RFC 3962 7 and RFC 8009 7.
constexpr std::array<Enctype, 4> kEnctypes{
    {{18, "aes256-cts-hmac-sha1-96", ::EVP_aes_256_cbc, "SHA1"},
     {17, "aes128-cts-hmac-sha1-96", ::EVP_aes_128_cbc, "SHA1"},
     {20, "aes256-cts-hmac-sha384-192", ::EVP_aes_256_cbc, "SHA384"},
     {19, "aes128-cts-hmac-sha256-128", ::EVP_aes_128_cbc, "SHA256"}}};

void own_round_trip(const OwnPair& pair, std::vector<char>& message, std::vector<char>& sealed) {
    size_t size = 0;
    require(mutauth_context_seal(pair.client, message.data(), message.size(), sealed.data(),
                                 sealed.size(), &size) == 0);
    std::vector<char> opened(size);
    require(mutauth_context_open(pair.service, sealed.data(), size, opened.data(), opened.size(),
                                 &size) == 0 &&
            size == message.size());
}

void mit_round_trip(const MitPair& pair, std::vector<char>& message) {
    OM_uint32 minor = 0;
    int encrypted = 0;
    gss_buffer_desc in{message.size(), message.data()};
    gss_buffer_desc sealed = GSS_C_EMPTY_BUFFER;
    gss_buffer_desc opened = GSS_C_EMPTY_BUFFER;
    require(::gss_wrap(&minor, pair.client, 1, GSS_C_QOP_DEFAULT, &in, &encrypted, &sealed) ==
            GSS_S_COMPLETE);
    require(::gss_unwrap(&minor, pair.service, &sealed, &opened, &encrypted, nullptr) ==
                GSS_S_COMPLETE &&
            opened.length == message.size());
    ::gss_release_buffer(&minor, &sealed);
    ::gss_release_buffer(&minor, &opened);
}

/// What no implementation on OpenSSL can be faster than, message by message: one CBC encryption,
/// one decryption and two MACs of as many octets, all keyed before.
class BareEvp {
  public:
    explicit BareEvp(const Enctype& enctype)
        : sealing_(keyed(enctype, true)), opening_(keyed(enctype, false)) {
        EVP_MAC* hmac = ::EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        mac_ = ::EVP_MAC_CTX_new(hmac);
        ::EVP_MAC_free(hmac);
        std::string digest = enctype.digest;
        const OSSL_PARAM parameters[] = {
            ::OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
            ::OSSL_PARAM_construct_end()};
        require(::EVP_MAC_init(mac_, kKey.data(), kKey.size(), parameters) == 1);
    }
    BareEvp(const BareEvp&) = delete;
    BareEvp& operator=(const BareEvp&) = delete;
    ~BareEvp() {
        ::EVP_CIPHER_CTX_free(sealing_);
        ::EVP_CIPHER_CTX_free(opening_);
        ::EVP_MAC_CTX_free(mac_);
    }

    void round_trip(std::vector<unsigned char>& octets) {
        run(sealing_, octets);
        hash(octets);
        hash(octets);
        run(opening_, octets);
    }

  private:
    static constexpr std::array<unsigned char, 32> kKey{1, 2, 3};

    static EVP_CIPHER_CTX* keyed(const Enctype& enctype, bool encrypts) {
        EVP_CIPHER_CTX* out = ::EVP_CIPHER_CTX_new();
        require(::EVP_CipherInit_ex(out, enctype.cipher(), nullptr, kKey.data(), kKey.data(),
                                    encrypts ? 1 : 0) == 1 &&
                ::EVP_CIPHER_CTX_set_padding(out, 0) == 1);
        return out;
    }
    static void run(EVP_CIPHER_CTX* context, std::vector<unsigned char>& octets) {
        int size = 0;
        require(::EVP_CipherUpdate(context, octets.data(), &size, octets.data(),
                                   static_cast<int>(octets.size())) == 1);
    }
    void hash(const std::vector<unsigned char>& octets) {
        std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
        size_t size = 0;
        require(::EVP_MAC_init(mac_, nullptr, 0, nullptr) == 1 &&
                ::EVP_MAC_update(mac_, octets.data(), octets.size()) == 1 &&
                ::EVP_MAC_final(mac_, mac.data(), &size, mac.size()) == 1);
    }

    EVP_CIPHER_CTX* sealing_;
    EVP_CIPHER_CTX* opening_;
    EVP_MAC_CTX* mac_ = nullptr;
};

/// A service with keys of one enctype, and a configuration in which nothing else is permitted:
/// MIT's acceptor would choose a subkey of a better one (RFC 4537).
class OneEnctype {
  public:
    explicit OneEnctype(const Enctype& enctype)
        : spn_("sealing" + std::to_string(enctype.number) + "/host.example.test"),
          folder_(std::getenv("MUTAUTH_REALM_DIR")),
          keytab_(folder_ + "/sealing" + std::to_string(enctype.number) + ".keytab") {
        static const std::string realms_own = std::getenv("KRB5_CONFIG");
        std::stringstream text;
        text << std::ifstream(realms_own).rdbuf();
        std::string changed = text.str();
        const std::string head = "[libdefaults]\n";
        const auto at = changed.find(head);
        require(at != std::string::npos);
        changed.insert(at + head.size(),
                       std::string("permitted_enctypes = ") + enctype.name + "\n");
        const std::string file = keytab_ + ".conf";
        std::ofstream(file) << changed;
        require(::setenv("KRB5_CONFIG", file.c_str(), 1) == 0);
        kadmin("addprinc -randkey -e " + std::string(enctype.name) + ":normal " + spn_);
        kadmin("ktadd -norandkey -k " + keytab_ + " " + spn_);
        set_up_defaults();
        require(::setenv("KRB5_KTNAME", keytab_.c_str(), 1) == 0);
    }
    const std::string& spn() const { return spn_; }
    const std::string& keytab() const { return keytab_; }

  private:
    static void kadmin(const std::string& command) {
        require(std::system(("kadmin.local -q '" + command + "' >/dev/null 2>&1").c_str()) == 0);
    }

    std::string spn_;
    std::string folder_;
    std::string keytab_;
};

void compare_size(const OwnPair& own,
                  const MitPair& mit,
                  const Enctype& enctype,
                  std::size_t size) {
    const std::string name = fmt::format("seal+open {}, {}", size_name(size), enctype.number);
    std::vector<char> message(size, 'm');
    std::vector<char> sealed(mutauth_context_sealed_size(own.client, size));
    const auto ours = [&] {
        own_round_trip(own, message, sealed);
    };
    compare({name, "MIT gss_wrap + gss_unwrap"}, ours, [&] { mit_round_trip(mit, message); });
    BareEvp evp(enctype);
    std::vector<unsigned char> octets(size, 'm');
    compare({name, "OpenSSL's cipher and MAC alone"}, ours, [&] { evp.round_trip(octets); });
}

}  // namespace

int main() {
    for (const Enctype& enctype : kEnctypes) {
        const OneEnctype place(enctype);
        const OwnSides sides(place.keytab(), place.spn().c_str());
        OwnPair own;
        MitPair mit;
        establish(own, sides);
        establish(mit, imported_name(place.spn()));
        require(mutauth_identity_enctype(mutauth_context_identity(own.client)) == enctype.number);
        for (const std::size_t size : {64, 1024, 16384, 262144, 1048576}) {
            compare_size(own, mit, enctype, size);
        }
    }
}
