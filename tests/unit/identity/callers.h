// Callers with PACs, as a negotiation would have proven them.
#pragma once

#include <ctime>
#include <memory>

#include "context/proof.h"
#include "unit/identity/pac_builder.h"

namespace mutauth::testing {

inline context::Proof caller(const std::string& principal) {
    context::Proof proof;
    proof.client = principal;
    proof.asked_service = "http/claimed.example.test@EXAMPLE.TEST";
    proof.service_key = "http/web.example.test@EXAMPLE.TEST";
    proof.service_keys = {proof.service_key};
    proof.expires = ::time(nullptr) + 1000;
    return proof;
}

inline context::Proof caller(const std::string& principal, Bytes pac, bool proven = true) {
    context::Proof proof = caller(principal);
    proof.authorization.pac =
        std::make_shared<context::Pac>(std::move(pac), [proven](ByteView) { return proven; });
    return proof;
}

inline context::Proof caller(const std::string& principal, const Logon& logon) {
    return caller(principal, pac_of({{1, logon_info(logon)}}));
}

}  // namespace mutauth::testing
