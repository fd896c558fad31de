#include <mutauth/alias_map.h>

#include "core/text.h"
#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;

namespace {

constexpr std::size_t kLongestValue = 65536;

}  // namespace

mutauth_status mutauth_alias_map_new(mutauth_alias_map** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        *out = new mutauth_alias_map();
        return done();
    });
}

mutauth_status mutauth_alias_map_add(mutauth_alias_map* map, const char* value) {
    return guard([&]() -> Outcome {
        if (!live(map)) {
            return wrong_handle("map");
        }
        if (value == nullptr) {
            return missing("value");
        }
        const std::string_view text = value;
        if (text.size() > kLongestValue) {
            return Error(Status::text_too_long);
        }
        if (!mutauth::is_utf8(text)) {
            return Error(Status::not_utf8, "the value is not valid UTF-8");
        }
        if (!map->object.add(text)) {
            return Error(Status::invalid_name,
                         "'" + mutauth::displayed(text) + "' is no value of sPNMappings")
                .with_remedy("write class=class,class,...");
        }
        return done();
    });
}

const char* mutauth_alias_map_active_directory(void) {
    return mutauth::spn::kActiveDirectoryMapping;
}

mutauth_status mutauth_alias_map_apply(const mutauth_alias_map* map,
                                       const mutauth_spn* name,
                                       mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (!live(map) || !live(name)) {
            return wrong_handle("map or spn");
        }
        if (out == nullptr) {
            return missing("out");
        }
        auto mapped = map->object.mapped(name->object);
        if (!mapped) {
            return MUTAUTH_END;
        }
        if (mapped->text().size() > mutauth::spn::kLongest) {
            return Error(Status::name_too_long);
        }
        *out = new mutauth_spn(std::move(*mapped));
        return done();
    });
}

void mutauth_alias_map_free(mutauth_alias_map* map) {
    release(map);
}
