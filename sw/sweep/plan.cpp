// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "sw/support/error.h"
#include "sw/support/interrupt.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/sweep/phases.h"
#include "sw/sweep/sweep.h"
#include "sw/sweep/task_need.h"
#include "sw/sweep/task_runner.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace {

bool needs_tensors(const SweepFigure& figure) { return figure.estimated.empty(); }

/// Throws Error (usage) for an objective that cannot be measured.
void check_objectives(const Space& space, const SweepRequest& request) {
    for (const SweepFigure* figure : request.objectives)
        if (needs_tensors(*figure) && !data_of(space.options).any())
            throw Error(Exit::usage,
                        fmt::format("--objective: {} is that of tensors, and {} names none; "
                                    "allowed: with [data] a and b; nearest: without {}",
                                    figure->name, space.file.string(), figure->name));
}

}  // namespace

std::vector<const TaskKind*> kinds_of(const Space& space, const SweepRequest& request) {
    std::vector<const TaskKind*> kinds;
    if (!request.estimates_only)
        for (const TaskKind& kind : task_kinds())
            if (std::ranges::find(space.tasks, kind.name) != space.tasks.end())
                kinds.push_back(&kind);
    return kinds;
}

std::vector<const TaskKind*> first_kinds(const Space& space, const SweepRequest& request) {
    check_objectives(space, request);
    std::vector<const TaskKind*> kinds;
    const bool chooses = !space.figure_conditions.empty() || !request.objectives.empty();
    if (chooses || kinds_of(space, request).empty()) kinds.push_back(&task_kind("estimate"));
    if (std::ranges::any_of(request.objectives,
                            [](const SweepFigure* figure) { return needs_tensors(*figure); }))
        kinds.push_back(&task_kind("accuracy"));
    return kinds;
}

Expansion points_of(const Space& space, const SweepRequest& request) {
    Expansion found = expand(space);
    if (request.only.empty()) return found;
    std::vector<std::string> names;
    for (const SweepPoint& point : found.points) {
        if (point.name == request.only) return {{point}, {}};
        names.push_back(point.name);
    }
    throw Error(
        Exit::usage,
        fmt::format("--only: {} is no point of {}; allowed: a name that --dry-run shows; "
                    "nearest: {}",
                    in_quotes(request.only), space.file.string(), nearest(request.only, names)));
}

double SweepPlan::seconds() const {
    return std::accumulate(tasks.begin(), tasks.end(), 0.0,
                           [](double sum, const Tasks& one) { return sum + one.seconds; }) /
           jobs;
}

SweepPlan plan_sweep(const Space& space, const SweepRequest& request) {
    const Expansion expansion = points_of(space, request);
    SweepPlan plan{.jobs = jobs_of(space, request)};
    for (const SweepPoint& point : expansion.points) plan.points.push_back(point.name);
    for (const SkippedPoint& point : expansion.skipped)
        plan.skipped.emplace_back(labels_at(space, point.index), point.reason);
    std::set<const TaskKind*> kinds;
    for (const auto& some : {first_kinds(space, request), kinds_of(space, request)})
        kinds.insert(some.begin(), some.end());
    for (const TaskKind& kind : task_kinds()) {
        if (!kinds.contains(&kind)) continue;
        SweepPlan::Tasks tasks{.kind = std::string(kind.name)};
        std::set<std::uint64_t> groups;
        for (const SweepPoint& point : expansion.points) {
            check_interrupt();
            const Config config = config_at(space, point.index);
            tasks.count += 1;
            const TaskNeed need = need_of(kind, config);
            tasks.seconds +=
                groups.insert(group_of(config)).second ? need.seconds : need.again_seconds;
        }
        plan.tasks.push_back(std::move(tasks));
    }
    return plan;
}

}  // namespace mxgen::sweep
