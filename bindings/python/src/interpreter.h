// Leaving the interpreter to other threads, and coming back to it, also when it ends meanwhile.
#pragma once

#include <pybind11/pybind11.h>

namespace binding {

/// Other Python threads run as long as this lives.
///
/// Unlike pybind11's, this survives the interpreter's end: then Python ends every other thread that
/// comes back, by unwinding its stack, which terminates the process where a destructor is on it.
/// Such a thread rests here instead until the process is gone, as it does from Python 3.14 on.
class OthersRun {
  public:
    OthersRun() noexcept : state_(PyEval_SaveThread()) {}
    OthersRun(const OthersRun&) = delete;
    OthersRun& operator=(const OthersRun&) = delete;
    ~OthersRun();

  private:
    PyThreadState* state_;
};

/// Threads of the library may outlive the interpreter, and then must not touch it.
bool interpreter_runs();

/// Until the process is gone.
[[noreturn]] void rest();

}  // namespace binding
