// A view of text that a NUL follows, so that C can take it.
#pragma once

#include <string>
#include <string_view>

namespace mutauth {

class EndedText : public std::string_view {
  public:
    constexpr EndedText() noexcept : EndedText("") {}
    constexpr EndedText(const char* text) noexcept  // NOLINT(google-explicit-constructor)
        : std::string_view(text) {}
    /// A NUL must follow the text, and outlive this view.
    constexpr EndedText(const char* text, std::size_t size) noexcept
        : std::string_view(text, size) {}

    constexpr const char* c_str() const noexcept { return data(); }
    operator std::string() const {
        return {data(), size()};
    }  // NOLINT(google-explicit-constructor)
};

inline std::string operator+(std::string a, EndedText b) {
    return std::move(a.append(b));
}

inline std::string operator+(const char* a, EndedText b) {
    return std::string(a).append(b);
}

inline std::string operator+(EndedText a, std::string_view b) {
    return std::string(a).append(b);
}

inline std::string operator+(EndedText a, char b) {
    std::string out(a);
    out += b;
    return out;
}

}  // namespace mutauth
