// DsWriteAccountSpn and DsServerRegisterSpn on MIT kldap.
#include "integration/account_vectors.h"
