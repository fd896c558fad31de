// Changes of accounts killed and run again, on Samba.
#include "integration/account_crash.h"
