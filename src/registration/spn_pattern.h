// SPNs by wildcards, as setspn -Q has them: "http/*", "*/web*", "*".
#pragma once

#include <string>
#include <string_view>

#include "core/wildcard.h"
#include "directory/profile.h"
#include "registration/held_names.h"
#include "spn/fold.h"

namespace mutauth::registration {

class SpnPattern {
  public:
    /// An asterisk stands for any text, slashes too; all else for itself.
    static Result<SpnPattern> parse(std::string_view text);

    bool has_wildcard() const noexcept { return exact_.pieces().size() > 1; }
    const std::string& text() const noexcept { return text_; }
    /// Finds all that matches, and may find more.
    std::string filter(directory::Kind kind) const;
    /// SPNs ignore case; what only a KDC knows does not, as the KDC does not.
    bool matches(const HeldName& name) const;

  private:
    explicit SpnPattern(std::string_view text)
        : text_(text), exact_(text), folded_(spn::folded(text)) {}

    std::string text_;
    Wildcard exact_;
    Wildcard folded_;
};

}  // namespace mutauth::registration
