/*
 * What holds for every callback: mutauth_log_write, mutauth_password_ask, mutauth_step_tell.
 *
 *   - It runs with no lock of the library's held, so it may call any mutauth function. It must not
 *     free or use the object whose call it runs in where that object serves one thread at a time
 *     (a negotiation, a context's one direction, a channel, an account that is being changed).
 *   - What it calls does not change the last error of the call that it runs in, whether it succeeds
 *     or fails; the callback itself reads its own calls' errors as ever.
 *   - An exception that it throws is dropped.
 *   - What it was made with, user, stays in use until its release callback runs.
 */
#ifndef MUTAUTH_CALLBACK_H
#define MUTAUTH_CALLBACK_H

#include <mutauth/export.h>

MUTAUTH_BEGIN_C

/**
 * Says that a callback's user is no longer used and never will be.
 *
 * Runs once for each object that was made with it, on the thread that lets go of the last object
 * which may still call back: the one that frees it, or one of the library's own threads whose work
 * was the last to need it. Never with a lock of the library's held, and never on a thread that
 * another one waits for. If making the object failed it does not run: user is the caller's then. An
 * exception that it throws is dropped.
 *
 * @param user  what was given beside the callback
 */
typedef void (*mutauth_release)(void *user);

MUTAUTH_END_C

#endif
