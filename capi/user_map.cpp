#include <mutauth/user_map.h>

#include <algorithm>

#include "directory_handles.h"
#include "identity/directory_user.h"
#include "identity/name_service.h"
#include "identity_handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::identity::LocalUser;

namespace {

constexpr std::uint32_t kNobodys = UINT32_MAX;
constexpr std::size_t kMostGroups = 65536;

/// Changes a live map.
template <typename Change>
mutauth_status change(mutauth_user_map* map, Change body) {
    return guard([&]() -> Outcome {
        if (!live(map)) {
            return wrong_handle("map");
        }
        return body(map->object);
    });
}

}  // namespace

mutauth_status mutauth_local_user_new(const char* name,
                                      uint32_t uid,
                                      uint32_t gid,
                                      const uint32_t* groups,
                                      size_t group_count,
                                      mutauth_local_user** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (name == nullptr || out == nullptr || (groups == nullptr && group_count != 0)) {
            return missing("name, groups or out");
        }
        if (group_count > kMostGroups) {
            return Error(Status::invalid_argument, "there are more than 65536 groups");
        }
        LocalUser user{name, uid, gid, {groups, groups + group_count}, false};
        const auto nobodys = std::count(user.groups.begin(), user.groups.end(), kNobodys);
        if (uid == kNobodys || gid == kNobodys || nobodys != 0) {
            return Error(Status::invalid_argument, "4294967295 is nobody's number");
        }
        *out = new mutauth_local_user(std::move(user));
        return done();
    });
}

mutauth_status mutauth_local_user_find(const char* name, mutauth_local_user** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (is_empty(name) || out == nullptr) {
            return missing("name or out");
        }
        return give(out, mutauth::identity::find_user(name));
    });
}

mutauth_status mutauth_local_user_from_directory(mutauth_directory* directory,
                                                 const mutauth_identity* identity,
                                                 const mutauth_deadline* deadline,
                                                 mutauth_local_user** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(directory) || !live(identity) || !good(deadline)) {
            return wrong_handle("directory, identity or deadline");
        }
        return give(out, mutauth::identity::find_in_directory(*directory->object, identity->object,
                                                              deadline_of(deadline)));
    });
}

mutauth_status mutauth_local_user_allow_root(mutauth_local_user* user) {
    return guard([&]() -> Outcome {
        if (!live(user)) {
            return wrong_handle("user");
        }
        user->object.may_be_root = true;
        return done();
    });
}

const char* mutauth_local_user_name(const mutauth_local_user* user) {
    return live(user) ? user->object.name.c_str() : nullptr;
}

uint32_t mutauth_local_user_uid(const mutauth_local_user* user) {
    return live(user) ? user->object.uid : kNobodys;
}

uint32_t mutauth_local_user_gid(const mutauth_local_user* user) {
    return live(user) ? user->object.gid : kNobodys;
}

size_t mutauth_local_user_group_count(const mutauth_local_user* user) {
    return live(user) ? user->object.groups.size() : 0;
}

uint32_t mutauth_local_user_group_at(const mutauth_local_user* user, size_t index) {
    return index < mutauth_local_user_group_count(user) ? user->object.groups[index] : kNobodys;
}

void mutauth_local_user_free(mutauth_local_user* user) {
    release(user);
}

mutauth_status mutauth_user_map_new(mutauth_user_map** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        *out = new mutauth_user_map();
        return done();
    });
}

mutauth_status mutauth_user_map_add_rule(mutauth_user_map* map,
                                         const char* principal,
                                         const char* user) {
    return change(map, [&](auto& object) -> Outcome {
        if (is_empty(principal) || is_empty(user)) {
            return Error(Status::invalid_argument, "principal or user is NULL or empty");
        }
        return outcome_of(object.add_rule(principal, std::string_view(user)));
    });
}

mutauth_status mutauth_user_map_add_user(mutauth_user_map* map,
                                         const char* principal,
                                         const mutauth_local_user* user) {
    return change(map, [&](auto& object) -> Outcome {
        if (!live(user)) {
            return wrong_handle("user");
        }
        if (is_empty(principal)) {
            return Error(Status::invalid_argument, "principal is NULL or empty");
        }
        return outcome_of(object.add_rule(principal, user->object));
    });
}

mutauth_status mutauth_user_map_add_sid(mutauth_user_map* map,
                                        const char* realm,
                                        const char* sid,
                                        const char* user) {
    return change(map, [&](auto& object) -> Outcome {
        const auto account = mutauth::identity::Sid::from_text(optional_text(sid));
        if (is_empty(realm) || is_empty(user) || !account) {
            return Error(Status::invalid_argument, "realm, sid or user is NULL, empty or no SID");
        }
        object.add_sid(realm, *account, user);
        return done();
    });
}

mutauth_status mutauth_user_map_require_pac(mutauth_user_map* map) {
    return change(map, [](auto& object) -> Outcome {
        object.require_pac();
        return done();
    });
}

mutauth_status mutauth_user_map_add_realm(mutauth_user_map* map, const char* realm) {
    return change(map, [&](auto& object) -> Outcome {
        if (is_empty(realm)) {
            return Error(Status::invalid_argument, "realm is NULL or empty");
        }
        object.add_realm(realm);
        return done();
    });
}

mutauth_status mutauth_user_map_use_auth_to_local(mutauth_user_map* map) {
    return change(map, [](auto& object) -> Outcome {
        object.use_auth_to_local();
        return done();
    });
}

mutauth_status mutauth_user_map_allow_upn(mutauth_user_map* map) {
    return change(map, [](auto& object) -> Outcome {
        object.allow_upn();
        return done();
    });
}

mutauth_status mutauth_user_map_allow_root(mutauth_user_map* map) {
    return change(map, [](auto& object) -> Outcome {
        object.allow_root();
        return done();
    });
}

mutauth_status mutauth_user_map_find(const mutauth_user_map* map,
                                     const mutauth_identity* identity,
                                     mutauth_local_user** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(map) || !live(identity)) {
            return wrong_handle("map or identity");
        }
        return give(out, map->object.find(identity->object));
    });
}

void mutauth_user_map_free(mutauth_user_map* map) {
    release(map);
}
