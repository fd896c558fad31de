#include "interpreter.h"

#include <cxxabi.h>
#include <unistd.h>

namespace binding {

OthersRun::~OthersRun() {
    try {
        PyEval_RestoreThread(state_);
    } catch (const abi::__forced_unwind&) {
        rest();
    }
}

bool interpreter_runs() {
#if PY_VERSION_HEX >= 0x030d0000
    return Py_IsInitialized() != 0 && Py_IsFinalizing() == 0;
#else
    return Py_IsInitialized() != 0 && _Py_IsFinalizing() == 0;
#endif
}

void rest() {
    for (;;) {
        ::pause();
    }
}

}  // namespace binding
