/*
 * What a service asks in its main() before it serves: are its SPNs on the account that it runs as
 * and on no other, and does its keytab open a real ticket for each?
 */
#ifndef MUTAUTH_VERIFICATION_H
#define MUTAUTH_VERIFICATION_H

#include <mutauth/credential.h>
#include <mutauth/deadline.h>
#include <mutauth/directory.h>
#include <mutauth/export.h>
#include <mutauth/keytab.h>
#include <mutauth/report.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

#include <stddef.h>

MUTAUTH_BEGIN_C

/**
 * Verify a service. Changes nothing.
 *
 * Each expected SPN must be on the account and on no other; then what mutauth_keytab_check demands.
 * An SPN that the account has by an alias of the directory's own, as http/ by host/ in Active
 * Directory, is in order if the keytab opens the ticket for it.
 *
 * @param directory  the session
 * @param account    UTF-8: as for mutauth_account_find; NULL for the account that the session is
 *                   bound as
 * @param keytab     the service's keys
 * @param spns       the SPNs that the service should have; NULL with count 0 for every name with a
 *                   class and a host in the keytab, or if it has none, for the account's SPNs
 * @param count      how many
 * @param client     who asks for the tickets; NULL for the keytab's own account, by its key
 * @param deadline   NULL for 30 seconds, for all of it
 * @param out        what is missing, empty if the service is in order; NULL on failure; free with
 *                   mutauth_report_free
 *
 * @return MUTAUTH_OK                also if something was found
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or spns is NULL and count is not 0
 * @return MUTAUTH_WRONG_HANDLE      directory, keytab, an SPN or client is no live handle
 * @return MUTAUTH_...               every failure of mutauth_account_find,
 *                                   mutauth_directory_find_holders and mutauth_keytab_check
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_verification_run(mutauth_directory *directory,
                                                    const char *account,
                                                    const mutauth_keytab *keytab,
                                                    const mutauth_spn *const *spns,
                                                    size_t count,
                                                    mutauth_credential *client,
                                                    const mutauth_deadline *deadline,
                                                    mutauth_report **out);

MUTAUTH_END_C

#endif
