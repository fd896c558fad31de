#include "credential/kerberos.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <profile.h>

#include <cerrno>
#include <system_error>

#include "core/file_descriptor.h"
#include "core/text.h"

// Exported by libkrb5 (krb5_3_MIT) since before 1.0 and declared by none of its public headers.
// What they declare instead, krb5_set_real_time, takes a time and so loses what passes meanwhile.
extern "C" krb5_error_code KRB5_CALLCONV krb5_set_time_offsets(krb5_context context,
                                                               krb5_timestamp seconds,
                                                               krb5_int32 microseconds);

// Exported likewise: the files of KRB5_CONFIG, or else the usual ones.
extern "C" krb5_error_code KRB5_CALLCONV krb5_get_default_config_files(char*** files);
extern "C" void KRB5_CALLCONV krb5_free_config_files(char** files);

namespace mutauth::credential {
namespace {

/// Those that libkrb5 looks for, and why those cannot be read that are there.
std::string configuration_files() {
    char** files = nullptr;
    std::string out;
    if (::krb5_get_default_config_files(&files) != 0) {
        return out;
    }
    for (char** file = files; *file != nullptr; ++file) {
        const FileDescriptor opened(::open(*file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
        const int fault = opened ? 0 : errno;
        out += (out.empty() ? "" : ", ") + displayed(*file) +
               (fault == 0 ? "" : fmt::format(" ({})", std::generic_category().message(fault)));
    }
    ::krb5_free_config_files(files);
    return out;
}

}  // namespace

Result<KerberosLibrary> KerberosLibrary::open() {
    krb5_context context = nullptr;
    const krb5_error_code code = ::krb5_init_context(&context);
    if (code != 0) {
        const Owned<const char*, krb5_free_error_message> words(
            nullptr, ::krb5_get_error_message(nullptr, code));
        const std::string files = configuration_files();
        return Error(Status::system_error,
                     fmt::format("libkrb5 cannot read its configuration, {}: {}", files,
                                 displayed(words.get())))
            .with("files", files)
            .with_native(NativeSystem::krb5, code)
            .with_remedy(
                "let this user read the file and correct what is wrong in it, or name another one "
                "by KRB5_CONFIG");
    }
    return KerberosLibrary(context);
}

KerberosLibrary::~KerberosLibrary() {
    if (context_ != nullptr) {
        ::krb5_free_context(context_);
    }
}

std::int64_t KerberosLibrary::clock_skew() const {
    constexpr int kUsual = 300;
    if (clock_skew_ == 0) {
        int seconds = kUsual;
        profile_t profile = nullptr;
        if (::krb5_get_profile(context_, &profile) == 0) {
            ::profile_get_integer(profile, "libdefaults", "clockskew", nullptr, kUsual, &seconds);
            ::profile_release(profile);
        }
        clock_skew_ = seconds;
    }
    return clock_skew_;
}

const std::vector<std::int32_t>& KerberosLibrary::permitted_enctypes() const {
    krb5_enctype* list = nullptr;
    if (permitted_.empty() && ::krb5_get_permitted_enctypes(context_, &list) == 0) {
        for (const krb5_enctype* one = list; *one != 0; ++one) {
            permitted_.push_back(*one);
        }
        ::krb5_free_enctypes(context_, list);
    }
    return permitted_;
}

ClockOffset KerberosLibrary::clock() const noexcept {
    ClockOffset out;
    ::krb5_get_time_offsets(context_, &out.seconds, &out.microseconds);
    return out;
}

void KerberosLibrary::set_clock(ClockOffset offset) const noexcept {
    ::krb5_set_time_offsets(context_, offset.seconds, offset.microseconds);
}

std::string KerberosLibrary::words_for(krb5_error_code code) const {
    const Owned<const char*, krb5_free_error_message> words(
        context_, ::krb5_get_error_message(context_, code));
    return displayed(words.get(), 500);
}

Error KerberosLibrary::error(Status status, std::string_view what, krb5_error_code code) const {
    return Error(status, fmt::format("{}: {}", what, words_for(code)))
        .with_native(NativeSystem::krb5, code);
}

std::string principal_text(krb5_context context, krb5_const_principal principal) {
    Owned<char*, krb5_free_unparsed_name> name(context);
    if (principal == nullptr || ::krb5_unparse_name(context, principal, name.out()) != 0) {
        return {};
    }
    return name.get();
}

Result<Principal> parse_principal(const KerberosLibrary& library,
                                  std::string_view text,
                                  NameType type) {
    if (text.empty() || text.find('\0') != std::string_view::npos || !is_utf8(text)) {
        return Error(Status::invalid_argument,
                     fmt::format("'{}' is no Kerberos principal", displayed(text)));
    }
    Principal principal(library.get());
    const bool enterprise = type == NameType::enterprise;
    const bool quoted = text.find("\\@") != std::string_view::npos;
    const auto code = ::krb5_parse_name_flags(
        library.get(), std::string(text).c_str(),
        enterprise && !quoted ? KRB5_PRINCIPAL_PARSE_ENTERPRISE : 0, principal.out());
    if (code == KRB5_CONFIG_NODEFREALM) {
        return library
            .error(Status::invalid_argument, fmt::format("'{}' has no realm", displayed(text)),
                   code)
            .with_remedy(fmt::format(
                "write {}@REALM, or set default_realm in the [libdefaults] of krb5.conf",
                displayed(text)));
    }
    if (code != 0) {
        return library.error(Status::invalid_argument,
                             fmt::format("'{}' is no Kerberos principal", displayed(text)), code);
    }
    if (enterprise) {
        principal.get()->type = KRB5_NT_ENTERPRISE_PRINCIPAL;
    }
    return principal;
}

std::string full_name_of(krb5_context context, krb5_ccache cache) {
    Owned<char*, krb5_free_string> name(context);
    if (::krb5_cc_get_full_name(context, cache, name.out()) != 0) {
        return {};
    }
    return name.get();
}

krb5_data borrowed(ByteView bytes) noexcept {
    krb5_data out{};
    out.length = static_cast<unsigned>(bytes.size());
    out.data = reinterpret_cast<char*>(const_cast<std::uint8_t*>(bytes.data()));
    return out;
}

Result<PrivateCache> make_private_cache(const KerberosLibrary& library) {
    PrivateCache cache(library.get());
    const auto code = ::krb5_cc_new_unique(library.get(), "MEMORY", nullptr, cache.out());
    if (code != 0) {
        return library.error(Status::system_error, "cannot make a credential cache", code);
    }
    return cache;
}

}  // namespace mutauth::credential
