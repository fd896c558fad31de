/*
 * What a check of a keytab or of a service found: each thing with a code that stays, what it is
 * about, a text and a remedy.
 */
#ifndef MUTAUTH_REPORT_H
#define MUTAUTH_REPORT_H

#include <mutauth/export.h>
#include <mutauth/status.h>

#include <stddef.h>
#include <stdint.h>

MUTAUTH_BEGIN_C

/** The keytab has no key under the SPN's name, nor one that stands for it. */
#define MUTAUTH_REPORT_KEY_MISSING 1
/** The KDC seals tickets with another version of the key than the keytab has. */
#define MUTAUTH_REPORT_KVNO_GAP 2
/** The KDC seals tickets with an encryption type that the keytab has no key of. */
#define MUTAUTH_REPORT_ENCTYPE_GAP 3
/** Version and encryption type fit, but no key opens the ticket. */
#define MUTAUTH_REPORT_KEY_WRONG 4
/** The KDC refuses the keytab's own key, so nothing more could be checked. */
#define MUTAUTH_REPORT_KEY_REFUSED 5
/** The keytab holds keys of types that are too weak, such as RC4. */
#define MUTAUTH_REPORT_WEAK_ENCTYPE 6
/** The keytab holds versions of a key that were replaced longer ago than the grace. */
#define MUTAUTH_REPORT_STALE_KEY 7
/** The KDC does not know the SPN. */
#define MUTAUTH_REPORT_SPN_UNKNOWN 8
/** The keytab writes the SPN in other upper and lower case than the KDC. */
#define MUTAUTH_REPORT_CASE_DIFFERS 9
/** Others than the owner and the group may read the keytab, or others than the owner change it. */
#define MUTAUTH_REPORT_FILE_EXPOSED 10
/** The SPN is on no account. */
#define MUTAUTH_REPORT_SPN_MISSING 11
/** The SPN is on another account than the service's. */
#define MUTAUTH_REPORT_SPN_ELSEWHERE 12
/** The keytab has two different keys under one name, version and encryption type. */
#define MUTAUTH_REPORT_KEY_CONFLICT 13
/** The key opens tickets, but its version's number is not the KDC's, or a higher one is there. */
#define MUTAUTH_REPORT_KVNO_MISLEADS 14

/** Works now, and is to be put right. */
#define MUTAUTH_SEVERITY_WARNING 1
/** The service's clients fail. */
#define MUTAUTH_SEVERITY_FAULT 2

/** What a check found, as a list. Immutable and shareable. */
typedef struct mutauth_report mutauth_report;

/**
 * How many there are.
 *
 * @param report    the list
 * @return the count; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_report_count(const mutauth_report *report);

/**
 * How many of them are of the severity MUTAUTH_SEVERITY_FAULT: with none the service works.
 *
 * @param report    the list
 * @return the count; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_report_faults(const mutauth_report *report);

/**
 * One of them. The texts are UTF-8 and live as long as the list.
 *
 * @param report    the list
 * @param index     from 0 to mutauth_report_count - 1
 * @param code      one of MUTAUTH_REPORT_..., 0 if the index is out of range
 * @param severity  one of MUTAUTH_SEVERITY_..., 0 if the index is out of range
 * @param subject   the SPN, principal or file that it is about; NULL if the index is out of range
 * @param text      what was found; NULL if the index is out of range
 * @param remedy    what to do; NULL if the index is out of range
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  a pointer is NULL or the index is out of range
 * @return MUTAUTH_WRONG_HANDLE      report is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_report_at(const mutauth_report *report,
                                             size_t index,
                                             int32_t *code,
                                             int32_t *severity,
                                             const char **subject,
                                             const char **text,
                                             const char **remedy);

/**
 * The name of a code, such as "kvno_gap", for people and for JSON.
 *
 * @param code  any number
 * @return never NULL; "" for a number that is no code of this version
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_report_name(int32_t code);

/**
 * Free the list.
 *
 * @param report    may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_report_free(mutauth_report *report);

MUTAUTH_END_C

#endif
