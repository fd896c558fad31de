// The numbers of the kernel's calls for ids, as wide as ids are.
//
// On the 32-bit machines that had them first (x86, ARM, m68k, SPARC and others) the plain numbers
// are calls whose ids have 16 bits: setresuid(-1, 65536, -1) would make the thread uid 0, and
// getresuid would say 65534 for every id above. Their 32-bit calls have names of their own.
#pragma once

#include <asm/unistd.h>

namespace mutauth::identity::calls {

#ifdef __NR_setresuid32
constexpr long kSetresuid = __NR_setresuid32;
constexpr long kGetresuid = __NR_getresuid32;
constexpr long kSetresgid = __NR_setresgid32;
constexpr long kGetresgid = __NR_getresgid32;
constexpr long kSetgroups = __NR_setgroups32;
constexpr long kGetgroups = __NR_getgroups32;
#else
constexpr long kSetresuid = __NR_setresuid;
constexpr long kGetresuid = __NR_getresuid;
constexpr long kSetresgid = __NR_setresgid;
constexpr long kGetresgid = __NR_getresgid;
constexpr long kSetgroups = __NR_setgroups;
constexpr long kGetgroups = __NR_getgroups;
#endif

}  // namespace mutauth::identity::calls
