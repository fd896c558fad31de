// How a change of something outside this process ended: done, not done, or unknown.
//
// A request that was sent and not answered may be carried out or not, and later than we look. There
// is no way to ask an Outcome whether it failed: whoever takes one says what follows in each of the
// three cases.
#pragma once

#include <functional>
#include <utility>
#include <variant>

#include "core/result.h"

namespace mutauth {

template <typename T>
class [[nodiscard]] Outcome {
  public:
    static Outcome done(T value) {
        return Outcome(State(std::in_place_index<0>, std::move(value)));
    }
    /// Nothing was changed, and nothing of it comes later.
    static Outcome not_done(Error why) {
        return Outcome(State(std::in_place_index<1>, NotDone{std::move(why)}));
    }
    /// It may be done, or be done later: nothing that it needs may be taken back or thrown away.
    static Outcome unknown(Error why) {
        return Outcome(State(std::in_place_index<2>, Unknown{std::move(why)}));
    }

    /// One of the three; all return what the first returns.
    template <typename OnDone, typename OnNotDone, typename OnUnknown>
    auto match(OnDone&& on_done, OnNotDone&& on_not_done, OnUnknown&& on_unknown) && {
        using Out = std::invoke_result_t<OnDone, T&&>;
        if (auto* value = std::get_if<0>(&state_)) {
            return std::invoke(std::forward<OnDone>(on_done), std::move(*value));
        }
        if (auto* failed = std::get_if<1>(&state_)) {
            return Out(std::invoke(std::forward<OnNotDone>(on_not_done), std::move(failed->why)));
        }
        return Out(std::invoke(std::forward<OnUnknown>(on_unknown),
                               std::move(std::get_if<2>(&state_)->why)));
    }

    /// next(value) once it is done; the two other ends stay what they are.
    template <typename Next>
    auto and_then(Next&& next) && {
        using Out = std::invoke_result_t<Next, T&&>;
        return std::move(*this).match(
            std::forward<Next>(next), [](Error why) { return Out::not_done(std::move(why)); },
            [](Error why) { return Out::unknown(std::move(why)); });
    }

  private:
    struct NotDone {
        Error why;
    };
    struct Unknown {
        Error why;
    };
    using State = std::variant<T, NotDone, Unknown>;

    explicit Outcome(State state) : state_(std::move(state)) {}

    State state_;
};

/// Of a change that gives nothing.
using Write = Outcome<std::monostate>;

}  // namespace mutauth
