/* Failures told so that the reader knows the cause, the proof and what to do. */
#ifndef MUTAUTH_EXPLAIN_H
#define MUTAUTH_EXPLAIN_H

#include <mutauth/bytes.h>
#include <mutauth/error.h>
#include <mutauth/export.h>
#include <mutauth/status.h>

#include <stddef.h>

MUTAUTH_BEGIN_C

/**
 * Write an error out in lines: what happened, the evidence, the native codes in words, the remedy.
 *
 * @param error  an error that was taken, or NULL for this thread's last, which then stays
 * @param out    UTF-8 text in several lines, NULL on failure; free with mutauth_bytes_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_END               nothing failed, there is nothing to explain
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_explain_error(const mutauth_error *error, mutauth_bytes **out);

/**
 * Write out text that others chose, such as a directory's value or a peer's name, so that a
 * terminal or a log can show it: the bytes of control characters (C0, DEL and C1), of characters
 * that turn the direction of text or separate lines, and of invalid UTF-8 become \xNN. One line
 * stays one line.
 *
 * The library's messages, log lines and steps are written so already; what it hands out as data
 * (DNs, SPNs, evidence) is not.
 *
 * @param text  the bytes; may be NULL if size is 0
 * @param size  how many
 * @param out   UTF-8, NULL on failure; free with mutauth_bytes_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or text is NULL with a size
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_explain_text(const void *text, size_t size, mutauth_bytes **out);

MUTAUTH_END_C

#endif
