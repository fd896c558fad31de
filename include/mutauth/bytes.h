/* Bytes and texts that a call made and the caller owns. */
#ifndef MUTAUTH_BYTES_H
#define MUTAUTH_BYTES_H

#include <mutauth/export.h>

MUTAUTH_BEGIN_C

/**
 * An owned sequence of bytes; wiped when it is freed.
 *
 * Immutable: one object may be read from many threads.
 */
typedef struct mutauth_bytes mutauth_bytes;

/**
 * The bytes, followed by a NUL that the size does not count, so that a text may be used as one.
 *
 * @param bytes  may be NULL
 * @return never NULL; lives as long as the object
 * @since 0.1
 */
MUTAUTH_API const void *mutauth_bytes_data(const mutauth_bytes *bytes);

/**
 * How many bytes there are.
 *
 * @param bytes  may be NULL
 * @return the size in bytes, 0 for NULL
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_bytes_size(const mutauth_bytes *bytes);

/**
 * Wipe and free.
 *
 * @param bytes  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_bytes_free(mutauth_bytes *bytes);

/**
 * An owned list of texts.
 *
 * Immutable: one object may be read from many threads.
 */
typedef struct mutauth_texts mutauth_texts;

/**
 * How many texts there are.
 *
 * @param texts  may be NULL
 * @return the count, 0 for NULL
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_texts_count(const mutauth_texts *texts);

/**
 * One text of the list.
 *
 * @param texts  the list
 * @param index  from 0 to mutauth_texts_count - 1
 * @return UTF-8, lives as long as the list; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_texts_at(const mutauth_texts *texts, size_t index);

/**
 * Free the list.
 *
 * @param texts  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_texts_free(mutauth_texts *texts);

MUTAUTH_END_C

#endif
