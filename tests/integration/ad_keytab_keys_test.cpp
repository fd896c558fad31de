// Which keys of a keytab open what Samba's KDC issues, and answers of its password service that are
// lost.
#include "integration/keytab_fault_sweep.h"
#include "integration/keytab_key_cases.h"
