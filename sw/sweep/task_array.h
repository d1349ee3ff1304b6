// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/sweep/engine.h"
#include "sw/sweep/space.h"

namespace mxgen::sweep {

/// What an array of jobs does: tasks of one kind and of like memory, the element i of it parts[i].
struct TaskArray {
    const TaskKind* kind = nullptr;
    std::uint64_t memory_mb = 0;  ///< that an element may take
    std::vector<std::vector<OpenTask>> parts = {};
};

/// How tasks are dealt out.
struct ArrayRule {
    std::size_t largest_array = 1001;  ///< parts of an array
    std::size_t parts = 10000;         ///< of all arrays; the tasks beyond are left for later
    double join_seconds = 60;          ///< tasks are joined to parts that take so long
    std::uint64_t memory_mb = 0;       ///< of every part; 0: what its tasks may take
};

/// Deals tasks out. Those whose designs share work are neighbours.
std::vector<TaskArray> deal_tasks(const Space& space, const TaskKind& kind,
                                  const std::vector<OpenTask>& tasks, const ArrayRule& rule);

void write_array(const std::filesystem::path& file, const TaskArray& array);

/// Throws Error (usage) for a file that holds none.
TaskArray read_array(const std::filesystem::path& file);

}  // namespace mxgen::sweep
