#include "spn/domain_controller_names.h"

#include <gtest/gtest.h>

namespace mutauth::spn {
namespace {

// [MS-DRSR] 2.2.2 to 2.2.4; Samba's spn_update_list; RFC 4120 7.3 for krbtgt.
TEST(ControllerName, IsKnownByItsForm) {
    using Name = ControllerName;
    for (const auto& [text, expected] :
         {std::pair("krbtgt/EXAMPLE.TEST", Name::ticket_granting),
          std::pair("krbtgt/B.TEST@A.TEST", Name::ticket_granting),
          std::pair("KRBTGT/EXAMPLE.TEST", Name::none),
          std::pair("kadmin/changepw", Name::administration),
          std::pair("ldap/dc.a.test/a.test", Name::domain_controller),
          std::pair("HOST/dc.a.test/A", Name::domain_controller),
          std::pair("ldap/dc.a.test", Name::none), std::pair("x/dc.a.test/a.test", Name::none),
          std::pair("ldap/h.a.test/CN=entry,DC=a,DC=test", Name::none),
          std::pair("GC/dc.a.test/a.test", Name::global_catalog),
          std::pair("e3514235-4b06-11d1-ab04-00c04fc2dcd2/"
                    "75b84f00-a81b-4a19-8ef2-8e483cccff11/a.test",
                    Name::replication),
          std::pair("ldap/75b84f00-a81b-4a19-8ef2-8e483cccff11._msdcs.a.test", Name::replication),
          std::pair("ldap/75b84f00-a81b-4a19-8ef2-8e483cccff1x._msdcs.a.test", Name::none),
          std::pair("NtFrs-88f5d2bd-b646-11d2-a6d3-00c04fc9b232/dc", Name::file_replication)}) {
        EXPECT_EQ(controller_name(*parse(text)), expected) << text;
    }
}

TEST(DomainController, HasEachNameOnceAndNoneOfWhatItLacks) {
    DomainController controller;
    controller.dns_host = "dc";
    controller.netbios_host = "DC";
    controller.dns_domain = "a.test";
    controller.global_catalog = false;
    controller.file_replication = false;
    const auto names = names_of(controller);
    ASSERT_TRUE(names);
    for (const auto& name : *names) {
        EXPECT_NE(name.parts().service_class, "GC");
        EXPECT_NE(name.text(), "ldap/DC") << "a directory takes it for ldap/dc";
    }
    controller.dsa_guid = "{75b84f00-a81b-4a19-8ef2-8e483cccff11}";
    EXPECT_EQ(names_of(controller).error().status(), Status::invalid_name);
}

}  // namespace
}  // namespace mutauth::spn
