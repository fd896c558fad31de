// An environment variable that has another value for a while. Only while one thread runs.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

#include "support/files.h"

namespace support {

class Variable {
  public:
    Variable(const char* name, const std::string& value) : name_(name) {
        if (const char* before = std::getenv(name)) {
            before_ = before;
        }
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() {
        if (before_) {
            ::setenv(name_, before_->c_str(), 1);
        } else {
            ::unsetenv(name_);
        }
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    const char* name_;
    std::optional<std::string> before_;
};

/// libkrb5 reads the file that KRB5_CONFIG names whenever a krb5_context is made, so a
/// configuration of our own serves every object made while this lives.
class KerberosConfiguration {
  public:
    explicit KerberosConfiguration(const std::string& text)
        : file_(folder_ / "krb5.conf"), variable_("KRB5_CONFIG", file_) {
        write_file(file_, text);
    }

    /// The realm's own, with more lines in [libdefaults].
    static std::string with_defaults(const std::string& lines) {
        std::string text = read_file(std::getenv("KRB5_CONFIG"));
        const std::string head = "[libdefaults]\n";
        const auto at = text.find(head);
        EXPECT_NE(at, std::string::npos) << text;
        return text.insert(at + head.size(), lines + "\n");
    }

    /// A realm with nothing but these KDCs.
    static std::string with_kdcs(const std::string& realm, const std::string& kdc_lines) {
        return "[libdefaults]\n default_realm = " + realm +
               "\n dns_lookup_kdc = false\n dns_lookup_realm = false\n"
               " dns_canonicalize_hostname = false\n rdns = false\n[realms]\n " +
               realm + " = {\n" + kdc_lines + " }\n";
    }

  private:
    Folder folder_;
    std::string file_;
    Variable variable_;
};

}  // namespace support
