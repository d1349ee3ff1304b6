// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/outcome.h"

#include "sw/support/json.h"

namespace mxgen::sweep {

Json to_json(const TaskOutcome& outcome) {
    return {{"status", name_of(outcome.status)},
            {"exit_code", static_cast<int>(outcome.code)},
            {"reason", outcome.reason},
            {"cached", outcome.cached},
            {"metrics", outcome.metrics}};
}

std::optional<TaskOutcome> outcome_of(const Json& document) try {
    const auto status = find_choice<TaskStatus>(document.at("status").get<std::string>());
    if (!status) return std::nullopt;
    return TaskOutcome{.status = *status,
                       .code = static_cast<Exit>(document.at("exit_code").get<int>()),
                       .reason = document.at("reason").get<std::string>(),
                       .metrics = document.at("metrics"),
                       .cached = document.at("cached").get<bool>()};
} catch (const Json::exception&) {
    return std::nullopt;
}

}  // namespace mxgen::sweep
