// A password: wiped when it goes, never copied by accident.
#pragma once

#include <cstring>
#include <string_view>

#include "core/bytes.h"

namespace mutauth::credential {

class SecretText {
  public:
    explicit SecretText(std::string_view text) : bytes_(text.begin(), text.end()) {
        bytes_.push_back(0);
    }
    SecretText(SecretText&&) noexcept = default;
    SecretText& operator=(SecretText&&) noexcept = default;
    SecretText(const SecretText&) = delete;
    SecretText& operator=(const SecretText&) = delete;
    ~SecretText() = default;

    const char* c_str() const noexcept { return reinterpret_cast<const char*>(bytes_.data()); }

  private:
    Bytes bytes_;
};

}  // namespace mutauth::credential
