/*
 * A service's keytab file: listed, checked against the KDC, completed, and given a new key.
 *
 * Whatever is written was proven by a real ticket before. A file is written beside the old one,
 * with its owner, mode and access list, and put in its place at once; a new one gets mode 0600.
 * Writers wait for each other, libkrb5's included. A symbolic link is followed if it is root's or
 * the caller's own.
 */
#ifndef MUTAUTH_KEYTAB_H
#define MUTAUTH_KEYTAB_H

#include <mutauth/credential.h>
#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/report.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>
#include <mutauth/steps.h>

#include <stddef.h>
#include <stdint.h>

MUTAUTH_BEGIN_C

/** Seven days in seconds: how long replaced keys stay if nothing else is said. */
#define MUTAUTH_KEYTAB_GRACE 604800

/** The entries of a keytab, without their keys. Immutable and shareable. */
typedef struct mutauth_keytab_entries mutauth_keytab_entries;

/** A keytab's file name and whose keys it holds. Immutable and shareable; holds nothing open. */
typedef struct mutauth_keytab mutauth_keytab;

/**
 * Name a keytab. The file is not looked at, and need not be there to be made.
 *
 * @param file     UTF-8: a path, or "FILE:/path"
 * @param account  UTF-8: the principal whose keys these are, "name@REALM" or "name" in the default
 *                 realm; its keys then stand for each SPN. NULL: the first name in the keytab that
 *                 the KDC knows as a client's, and only keys under an SPN's own name count for the
 *                 SPN
 * @param out      the keytab, NULL on failure; free with mutauth_keytab_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   file or out is NULL, or account cannot be parsed
 * @return MUTAUTH_KEYTAB_UNREADABLE  file names something that is no file, such as "MEMORY:x"
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_keytab_new(const char *file,
                                              const char *account,
                                              mutauth_keytab **out);

/**
 * Whether the keytab opens the tickets that the KDC makes now: gets a new one for each SPN and
 * opens it. What a key opens decides, as for kvno -k; its name and version explain. Changes
 * nothing. What is wrong is a finding; a failure tells what kept from checking.
 *
 * @param keytab    the keytab
 * @param spns      the SPNs; NULL with count 0 for every name with a class and a host in the keytab
 * @param count     how many
 * @param client    who asks for the tickets; NULL for the keytab's own account, by its key
 * @param grace     seconds for which replaced keys are not reported; MUTAUTH_KEYTAB_GRACE
 * @param deadline  NULL for 30 seconds
 * @param out       what was found, NULL on failure; free with mutauth_report_free
 *
 * @return MUTAUTH_OK                 also if something was found
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL, spns is NULL and count is not 0, or grace is
 *                                    negative
 * @return MUTAUTH_WRONG_HANDLE       keytab, an SPN or client is no live handle
 * @return MUTAUTH_KEYTAB_UNREADABLE  the file is missing, cannot be read, is no keytab, or is cut
 *                                    short
 * @return MUTAUTH_KEYTAB_LACKS_NAME  there is no key to ask for tickets with
 * @return MUTAUTH_CLIENT_UNKNOWN     the KDC takes none of the keytab's names for a client's, as
 *                                    Active Directory does with SPNs: name the account, or a client
 * @return MUTAUTH_KEYTAB_BUSY        another program was writing it all the time
 * @return MUTAUTH_...                every failure of mutauth_credential_fetch
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_keytab_check(const mutauth_keytab *keytab,
                                                const mutauth_spn *const *spns,
                                                size_t count,
                                                mutauth_credential *client,
                                                int64_t grace,
                                                const mutauth_deadline *deadline,
                                                mutauth_report **out);

/**
 * Put an SPN's keys into the keytab, of the version that the KDC has now and under its number.
 * Succeeds also if they are there. The keys are those of the account that the keytab has already;
 * or, given the account's password, made from it by the salt that the KDC tells.
 *
 * @param keytab    the keytab; with a password it must name the account
 * @param spn       the SPN, registered on the account; NULL with a password: the account's own name
 *                  alone
 * @param password  UTF-8: the account's, or NULL
 * @param client    who asks for the ticket that proves the key; NULL for the account itself
 * @param steps     who is told of the steps, and whether it is a dry run; NULL for neither
 * @param deadline  NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT     neither an SPN nor a password, or a password without account
 * @return MUTAUTH_WRONG_HANDLE         keytab, spn, client or steps is no live handle
 * @return MUTAUTH_KEY_NOT_PROVEN       no key at hand opens the ticket; nothing was written
 * @return MUTAUTH_KEYTAB_NOT_WRITABLE  the file cannot be written, or its owner not be kept
 * @return MUTAUTH_...                  every failure of mutauth_keytab_check
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_keytab_add(const mutauth_keytab *keytab,
                                              const mutauth_spn *spn,
                                              const char *password,
                                              mutauth_credential *client,
                                              const mutauth_steps *steps,
                                              const mutauth_deadline *deadline);

/**
 * Give the account a new key: a random password (RFC 3244), its keys in the keytab before the KDC
 * uses them, under each name whose key is the account's, whatever the name: those that share a key
 * with the account, and those whose tickets open with one. The service opens tickets at every
 * moment; replaced keys stay for the grace and are taken out by a later call. A program that starts
 * from the newest key of this very keytab, such as kinit -k, may be refused in the moment between.
 *
 * May be cut short anywhere and be called again: it goes on where it stopped. Until it is done the
 * new password stands in a file of mode 0600 beside the keytab. In a dry run the KDC is asked for
 * the version and the names that would be written.
 *
 * @param keytab         the keytab
 * @param administrator  sets the password; NULL: the account changes its own, by its key
 * @param grace          seconds for which replaced keys stay; MUTAUTH_KEYTAB_GRACE
 * @param keeper         UTF-8: "sssd", "samba" or "system" to take the key over from that program,
 *                       which must then be told of it; NULL for nobody
 * @param steps          who is told of the steps, and whether it is a dry run; NULL for neither
 * @param deadline       NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT        grace is negative
 * @return MUTAUTH_WRONG_HANDLE            keytab, administrator or steps is no live handle
 * @return MUTAUTH_KEY_KEPT_ELSEWHERE      a program that is not named as keeper keeps this key: it
 * is the system's keytab, or one that sssd or Samba use
 * @return MUTAUTH_KEY_NOT_PROVEN          no key in the keytab is the account's, so that no service
 *                                         would get the new one; nothing is changed
 * @return MUTAUTH_KEY_CHANGE_UNSETTLED    a password server was asked, now or in an earlier call,
 *                                         and it is not known what it did or will do. All keys and
 *                                         the state file stay; call again: an hour later a call
 *                                         starts anew
 * @return MUTAUTH_PASSWORD_REFUSED        the realm's policy refused the password, whose words are
 *                                         in the evidence; nothing is changed
 * @return MUTAUTH_PASSWORD_CHANGE_DENIED  the caller may not; nothing is changed
 * @return MUTAUTH_PASSWORD_CHANGE_FAILED  the server reports another failure; nothing is changed
 * @return MUTAUTH_PASSWORD_SERVER_UNKNOWN, MUTAUTH_PASSWORD_SERVER_UNREACHABLE  nothing is changed
 * @return MUTAUTH_ROTATION_UNFINISHED     the password is changed and the keytab not yet what it
 *                                         should be, or another account's key in it is still being
 *                                         rotated; call again
 * @return MUTAUTH_KEYTAB_NOT_WRITABLE     the file or its folder cannot be written
 * @return MUTAUTH_...                     every failure of mutauth_keytab_check
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_keytab_rotate(const mutauth_keytab *keytab,
                                                 mutauth_credential *administrator,
                                                 int64_t grace,
                                                 const char *keeper,
                                                 const mutauth_steps *steps,
                                                 const mutauth_deadline *deadline);

/**
 * What the file holds, without the keys.
 *
 * @param keytab    the keytab
 * @param deadline  how long to wait for a program that is writing it; NULL for 30 seconds
 * @param out       the entries in the file's order, NULL on failure; free with
 *                  mutauth_keytab_entries_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL
 * @return MUTAUTH_WRONG_HANDLE       keytab or deadline is no live handle
 * @return MUTAUTH_KEYTAB_UNREADABLE  there is no such file, it may not be read, or is no keytab
 * @return MUTAUTH_KEYTAB_BUSY        another program was writing it until the deadline
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_keytab_read(const mutauth_keytab *keytab,
                                               const mutauth_deadline *deadline,
                                               mutauth_keytab_entries **out);

/**
 * How many there are.
 *
 * @param entries  the entries
 * @return the count; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_keytab_entries_count(const mutauth_keytab_entries *entries);

/**
 * One of them.
 *
 * @param entries       the entries
 * @param index         below the count
 * @param principal     UTF-8, "name@REALM"; lives as long as the entries
 * @param kvno          the version of the key
 * @param enctype       its encryption type (RFC 3961 8)
 * @param enctype_name  "aes256-cts-hmac-sha1-96"; lives as long as the entries
 * @param timestamp     when it was put there, in seconds since 1970 UTC
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  a pointer is NULL, or there is no such entry
 * @return MUTAUTH_WRONG_HANDLE      entries is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_keytab_entries_at(const mutauth_keytab_entries *entries,
                                                     size_t index,
                                                     const char **principal,
                                                     uint32_t *kvno,
                                                     int32_t *enctype,
                                                     const char **enctype_name,
                                                     int64_t *timestamp);

/**
 * Free them.
 *
 * @param entries  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_keytab_entries_free(mutauth_keytab_entries *entries);

/**
 * Take entries out of the file. No KDC is asked: what clients still have tickets for can be opened
 * no more.
 *
 * @param keytab     the keytab
 * @param principal  UTF-8: whose entries, "name@REALM" or "name" in the default realm; NULL for all
 *                   names
 * @param kvno       the version of the key, -1 for all
 * @param enctype    the encryption type, 0 for all
 * @param steps      who is told of the steps, and whether it is a dry run; NULL for neither
 * @param deadline   NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT     neither principal, kvno nor enctype says which, or one of
 *                                      them is out of range or cannot be parsed
 * @return MUTAUTH_WRONG_HANDLE         keytab, steps or deadline is no live handle
 * @return MUTAUTH_KEYTAB_LACKS_NAME    there is no such entry; nothing was written
 * @return MUTAUTH_ROTATION_UNFINISHED  mutauth_keytab_rotate was cut short and needs what is there
 * @return MUTAUTH_KEYTAB_NOT_WRITABLE  the file cannot be written, or its owner not be kept
 * @return MUTAUTH_...                  every failure of mutauth_keytab_read
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_keytab_remove(const mutauth_keytab *keytab,
                                                 const char *principal,
                                                 int64_t kvno,
                                                 int32_t enctype,
                                                 const mutauth_steps *steps,
                                                 const mutauth_deadline *deadline);

/**
 * Free it.
 *
 * @param keytab  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_keytab_free(mutauth_keytab *keytab);

MUTAUTH_END_C

#endif
