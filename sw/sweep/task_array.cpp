// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/task_array.h"

#include <algorithm>
#include <bit>
#include <map>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/sweep/task_need.h"

namespace mxgen::sweep {

namespace {

constexpr std::uint64_t smallest_memory_mb = 256;

/// A power of two, so that few arrays serve all.
std::uint64_t memory_class(std::uint64_t memory_mb, const ArrayRule& rule) {
    if (rule.memory_mb > 0) return rule.memory_mb;
    return std::bit_ceil(std::max(memory_mb, smallest_memory_mb));
}

struct SizedTask {
    const OpenTask* task;
    std::uint64_t group;
    TaskNeed need;
};

/// By memory, then by group, both in the order of their first tasks.
std::map<std::uint64_t, std::vector<SizedTask>> sorted(const Space& space, const TaskKind& kind,
                                                       const std::vector<OpenTask>& tasks,
                                                       const ArrayRule& rule) {
    std::map<std::uint64_t, std::vector<SizedTask>> classes;
    std::map<std::uint64_t, std::size_t> first_of_group;
    for (const OpenTask& task : tasks) {
        const Config config = config_at(space, task.index);
        const SizedTask sized{&task, group_of(config), need_of(kind, config)};
        first_of_group.emplace(sized.group, first_of_group.size());
        classes[memory_class(sized.need.memory_mb, rule)].push_back(sized);
    }
    for (auto& [memory, members] : classes)
        std::ranges::stable_sort(
            members, {}, [&](const SizedTask& sized) { return first_of_group.at(sized.group); });
    return classes;
}

}  // namespace

std::vector<TaskArray> deal_tasks(const Space& space, const TaskKind& kind,
                                  const std::vector<OpenTask>& tasks, const ArrayRule& rule) {
    std::vector<TaskArray> arrays;
    std::size_t parts = 0;
    for (const auto& [memory, members] : sorted(space, kind, tasks, rule)) {
        double seconds = rule.join_seconds;  // of the open part; the first begins one
        const SizedTask* former = nullptr;
        for (const SizedTask& sized : members) {
            if (seconds >= rule.join_seconds) {
                if (parts++ == rule.parts) return arrays;
                if (former == nullptr || arrays.back().parts.size() == rule.largest_array)
                    arrays.push_back({.kind = &kind, .memory_mb = memory});
                arrays.back().parts.emplace_back();
                seconds = 0;
            }
            const bool shares = seconds > 0 && former->group == sized.group;
            seconds += shares ? sized.need.again_seconds : sized.need.seconds;
            arrays.back().parts.back().push_back(*sized.task);
            former = &sized;
        }
    }
    return arrays;
}

void write_array(const std::filesystem::path& file, const TaskArray& array) {
    Json parts = Json::array();
    for (const auto& part : array.parts) {
        Json list = Json::array();
        for (const OpenTask& task : part) list.push_back({task.index, task.key});
        parts.push_back(std::move(list));
    }
    write_file(file, to_text({{"kind", array.kind->name}, {"parts", parts}}));
}

TaskArray read_array(const std::filesystem::path& file) try {
    constexpr std::size_t largest_array = std::size_t{1} << 30;
    const Json document = parse_json(read_file(file, largest_array));
    const auto names = task_names();
    const std::string kind = document.at("kind").get<std::string>();
    if (std::ranges::find(names, kind) == names.end()) refuse_file(file, "names no kind of task");
    TaskArray array{.kind = &task_kind(kind)};
    for (const Json& list : document.at("parts")) {
        auto& part = array.parts.emplace_back();
        for (const Json& task : list)
            part.push_back({task.at(0).get<std::uint64_t>(), task.at(1).get<std::string>()});
    }
    return array;
} catch (const Json::exception&) {
    refuse_file(file, "holds no tasks of a sweep");
}

}  // namespace mxgen::sweep
