/*
 * What of a name will hurt: what directories and KDCs see differently, and what nobody registers or
 * asks for. Judged by the text alone.
 */
#ifndef MUTAUTH_FINDINGS_H
#define MUTAUTH_FINDINGS_H

#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** An owned list of findings. Immutable: one object may be read from many threads. */
typedef struct mutauth_findings mutauth_findings;

/** Works as long as everybody writes the name alike. */
#define MUTAUTH_FINDING_LEVEL_NOTE 1
/** Works in some places and not in others. */
#define MUTAUTH_FINDING_LEVEL_WARNING 2
/** Will not work. */
#define MUTAUTH_FINDING_LEVEL_BREAKS 3

/** The class or the host is empty. */
#define MUTAUTH_FINDING_EMPTY_PART 1
/** A part holds a control character. */
#define MUTAUTH_FINDING_CONTROL_CHARACTER 2
/** A part holds blanks. */
#define MUTAUTH_FINDING_BLANK 3
/** A part holds characters outside ASCII, accents among them. */
#define MUTAUTH_FINDING_NOT_ASCII 4
/** A part holds full-width or half-width characters. */
#define MUTAUTH_FINDING_WIDTH 5
/** The class is known and usually written otherwise. */
#define MUTAUTH_FINDING_CLASS_SPELLING 6
/** The host has capitals. */
#define MUTAUTH_FINDING_HOST_CASE 7
/** The host ends in a dot. */
#define MUTAUTH_FINDING_TRAILING_DOT 8
/** The host is an IP address. */
#define MUTAUTH_FINDING_ADDRESS 9
/** The host is a short (NetBIOS) name. */
#define MUTAUTH_FINDING_SHORT_HOST 10
/** The host is longer than DNS or NetBIOS allow. */
#define MUTAUTH_FINDING_LONG_HOST 11
/** The host holds characters that no DNS name has. */
#define MUTAUTH_FINDING_HOST_CHARACTERS 12
/** The name has a port. */
#define MUTAUTH_FINDING_PORT 13
/** The name has an instance. */
#define MUTAUTH_FINDING_INSTANCE 14
/** The service name is a DN; a warning if it has escapes. */
#define MUTAUTH_FINDING_DISTINGUISHED_NAME 15
/** A part holds '@'. */
#define MUTAUTH_FINDING_AT_SIGN 16
/** A realm was written behind the name. */
#define MUTAUTH_FINDING_REALM 17
/** The host is the pattern _HOST. */
#define MUTAUTH_FINDING_HOST_PATTERN 18
/** The service name is the host again. */
#define MUTAUTH_FINDING_HOST_TWICE 19
/** The name is one that only domain controllers or KDCs have. */
#define MUTAUTH_FINDING_CONTROLLER_NAME 20
/** The class is a GUID in braces. */
#define MUTAUTH_FINDING_BRACES 21
/** The whole name is unusually long. */
#define MUTAUTH_FINDING_LENGTH 22
/** Of two names: one to directories, two to KDCs. */
#define MUTAUTH_FINDING_SAME_TO_DIRECTORIES 40
/** Of two names: nearly one, yet two to everybody. */
#define MUTAUTH_FINDING_NEARLY_SAME 41
/** Of two names: their realms differ. */
#define MUTAUTH_FINDING_REALMS_DIFFER 42

/**
 * Judge one name, or what sets two names apart that are meant as one.
 *
 * The list for one name is empty if it is the same name everywhere. The list for two is empty if
 * they are one name to every directory and KDC, and if they have nothing in common:
 * mutauth_spn_equal_to_kdc tells which.
 *
 * @param spn    the name
 * @param other  the name to hold against it, or NULL to judge spn alone
 * @param out    the findings, NULL on failure; free with mutauth_findings_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      spn, or other if it is not NULL, is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_findings_of(const mutauth_spn *spn,
                                               const mutauth_spn *other,
                                               mutauth_findings **out);

/**
 * How many findings there are.
 *
 * @param findings  may be NULL
 * @return the count, 0 for NULL
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_findings_count(const mutauth_findings *findings);

/**
 * What was found.
 *
 * @param findings  the list
 * @param index     from 0 to mutauth_findings_count - 1
 * @return one of MUTAUTH_FINDING_..., 0 if the index is out of range
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_findings_code_at(const mutauth_findings *findings, size_t index);

/**
 * How bad it is.
 *
 * @param findings  the list
 * @param index     from 0 to mutauth_findings_count - 1
 * @return one of MUTAUTH_FINDING_LEVEL_..., 0 if the index is out of range
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_findings_level_at(const mutauth_findings *findings, size_t index);

/**
 * Which part of the name it is about.
 *
 * @param findings  the list
 * @param index     from 0 to mutauth_findings_count - 1
 * @return "service class", "host", "port", "instance", "service name", "realm", or "" for the
 *         whole; lives as long as the list; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_findings_part_at(const mutauth_findings *findings, size_t index);

/**
 * What was found, in words.
 *
 * @param findings  the list
 * @param index     from 0 to mutauth_findings_count - 1
 * @return UTF-8, English, lives as long as the list; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_findings_text_at(const mutauth_findings *findings, size_t index);

/**
 * What to do about it.
 *
 * @param findings  the list
 * @param index     from 0 to mutauth_findings_count - 1
 * @return UTF-8, English, lives as long as the list; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_findings_remedy_at(const mutauth_findings *findings, size_t index);

/**
 * Free the list.
 *
 * @param findings  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_findings_free(mutauth_findings *findings);

MUTAUTH_END_C

#endif
