#include "credential_options.h"

#include <CLI/CLI.hpp>

#include "exit_code.h"
#include "options.h"
#include "password.h"
#include "steps.h"

namespace mutauth::command {

const char* const kCredentialHelp =
    "Whose credential: --ccache NAME, or --keytab FILE [--principal P], or --principal P\n"
    "--password-file FILE. Without these it is the environment's: the tickets that kinit\n"
    "left, found by KRB5CCNAME or krb5.conf.\n";

void CredentialOptions::add_to(CLI::App& app) {
    add_text(app, "--ccache", ccache_, "use the tickets in this credential cache", "NAME");
    add_text(app, "--keytab", keytab_, "use the keys in this keytab", "FILE");
    add_text(app, "--principal", principal_, "whose keys or password: NAME or NAME@REALM", "P");
    add_text(app, "--realm", realm_,
             "the realm of a --principal that has none (default: krb5.conf's)", "REALM");
    app.add_flag("--enterprise", enterprise_,
                 "--principal is an enterprise name, a UPN: NAME@SUFFIX[@REALM]");
    add_text(app, "--password-file", password_file_,
             "the password is the file's first line; - for stdin", "FILE");
}

void CredentialOptions::check() const {
    const int sources =
        (ccache_.empty() ? 0 : 1) + (keytab_.empty() ? 0 : 1) + (password_file_.empty() ? 0 : 1);
    if (sources > 1) {
        throw Usage("give one of --ccache, --keytab and --password-file");
    }
    if (!password_file_.empty() && principal_.empty()) {
        throw Usage("--password-file needs --principal: whose password is it?");
    }
    if (!principal_.empty() && keytab_.empty() && password_file_.empty()) {
        throw Usage("--principal needs --keytab or --password-file");
    }
    if (enterprise_ && principal_.empty()) {
        throw Usage("--enterprise needs --principal: which name is it?");
    }
    if (!realm_.empty() && principal_.empty()) {
        throw Usage("--realm needs --principal: whose realm is it?");
    }
}

auth::Credential CredentialOptions::made() const {
    if (!ccache_.empty()) {
        return auth::Credential::from_ccache(ccache_);
    }
    if (!keytab_.empty() && enterprise_) {
        return auth::Credential::from_enterprise_keytab(keytab_, principal());
    }
    if (!keytab_.empty()) {
        return auth::Credential::from_keytab(
            keytab_, principal_.empty() ? auth::Text(nullptr) : auth::Text(principal()));
    }
    if (!password_file_.empty()) {
        const Password password = Password::read_from(password_file_);
        return enterprise_
                   ? auth::Credential::from_enterprise_password(principal(), password.text())
                   : auth::Credential::from_password(principal(), password.text());
    }
    return auth::Credential::from_environment();
}

std::string CredentialOptions::principal() const {
    // The first '@' of an enterprise name is its own.
    const auto at = principal_.find('@');
    const bool whole =
        realm_.empty() || (at != std::string::npos &&
                           (!enterprise_ || principal_.find('@', at + 1) != std::string::npos));
    return whole ? principal_ : principal_ + '@' + realm_;
}

bool CredentialOptions::given() const noexcept {
    return !ccache_.empty() || !keytab_.empty() || !principal_.empty() || !password_file_.empty();
}

auth::Credential CredentialOptions::open(const Steps& steps) const {
    check();
    auth::Credential credential = made();
    steps.say("acting as " + std::string(credential.principal()));
    return credential;
}

}  // namespace mutauth::command
