// Keytabs against Samba's KDC and password service.
#include <gmock/gmock.h>

#include "core/text.h"
#include "integration/keytab_cases.h"
