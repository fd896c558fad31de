// Service classes that a domain takes for other names of one: the values of sPNMappings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// The one value of sPNMappings that each forest of Active Directory begins with.
inline constexpr const char* kActiveDirectoryMapping =
    "host=alerter,appmgmt,cisvc,clipsrv,browser,dhcp,dnscache,replicator,eventlog,eventsystem,"
    "policyagent,oakley,dmserver,dns,mcsvc,fax,msiserver,ias,messenger,netlogon,netman,netdde,"
    "netddedsm,nmagent,plugplay,protectedstorage,rasman,rpclocator,rpc,rpcss,remoteaccess,rsvp,"
    "samss,scardsvr,scesrv,seclogon,scm,dcom,cifs,spooler,snmp,schedule,tapisrv,trksvr,trkwks,ups,"
    "time,wins,www,http,w3svc,iisadmin,msdtc";

class AliasMap {
  public:
    AliasMap() = default;
    /// Values of the form "host=alerter,appmgmt,...". What is of another form maps nothing.
    explicit AliasMap(const std::vector<std::string>& values);

    /// Whether the value maps anything.
    bool add(std::string_view value);

    bool empty() const noexcept { return aliases_.empty(); }
    /// [MS-DRSR] 4.1.4.2.19 (MapSPN): the same name under the class that its class stands for;
    /// nothing if it stands for none. One step, the first match.
    std::optional<ServicePrincipalName> mapped(const ServicePrincipalName& spn) const;
    /// The same name under each class that stands for its class.
    std::vector<ServicePrincipalName> aliases_of(const ServicePrincipalName& spn) const;

  private:
    struct Alias {
        std::string from;
        std::string to;
    };

    std::vector<Alias> aliases_;
};

}  // namespace mutauth::spn
