// What a program demands of a security context, with the safe defaults.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>

#include "core/log.h"
#include "spn/served_names.h"

namespace mutauth::context {

/// Windows' RPC_C_AUTHN_LEVEL_... numbers ([MS-RPCE] 2.2.1.1.8).
enum class Level : std::int32_t { connect = 2, call = 3, packet = 4, integrity = 5, privacy = 6 };

/// Local ones are not negotiated: the kernel tells of them. Either is a policy's alone: the
/// initiator's first token decides, and the proof says which it was.
enum class Mechanism : std::int32_t { krb5 = 1, negotiate = 2, local = 3, either = 4 };

/// Who makes and opens protected messages. Both speak RFC 4121: the peer sees no difference.
enum class Protector : std::int32_t { own = 1, gss = 2 };

/// What is asked of a negotiation's channel bindings.
enum class BindingRule : std::int32_t {
    /// Acceptors: the initiator must have given the same ones, once this side was given any.
    when_given = 1,
    ignore = 2,
    /// Acceptors: an initiator that gives none is taken, and none that gives others.
    if_present = 3,
    /// This side must be given some. Acceptors: the initiator must have given the same.
    require = 4,
};

/// Whether an initiator hands its ticket-granting ticket over.
enum class Delegation : std::int32_t {
    never = 1,
    /// If the KDC marks the service's ticket ok-as-delegate (RFC 4120 2.8).
    if_trusted = 2,
    always = 3,
};

/// Numbers of RFC 3961's registry, from 0 to 31.
class EnctypeSet {
  public:
    EnctypeSet(std::initializer_list<std::int32_t> all) noexcept {
        for (const std::int32_t one : all) {
            add(one);
        }
    }
    void add(std::int32_t enctype) noexcept { bits_ |= std::uint32_t{1} << enctype; }
    bool has(std::int32_t enctype) const noexcept {
        return enctype >= 0 && enctype < 32 && (bits_ >> enctype & 1) != 0;
    }

  private:
    std::uint32_t bits_ = 0;
};

/// Messages in each direction under one key, far from what a ticket's life has room for: 2^40 of
/// them take twelve days at a million a second.
inline constexpr std::uint64_t kMessageLimit = std::uint64_t{1} << 40;

/// What is for one role alone is not looked at in the other: one policy may be for both.
struct Policy {
    Level level = Level::privacy;
    Mechanism mechanism = Mechanism::krb5;
    Protector protector = Protector::own;
    /// Both sides prove themselves. Without it only the client does.
    bool mutual = true;
    /// Bare messages and a third leg, as DCE/RPC has them ([MS-RPCE] 2.2.2.11).
    bool dce_style = false;
    /// Initiators only: the service may ask who the client is, but not act as it.
    bool identify_only = false;
    BindingRule channel_bindings = BindingRule::when_given;
    /// Initiators only.
    Delegation delegation = Delegation::never;
    /// Of the key that protects messages; only AES ones are ever taken.
    EnctypeSet session_enctypes{17, 18, 19, 20};
    /// Of the key that seals the ticket. An account in Active Directory that says nothing of its
    /// encryption types gets tickets sealed by RC4 (23) with session keys of AES.
    EnctypeSet ticket_enctypes{17, 18, 19, 20, 23};
    /// Seconds from the negotiation's end to the context's, if the ticket lives longer.
    std::optional<std::int64_t> longest_life;
    /// Messages in each direction, after which the context protects nothing more.
    std::uint64_t message_limit = kMessageLimit;
    /// How many messages back one may come late, for transports that keep no order; 0: none, and
    /// what is refused ends the context.
    std::uint32_t replay_window = 0;
    /// Acceptors only: keep the client's ticket, which lets the service act as the client where the
    /// KDC allows that.
    bool keep_ticket = false;
    /// Acceptors only: keep the ticket-granting ticket that a client hands over.
    bool keep_delegated = false;
    /// Acceptors only: the file that remembers the requests which were taken; "" for the usual one.
    std::string replay_cache;
    /// Acceptors only: none is remembered.
    bool replay_cache_waived = false;
    /// Acceptors only. Shared by the copies of a policy, so never changed in place.
    std::shared_ptr<const spn::ServedNames> served;
    Log log;
};

}  // namespace mutauth::context
