/* Bytes and texts, on their way in and out. */
#ifndef MUTAUTH_CPP_BYTES_HPP
#define MUTAUTH_CPP_BYTES_HPP

#include <mutauth/bytes.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// Bytes that a call made; wiped when they are let go.
class Bytes {
  public:
    Bytes() noexcept = default;
    explicit Bytes(mutauth_bytes* owned) noexcept : handle_(owned) {}

    const std::uint8_t* data() const noexcept {
        return static_cast<const std::uint8_t*>(mutauth_bytes_data(handle_.get()));
    }
    std::size_t size() const noexcept { return mutauth_bytes_size(handle_.get()); }
    bool empty() const noexcept { return size() == 0; }
    const std::uint8_t* begin() const noexcept { return data(); }
    const std::uint8_t* end() const noexcept { return data() + size(); }

    /// Lives as long as these bytes.
    std::string_view view() const noexcept {
        return {static_cast<const char*>(mutauth_bytes_data(handle_.get())), size()};
    }
    /// A copy, which is not wiped.
    std::string string() const { return std::string(view()); }
    /// A copy, which is not wiped.
    std::vector<std::uint8_t> vector() const { return {begin(), end()}; }

  private:
    detail::Handle<mutauth_bytes, mutauth_bytes_free> handle_;
};

/// Bytes that somebody else owns, as the argument of a call.
class View {
  public:
    View() noexcept = default;
    View(const void* data, std::size_t size) noexcept : data_(data), size_(size) {}
    View(const Bytes& bytes) noexcept : View(bytes.data(), bytes.size()) {}
    View(std::string_view text) noexcept : View(text.data(), text.size()) {}
    View(const std::string& text) noexcept : View(text.data(), text.size()) {}
    View(const char* text) noexcept : View(std::string_view(text)) {}
    View(const std::vector<std::uint8_t>& bytes) noexcept : View(bytes.data(), bytes.size()) {}

    const void* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

  private:
    const void* data_ = nullptr;
    std::size_t size_ = 0;
};

/// UTF-8 text as the argument of a call: NUL-ended for C, refused if it has a NUL inside. A null
/// pointer stands for "not given" where that is allowed. Only a string_view is copied, since it has
/// no end that C can see; the copy is wiped.
class Text {
  public:
    Text(const char* text) noexcept : text_(text) {}
    Text(const std::string& text) : text_(text.c_str()) { refuse_nul(text); }
    Text(std::string_view text) : copy_(text), text_(copy_.c_str()) { refuse_nul(text); }
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;
    ~Text() {
        for (volatile char& character : copy_) {
            character = 0;
        }
    }

    const char* c_str() const noexcept { return text_; }

  private:
    static void refuse_nul(std::string_view text) {
        if (text.find('\0') != std::string_view::npos) {
            throw Error(MUTAUTH_TEXT_HAS_NUL, mutauth_status_says(MUTAUTH_TEXT_HAS_NUL));
        }
    }

    std::string copy_;
    const char* text_;
};

namespace detail {

inline std::vector<std::string> strings(mutauth_texts* owned) {
    const Handle<mutauth_texts, mutauth_texts_free> texts(owned);
    std::vector<std::string> result;
    result.reserve(mutauth_texts_count(owned));
    for (std::size_t i = 0; i < mutauth_texts_count(owned); ++i) {
        result.emplace_back(mutauth_texts_at(owned, i));
    }
    return result;
}

/// What a getter lent; empty for the null that C gives for an object that was moved from.
inline std::string_view lent(const char* text) noexcept {
    return text != nullptr ? std::string_view(text) : std::string_view();
}

}  // namespace detail
}  // namespace mutauth::v1

#endif
