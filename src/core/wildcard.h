// Text in which an asterisk stands for any text and all else for itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mutauth {

class Wildcard {
  public:
    explicit Wildcard(std::string_view text);

    /// What stands between the asterisks: one piece if there is none.
    const std::vector<std::string>& pieces() const noexcept { return pieces_; }
    bool matches(std::string_view text) const noexcept;

  private:
    std::vector<std::string> pieces_;
};

}  // namespace mutauth
