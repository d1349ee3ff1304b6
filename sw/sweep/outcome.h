// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sw/format/choices.h"
#include "sw/support/error.h"
#include "sw/support/json.h"

namespace mxgen::sweep {

enum class TaskStatus { done, failed, skipped };

}  // namespace mxgen::sweep

namespace mxgen {
template <>
inline constexpr auto names_of<sweep::TaskStatus> =
    std::to_array<std::string_view>({"done", "failed", "skipped"});
}  // namespace mxgen

namespace mxgen::sweep {

/// What came of a task.
struct TaskOutcome {
    TaskStatus status = TaskStatus::done;
    Exit code = Exit::done;  ///< as a command of its own would end
    std::string reason;      ///< why it is not done
    Json metrics;            ///< an object; of a design that is wrong, too
    bool cached = false;     ///< made by others than this sweep

    /// Whether it would come out the same again: tools that were absent or failed are tried again.
    bool lasts() const { return code != Exit::tool_missing && code != Exit::tool_failed; }
};

Json to_json(const TaskOutcome& outcome);

/// Empty where the document is none.
std::optional<TaskOutcome> outcome_of(const Json& document);

}  // namespace mxgen::sweep
