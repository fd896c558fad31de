#include <_docs.h>

#include "channel.h"
#include "context.h"
#include "credential.h"
#include "directory.h"
#include "engine.h"
#include "errors.h"
#include "found.h"
#include "identity.h"
#include "impersonation.h"
#include "keytab.h"
#include "naming.h"
#include "negotiation.h"
#include "pac.h"
#include "policy.h"
#include "requirements.h"
#include "spawn.h"
#include "spn.h"
#include "steps.h"

PYBIND11_MODULE(_mutauth, module) {
    using namespace binding;
    module.doc() = "The C library's objects; use them as mutauth.Spn and so on.";
    translate_errors();
    bind_errors(module);
    // A class comes after those that its methods take and give.
    bind_spn(module);
    bind_naming(module);
    bind_credential(module);
    bind_policy(module);
    bind_pac(module);
    bind_identity(module);
    bind_requirements(module);
    bind_impersonation(module);
    bind_spawn(module);
    bind_context(module);
    bind_negotiation(module);
    bind_channel(module);
    bind_engine(module);
    bind_listener(module);
    bind_found(module);
    bind_steps(module);
    bind_directory(module);
    bind_account(module);
    bind_report(module);
    bind_keytab(module);
    module.def("version", mutauth_version, doc_mutauth_version);
    module.def(
        "has_feature", [](Utf8 feature) { return mutauth_has_feature(feature.text) != 0; },
        py::arg("feature"), doc_mutauth_has_feature);
}
