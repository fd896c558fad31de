// Passwords that Samba does not take any more, since they are in the account's history.
#include "integration/keytab_given_up_cases.h"
