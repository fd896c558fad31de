// A realm's slapd without its rule that an SPN is on one entry only, as long as this lives.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace support {

class Unenforced {
  public:
    Unenforced() { check("ldap:///?rpcNsGroup?sub"); }
    Unenforced(const Unenforced&) = delete;
    Unenforced& operator=(const Unenforced&) = delete;
    ~Unenforced() {
        check("serialize ldap:///?krbPrincipalName?sub",
              "serialize ldap:///?servicePrincipalName?sub");
    }

  private:
    static void check(const std::string& one, const std::string& two = "") {
        const std::string changes =
            "dn: olcOverlay={0}unique,olcDatabase={1}mdb,cn=config\\nchangetype: modify\\n"
            "replace: olcUniqueURI\\nolcUniqueURI: " +
            one + "\\n" + (two.empty() ? "" : "olcUniqueURI: " + two + "\\n");
        const std::string command = "printf '" + changes +
                                    "' | ldapmodify -Q -Y EXTERNAL -H \"$MUTAUTH_REALM_LDAPI\""
                                    " > /dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
};

}  // namespace support
