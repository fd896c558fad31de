#include "service_options.h"

#include "options.h"

namespace mutauth::command {

CLI::Option* ServiceOptions::add_keytab_to(CLI::App& app, const std::string& description) {
    return add_text(app, "--service-keytab", keytab_, description, "FILE");
}

CLI::Option* ServiceOptions::add_account_to(CLI::App& app, const std::string& description) {
    return add_text(app, "--service-account", account_, description, "PRINCIPAL");
}

auth::Text ServiceOptions::account_or_null() const {
    return account_.empty() ? auth::Text(nullptr) : auth::Text(account_);
}

auth::Credential ServiceOptions::keys_in(const std::string& keytab) const {
    return auth::Credential::from_keytab(keytab, account_or_null());
}

}  // namespace mutauth::command
