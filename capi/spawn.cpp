#include <mutauth/spawn.h>

#include "identity_handles.h"

using namespace mutauth::capi;
using mutauth::identity::check_may_act_as;
using mutauth::identity::Program;

namespace {

/// Changes a live program.
template <typename Change>
mutauth_status change(mutauth_program* program, Change body) {
    return guard([&]() -> Outcome {
        if (!live(program)) {
            return wrong_handle("program");
        }
        return body(program->object);
    });
}

}  // namespace

mutauth_status mutauth_program_new(const char* path, mutauth_program** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (path == nullptr || out == nullptr) {
            return missing("path or out");
        }
        return give(out, Program::at(path));
    });
}

mutauth_status mutauth_program_add_argument(mutauth_program* program, const char* argument) {
    return change(program, [&](Program& object) -> Outcome {
        if (argument == nullptr) {
            return missing("argument");
        }
        object.arguments.emplace_back(argument);
        return done();
    });
}

mutauth_status mutauth_program_add_environment(mutauth_program* program,
                                               const char* name,
                                               const char* value) {
    return change(program, [&](Program& object) -> Outcome {
        if (name == nullptr || value == nullptr) {
            return missing("name or value");
        }
        return outcome_of(object.add_environment(name, value));
    });
}

mutauth_status mutauth_program_add_descriptor(mutauth_program* program, int32_t ours, int32_t its) {
    return change(program, [&](Program& object) -> Outcome {
        return outcome_of(object.add_descriptor(ours, its));
    });
}

mutauth_status mutauth_program_set_directory(mutauth_program* program, const char* path) {
    return change(program, [&](Program& object) -> Outcome {
        if (path == nullptr) {
            return missing("path");
        }
        return outcome_of(object.set_directory(path));
    });
}

void mutauth_program_free(mutauth_program* program) {
    release(program);
}

mutauth_status mutauth_spawn_as(const mutauth_identity* identity,
                                const mutauth_user_map* map,
                                const mutauth_program* program,
                                const mutauth_deadline* deadline,
                                mutauth_process** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(identity) || !live(map) || !live(program) || !good(deadline)) {
            return wrong_handle("identity, map, program or deadline");
        }
        const auto& proof = identity->object.proof();
        // Before anything is looked up for it.
        if (auto granted = check_may_act_as(proof.client, mutauth::identity::granted(proof));
            !granted) {
            return std::move(granted).error();
        }
        auto user = map->object.find(identity->object);
        if (!user) {
            return std::move(user).error();
        }
        return give(out,
                    mutauth::identity::spawn_as(*user, program->object, deadline_of(deadline)));
    });
}

mutauth_status mutauth_spawn_as_user(const mutauth_local_user* user,
                                     const mutauth_program* program,
                                     const mutauth_deadline* deadline,
                                     mutauth_process** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(user) || !live(program) || !good(deadline)) {
            return wrong_handle("user, program or deadline");
        }
        return give(
            out, mutauth::identity::spawn_as(user->object, program->object, deadline_of(deadline)));
    });
}

int32_t mutauth_process_id(const mutauth_process* process) {
    return get_or(
        process, [](const auto& object) { return object.number(); }, -1);
}

int32_t mutauth_process_fd(const mutauth_process* process) {
    return get_or(
        process, [](const auto& object) { return object.fd(); }, -1);
}

mutauth_status mutauth_process_wait(mutauth_process* process,
                                    const mutauth_deadline* deadline,
                                    int32_t* code,
                                    int32_t* signal) {
    clear_output(code, -1);
    clear_output(signal);
    return guard([&]() -> Outcome {
        if (code == nullptr || signal == nullptr) {
            return missing("code or signal");
        }
        if (!live(process) || !good(deadline)) {
            return wrong_handle("process or deadline");
        }
        auto end = process->object.wait(deadline_of(deadline));
        if (!end) {
            return std::move(end).error();
        }
        *code = end->code;
        *signal = end->signal;
        return done();
    });
}

mutauth_status mutauth_process_signal(mutauth_process* process, int32_t signal) {
    return guard([&]() -> Outcome {
        if (!live(process)) {
            return wrong_handle("process");
        }
        return outcome_of(process->object.send_signal(signal));
    });
}

void mutauth_process_free(mutauth_process* process) {
    release(process);
}
