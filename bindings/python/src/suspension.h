// Code that may be left in the middle of a scope, so that other code would run as the user.
#pragma once

#include "classes.h"

namespace binding {

/// Throws WrongState where something else may run on this thread before the with statement ends
/// that calls this: in a coroutine, a generator, an event loop (asyncio, trio) or a greenlet.
void refuse_where_suspended();

/// The same for a function that is run to its end: only a greenlet can be left there.
void refuse_greenlets();

}  // namespace binding
