// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/sweep.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/report/html.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/sweep/junit.h"
#include "sw/sweep/narrow.h"
#include "sw/sweep/phases.h"
#include "sw/sweep/results.h"
#include "sw/sweep/slurm_engine.h"
#include "sw/sweep/task_runner.h"

namespace mxgen::sweep {

namespace {

/// The outcomes of a point's tasks as one result.
class ResultOfPoint {
  public:
    explicit ResultOfPoint(const SweepPoint& point) {
        result_ = {.name = point.name,
                   .index = point.index,
                   .reason = "",
                   .cached = true,
                   .metrics = Json::object()};
    }

    void add(const TaskKind& kind, const TaskOutcome& outcome) {
        result_.metrics.update(outcome.metrics);
        result_.cached &= outcome.cached;
        result_.tasks.push_back(
            {std::string(kind.name), outcome.status, outcome.code, outcome.reason});
        done_ += outcome.status == TaskStatus::done;
        failed_ += outcome.status == TaskStatus::failed;
        if (outcome.status != TaskStatus::done)
            result_.reason += fmt::format("{}{}: {}", result_.reason.empty() ? "" : "; ", kind.name,
                                          outcome.reason);
    }

    const Json& metrics() const { return result_.metrics; }

    PointResult take() {
        result_.status = failed_ > 0 ? TaskStatus::failed
                         : done_ > 0 ? TaskStatus::done
                                     : TaskStatus::skipped;
        result_.cached &= !result_.tasks.empty();
        return std::move(result_);
    }

  private:
    PointResult result_;
    int done_ = 0, failed_ = 0;
};

/// The points that failed when a sweep of this directory last ended.
std::set<std::string> failed_before(const std::filesystem::path& directory) {
    std::set<std::string> names;
    std::error_code error;
    const auto file = directory / "results.json";
    if (!std::filesystem::is_regular_file(file, error)) return names;
    for (const auto& [name, status] : read_statuses(file))
        if (status == name_of(TaskStatus::failed)) names.insert(name);
    return names;
}

/// A space on its way through the tasks.
class SweepRun {
  public:
    SweepRun(const Space& space, const SweepRequest& request)
        : space_(space),
          request_(request),
          expansion_(points_of(space, request)),
          directory_(request.directory),
          runner_(space, request, directory_),
          kinds_(kinds_of(space, request)) {
        const std::set<std::string> failed = failed_before(request.directory);
        std::ranges::stable_partition(expansion_.points, [&](const SweepPoint& point) {
            return failed.contains(point.name);
        });
    }

    SweepReport run() {
        std::vector<SweepPoint> points = expansion_.points;
        const auto cheap = first_kinds(space_, request_);
        for (const TaskKind* kind : cheap) do_kind(*kind, points);
        if (!cheap.empty()) points = those_of_conditions(points);
        std::vector<const TaskKind*> others;
        for (const TaskKind* kind : kinds_)
            if (std::ranges::find(cheap, kind) == cheap.end()) others.push_back(kind);
        const auto measure = [&](const std::vector<SweepPoint>& chosen) {
            for (const TaskKind* kind : others) do_kind(*kind, chosen);
        };
        if (request_.objectives.empty() || others.empty())
            measure(points);
        else
            points = narrowed(points, measure);
        return report(points);
    }

  private:
    void do_kind(const TaskKind& kind, const std::vector<SweepPoint>& points) {
        runner_.run(kind, points);
        for (const SweepPoint& point : points) {
            const TaskOutcome& outcome = runner_.outcome(kind, point);
            results_.try_emplace(point.index, point).first->second.add(kind, outcome);
            codes_.insert(outcome.code);
        }
    }

    /// Those whose estimates fulfil the conditions; the others are skipped.
    std::vector<SweepPoint> those_of_conditions(const std::vector<SweepPoint>& points) {
        std::vector<SweepPoint> kept;
        for (const SweepPoint& point : points) {
            const std::string fault = fault_of(point);
            if (fault.empty())
                kept.push_back(point);
            else
                left_out_[point.index] = fault;
        }
        return kept;
    }

    /// Why a point is left out by its estimate; empty: it is not. One that cannot be built is no
    /// candidate for anything, and says so itself.
    std::string fault_of(const SweepPoint& point) const {
        const TaskOutcome& estimate = runner_.outcome(task_kind("estimate"), point);
        if (estimate.status == TaskStatus::skipped) return "estimate: " + estimate.reason;
        for (const Formula& condition : space_.figure_conditions)
            if (!holds(space_, point.index, condition, estimate.metrics))
                return fmt::format("where.holds = {}", in_quotes(condition.text()));
        return {};
    }

    const Json& metrics_of(const SweepPoint& point) const {
        return results_.at(point.index).metrics();
    }

    /// Those that were measured; the others are skipped.
    std::vector<SweepPoint> narrowed(
        const std::vector<SweepPoint>& points,
        const std::function<void(const std::vector<SweepPoint>&)>& measure) {
        const auto measured = narrow(
            space_, points, {request_.objectives, request_.keep},
            [&](const SweepPoint& point) -> const Json& { return metrics_of(point); }, measure);
        for (const SweepPoint& point : points)
            left_out_[point.index] = "by its estimates not on the front";
        for (const SweepPoint& point : measured) left_out_.erase(point.index);
        return measured;
    }

    void find_front(SweepReport& report, const std::vector<SweepPoint>& points) const {
        if (request_.objectives.empty()) return;
        const auto metrics = [&](const SweepPoint& point) -> const Json& {
            return metrics_of(point);
        };
        for (const SweepPoint& point : front_of(space_, points, request_.objectives, metrics))
            report.front.push_back(point.name);
    }

    SweepReport report(const std::vector<SweepPoint>& points) {
        SweepReport report;
        find_front(report, points);
        std::map<std::uint64_t, PointResult> all;
        for (auto& [index, result] : results_) all.emplace(index, result.take());
        for (const auto& [index, reason] : left_out_) {
            all.at(index).status = TaskStatus::skipped;
            all.at(index).reason = reason;
        }
        for (const SkippedPoint& point : expansion_.skipped)
            all.emplace(point.index, PointResult{.name = labels_at(space_, point.index),
                                                 .index = point.index,
                                                 .is_legal = false,
                                                 .status = TaskStatus::skipped,
                                                 .reason = point.reason,
                                                 .metrics = Json::object()});
        for (auto& [index, result] : all) report.points.push_back(std::move(result));
        for (const Exit code : {Exit::tool_failed, Exit::tool_missing, Exit::check_failed})
            if (codes_.contains(code)) report.code = code;
        return report;
    }

    const Space& space_;
    const SweepRequest& request_;
    Expansion expansion_;
    SweepDirectory directory_;
    TaskRunner runner_;
    std::vector<const TaskKind*> kinds_;
    std::map<std::uint64_t, ResultOfPoint> results_;  ///< by the index of the point
    std::map<std::uint64_t, std::string> left_out_;   ///< why
    std::set<Exit> codes_;
};

}  // namespace

std::size_t SweepReport::count(TaskStatus status) const {
    return static_cast<std::size_t>(std::ranges::count(points, status, &PointResult::status));
}

std::size_t SweepReport::cached() const {
    return static_cast<std::size_t>(std::ranges::count(points, true, &PointResult::cached));
}

SweepReport run_sweep(const Space& space, const SweepRequest& request) try {
    SweepReport report = SweepRun(space, request).run();
    const Json results = results_of(space, report);
    std::vector<std::pair<std::filesystem::path, std::string>> files{
        {request.directory / "results.json", results_text(results)},
        {request.directory / "report.html", report::to_explorer(results)},
        {request.directory / "results.csv", results_csv(space, report)}};
    const auto kinds = kinds_of(space, request);
    if (std::ranges::any_of(kinds, [](const TaskKind* kind) { return kind->checks; }))
        files.emplace_back(request.directory / "junit.xml", junit_xml(space, report));
    write_files(files);
    return report;
} catch (const SweepDetached& detached) {
    return {.points = {}, .front = {}, .collector = detached.collector};
}

}  // namespace mxgen::sweep
