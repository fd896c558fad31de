#include "context/replay_cache.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/regular_file.h"
#include "core/system_error.h"
#include "core/text.h"

// Exported by libkrb5 (krb5_3_MIT) since 1.18 for libgssapi, and declared by none of its public
// headers. krb5_get_server_rcache, which is public, asks the environment for the name.
extern "C" krb5_error_code k5_rc_resolve(krb5_context context,
                                         const char* residual,
                                         krb5_rcache* out);

namespace mutauth::context {
namespace {

/// The name that MIT's "dfl:" has without KRB5RCACHEDIR and TMPDIR, which are not asked: who sets
/// them for one of two acceptors would make it take what the other has taken.
std::string usual_file() {
    return fmt::format("/var/tmp/krb5_{}.rcache2", ::geteuid());
}

Error unusable(Error cause, const std::string& file) {
    return std::move(cause)
        .as(Status::replay_cache_unusable)
        .while_doing("replay cache " + displayed(file))
        .with("replay cache", displayed(file));
}

/// Anybody may write into /var/tmp: libkrb5 would follow a link that somebody has put there.
Result<void> prepare(const std::string& file) {
    auto opened = open_regular(file, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
    if (!opened) {
        return unusable(std::move(opened).error(), file);
    }
    struct stat about {};
    if (::fstat(opened->get(), &about) != 0) {
        return unusable(system_error("fstat"), file);
    }
    if (about.st_uid != ::geteuid()) {
        return unusable(
            Error(Status::system_error,
                  fmt::format("it is user {}'s, and this is user {}", about.st_uid, ::geteuid())),
            file);
    }
    return {};
}

}  // namespace

Result<std::string> replay_cache_of(const Policy& policy) {
    if (policy.replay_cache_waived) {
        log_to(
            policy.log, LogLevel::warning, "context",
            "the policy waives the replay cache: a client's token is taken as often as it comes");
        return std::string("none:");
    }
    const std::string file = policy.replay_cache.empty() ? usual_file() : policy.replay_cache;
    if (auto ready = prepare(file); !ready) {
        return std::move(ready).error();
    }
    return "file2:" + file;
}

krb5_error_code set_replay_cache(krb5_context library,
                                 krb5_auth_context auth,
                                 const std::string& name) {
    krb5_rcache cache = nullptr;
    const auto code = k5_rc_resolve(library, name.c_str(), &cache);
    return code != 0 ? code : ::krb5_auth_con_setrcache(library, auth, cache);
}

bool is_of_replay_cache(krb5_error_code code) noexcept {
    constexpr krb5_error_code kLastErrno = 4095;
    return (code > 0 && code <= kLastErrno) ||
           (code >= KRB5_RC_TYPE_EXISTS && code <= KRB5_RC_IO_UNKNOWN);
}

}  // namespace mutauth::context
