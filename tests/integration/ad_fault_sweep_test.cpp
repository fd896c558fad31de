// Changes of accounts on a wire that fails, on Samba.
#include "integration/fault_sweep.h"
