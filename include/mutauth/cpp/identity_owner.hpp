/* How the classes keep an identity alive. */
#ifndef MUTAUTH_CPP_IDENTITY_OWNER_HPP
#define MUTAUTH_CPP_IDENTITY_OWNER_HPP

#include <mutauth/identity.h>

#include <utility>

namespace mutauth::v1::detail {

/// One owner among others, or none.
class IdentityOwner {
  public:
    explicit IdentityOwner(const mutauth_identity* lent) noexcept {
        if (lent != nullptr) {
            // Fails only for what is no identity.
            static_cast<void>(mutauth_identity_copy(lent, &owned_));
        }
    }
    IdentityOwner(const IdentityOwner& other) noexcept : IdentityOwner(other.owned_) {}
    IdentityOwner(IdentityOwner&& other) noexcept : owned_(std::exchange(other.owned_, nullptr)) {}
    IdentityOwner& operator=(IdentityOwner other) noexcept {
        std::swap(owned_, other.owned_);
        return *this;
    }
    ~IdentityOwner() { mutauth_identity_free(owned_); }

    const mutauth_identity* get() const noexcept { return owned_; }

  private:
    mutauth_identity* owned_ = nullptr;
};

}  // namespace mutauth::v1::detail

#endif
