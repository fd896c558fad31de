// Keytabs against MIT's KDC and kadmind.
#include <gmock/gmock.h>

#include "core/text.h"
#include "integration/keytab_cases.h"
