/* What every header of mutauth needs: linkage and visibility. */
#ifndef MUTAUTH_EXPORT_H
#define MUTAUTH_EXPORT_H

#include <stddef.h>
#include <stdint.h>

#if defined(MUTAUTH_BUILDING) && (defined(__GNUC__) || defined(__clang__))
#define MUTAUTH_API __attribute__((visibility("default")))
#else
#define MUTAUTH_API
#endif

#ifdef __cplusplus
#define MUTAUTH_BEGIN_C extern "C" {
#define MUTAUTH_END_C }
#else
#define MUTAUTH_BEGIN_C
#define MUTAUTH_END_C
#endif

#endif
