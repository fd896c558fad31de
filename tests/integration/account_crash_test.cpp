// Changes of accounts killed and run again, on MIT kldap.
#include "integration/account_crash.h"
