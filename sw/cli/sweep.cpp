// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/sweep.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "sw/cli/command.h"
#include "sw/support/console.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/numbers.h"
#include "sw/support/progress.h"
#include "sw/sweep/export.h"
#include "sw/sweep/front.h"
#include "sw/sweep/slurm_engine.h"
#include "sw/sweep/status.h"

namespace mxgen::cli {

namespace {

struct SweepOptions {
    std::string space, directory, store, only, status, engine = "local", job;
    int jobs = 0;
    bool estimate = false, dry_run = false, detach = false;
    std::string objective, keep = "1.1";
};

constexpr const char* collect = "collect";  ///< the --job of a collector

constexpr std::size_t shown_failures = 20, shown_points = 20;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Counts, and the points that are not as they should be.
void print(const sweep::SweepReport& report, const std::string& directory) {
    using sweep::TaskStatus;
    fmt::print("{} done, {} failed, {} skipped, {} cached: {}/results.json\n",
               report.count(TaskStatus::done), report.count(TaskStatus::failed),
               report.count(TaskStatus::skipped), report.cached(), directory);
    if (report.front.empty()) return;
    fmt::print("on the front, {}:\n", report.front.size());
    for (const auto& name : report.front) fmt::print("  {}\n", name);
}

std::string failures(const sweep::SweepReport& report) {
    std::string text;
    std::size_t count = 0;
    for (const auto& point : report.points) {
        if (point.status != sweep::TaskStatus::failed) continue;
        if (++count <= shown_failures)
            text += fmt::format("\n{}: {}", point.name, first_line(point.reason));
    }
    if (count > shown_failures) text += fmt::format("\nand {} more", count - shown_failures);
    return fmt::format("{} of {} points failed:{}", count, report.points.size(), text);
}

/// Reasons with how many combinations they leave out, the commonest first.
std::vector<std::pair<std::string, std::size_t>> counted_reasons(const sweep::SweepPlan& plan) {
    std::map<std::string, std::size_t> counts;
    for (const auto& [labels, reason] : plan.skipped) ++counts[first_line(reason)];
    std::vector<std::pair<std::string, std::size_t>> reasons(counts.begin(), counts.end());
    std::ranges::stable_sort(reasons, std::greater<>(),
                             &std::pair<std::string, std::size_t>::second);
    return reasons;
}

void print(const sweep::SweepPlan& plan) {
    fmt::print("{} points, {} combinations skipped\n", plan.points.size(), plan.skipped.size());
    for (std::size_t i = 0; i < plan.points.size() && i < shown_points; ++i)
        fmt::print("  {}\n", plan.points[i]);
    if (plan.points.size() > shown_points)
        fmt::print("  and {} more\n", plan.points.size() - shown_points);
    const auto reasons = counted_reasons(plan);
    for (std::size_t i = 0; i < reasons.size() && i < shown_points; ++i)
        fmt::print("skipped, {}: {}\n", reasons[i].second, visible_line(reasons[i].first));
    for (const auto& tasks : plan.tasks)
        fmt::print("{}: {} tasks, about {:.0f} s of processor time\n", tasks.kind, tasks.count,
                   tasks.seconds);
    fmt::print("about {:.0f} s with {} at a time, less where results are there\n", plan.seconds(),
               plan.jobs);
}

Json json_of(const sweep::SweepPlan& plan) {
    Json document{{"points", plan.points},
                  {"skipped", Json::array()},
                  {"tasks", Json::array()},
                  {"seconds", plan.seconds()}};
    for (const auto& [labels, reason] : plan.skipped)
        document["skipped"].push_back({{"name", labels}, {"reason", reason}});
    for (const auto& tasks : plan.tasks)
        document["tasks"].push_back(
            {{"kind", tasks.kind}, {"count", tasks.count}, {"seconds", tasks.seconds}});
    return document;
}

/// Throws Error (usage) for what is no factor.
double keep_of(const std::string& text) {
    const auto keep = parse_number(text);
    if (!keep || !(*keep >= 1) || *keep > 1000)
        throw Error(Exit::usage, fmt::format("--keep: {} is no such factor; allowed: 1 to 1000; "
                                             "nearest: 1.1",
                                             in_quotes(text)));
    return *keep;
}

sweep::SweepRequest request_of(const SweepOptions& options, Progress& progress) {
    sweep::SweepRequest request{
        .directory = options.directory,
        .store = options.store,
        .only = options.only,
        .jobs = options.jobs,
        .engine = options.engine == "slurm" ? sweep::EngineKind::slurm : sweep::EngineKind::local,
        .detaches = options.detach,
        .collects = options.job == collect,
        .estimates_only = options.estimate,
        .keep = keep_of(options.keep)};
    if (!options.objective.empty()) request.objectives = sweep::read_objectives(options.objective);
    request.progress = [&](std::string_view step) { progress.show(step); };
    return request;
}

Exit dry_run(const sweep::Space& space, const sweep::SweepRequest& request, const Common& common) {
    const auto plan = sweep::plan_sweep(space, request);
    if (common.json)
        fmt::print("{}", to_text(json_of(plan)));
    else if (!common.quiet)
        print(plan);
    return Exit::done;
}

Json json_of(const sweep::SweepReport& report) {
    return {{"points", report.points.size()},
            {"done", report.count(sweep::TaskStatus::done)},
            {"failed", report.count(sweep::TaskStatus::failed)},
            {"skipped", report.count(sweep::TaskStatus::skipped)},
            {"cached", report.cached()},
            {"front", report.front},
            {"collector", report.collector}};
}

Exit export_commands(const sweep::Space& space, const sweep::SweepRequest& request,
                     const Common& common) {
    sweep::export_sweep(space, request);
    if (!common.quiet && !common.json)
        fmt::print("ninja -C {0}, or snakemake --directory {0} --snakefile {1} --cores all\n",
                   shell_word(request.directory.string()),
                   shell_word((request.directory / "Snakefile").string()));
    return Exit::done;
}

/// An element of an array of SLURM: the tasks of its number.
Exit do_part(const sweep::Space& space, const sweep::SweepRequest& request,
             const std::string& file) {
    const char* number = std::getenv("SLURM_ARRAY_TASK_ID");
    const auto part = parse_integer<std::size_t>(number ? number : "");
    if (!part)
        throw Error(Exit::usage,
                    "--job: SLURM_ARRAY_TASK_ID is no number; allowed: in a job of --engine slurm; "
                    "nearest: without --job");
    sweep::do_part(space, request, file, *part);
    return Exit::done;
}

Json json_of(const sweep::SweepStatus& status) {
    Json document{{"finished", status.is_finished},
                  {"tasks", Json::array()},
                  {"jobs", status.jobs},
                  {"collector", status.collector},
                  {"points", status.points}};
    for (const auto& tasks : status.tasks)
        document["tasks"].push_back({{"kind", tasks.kind},
                                     {"count", tasks.count},
                                     {"done", tasks.done},
                                     {"failed", tasks.failed}});
    return document;
}

void print(const sweep::SweepStatus& status, const std::string& directory) {
    for (const auto& tasks : status.tasks)
        fmt::print("{}: {} of {} done{}\n", tasks.kind, tasks.done, tasks.count,
                   tasks.failed > 0 ? fmt::format(", {} failed", tasks.failed) : "");
    if (!status.jobs.empty()) fmt::print("jobs: {}\n", status.jobs);
    if (!status.collector.empty()) fmt::print("job {} goes on with it\n", status.collector);
    if (!status.jobs.empty() || !status.collector.empty())
        fmt::print("to end it: scancel --name={}\n", fmt::join(status.names, ","));
    else if (!status.is_finished)
        fmt::print(
            "nothing is at work, and it is not finished: the same command goes on, {} and "
            "{} say more\n",
            directory + "/messages", directory + "/slurm/messages");
    for (const auto& [name, count] : status.points) fmt::print("{} {}\n", count, name);
    if (status.is_finished) fmt::print("finished: {}/results.json\n", directory);
}

Exit show_status(const std::string& directory, const Common& common) {
    const auto status = sweep::status_of(directory);
    if (common.json)
        fmt::print("{}", to_text(json_of(status)));
    else if (!common.quiet)
        print(status, directory);
    return Exit::done;
}

void check(const SweepOptions& options) {
    if (options.space.empty())
        throw Error(Exit::usage,
                    "mxgen sweep: SPACE needs a value; allowed: a file with axes and tasks, or "
                    "--status DIR without one; see --help");
    if (options.detach && options.engine != "slurm")
        throw Error(Exit::usage,
                    "--detach: jobs of SLURM alone go on without this process; "
                    "allowed: with --engine slurm; nearest: without --detach");
}

void show(const sweep::SweepReport& report, const std::string& directory, const Common& common) {
    if (common.json)
        fmt::print("{}", to_text(json_of(report)));
    else if (common.quiet)
        return;
    else if (!report.collector.empty())
        fmt::print("submitted; job {} goes on with it: mxgen sweep --status {}\n", report.collector,
                   shell_word(directory));
    else
        print(report, directory);
}

Exit run(const SweepOptions& options, const Common& common) {
    if (!options.status.empty()) return show_status(options.status, common);
    check(options);
    const auto space = sweep::read_space(options.space);
    Progress progress(common.quiet);
    const auto request = request_of(options, progress);
    if (options.dry_run) return dry_run(space, request, common);
    if (!options.job.empty() && !request.collects) return do_part(space, request, options.job);
    if (options.engine == "export") return export_commands(space, request, common);
    const auto report = sweep::run_sweep(space, request);
    progress.show("");
    show(report, options.directory, common);
    if (report.code != Exit::done) throw Error(report.code, failures(report));
    return Exit::done;
}

Command sweep(CLI::App& parent) {
    Command command = make_command(parent, "sweep", "A task on each design of a space",
                                   "mxgen sweep hw/spaces/lanes.toml -o lanes");
    const auto options = std::make_shared<SweepOptions>();
    command.option("SPACE", options->space, "File with axes and tasks (TOML)").existing_file();
    command.option("-o,--out", options->directory, "Directory of the results; a repeat goes on");
    command.option("--jobs", options->jobs, "Tasks at a time [the cores]").within(1, 4096);
    command
        .option("--engine", options->engine,
                "Do it here, by jobs of SLURM, or write it down for ninja, snakemake")
        .one_of({"local", "slurm", "export"})
        .with_default();
    command.flag("--detach", options->detach, "slurm: leave it to its jobs");
    command.option("--status", options->status, "How far the sweep of a directory is");
    command.option("--job", options->job, "What a job of --engine slurm is to do").hidden();
    command.option("--store", options->store, "Folder of results [$MXGEN_CACHE, ~/.cache/mxgen]");
    command.option("--only", options->only, "One point alone, by its name");
    command.flag("--estimate", options->estimate, "Estimates alone, whatever the space says");
    command.flag("--dry-run", options->dry_run, "Show the points and how long it may take");
    command.option("--objective", options->objective,
                   "Synthesise what can be on the front of these: area, delay, energy, sqnr");
    command
        .option("--keep", options->keep,
                "How much better than its estimate and its error, as a factor, a design may be")
        .with_default();
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration sweep_registration(75, sweep);

}  // namespace

}  // namespace mxgen::cli
