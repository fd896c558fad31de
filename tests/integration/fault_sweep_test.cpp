// Changes of accounts on a wire that fails.
#include "integration/fault_sweep.h"
