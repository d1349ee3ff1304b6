// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/sweep.h"

#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/support/json.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

struct SweepOptions {
    std::string space, directory;
    int jobs = 0;
    bool estimate = false;
};

constexpr std::size_t shown_failures = 20;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Counts, and the points that are not as they should be.
void print(const sweep::SweepReport& report, const std::string& directory) {
    using sweep::TaskStatus;
    fmt::print("{} done, {} failed, {} skipped, {} cached: {}/results.json\n",
               report.count(TaskStatus::done), report.count(TaskStatus::failed),
               report.count(TaskStatus::skipped), report.cached(), directory);
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

Exit run(const SweepOptions& options, const Common& common) {
    const auto space = sweep::read_space(options.space);
    Progress progress(common.quiet);
    const sweep::SweepRequest request{
        .directory = options.directory,
        .jobs = options.jobs,
        .estimates_only = options.estimate,
        .progress = [&](std::string_view step) { progress.show(step); }};
    const auto report = sweep::run_sweep(space, request);
    progress.show("");
    if (common.json)
        fmt::print("{}", to_text({{"points", report.points.size()},
                                  {"done", report.count(sweep::TaskStatus::done)},
                                  {"failed", report.count(sweep::TaskStatus::failed)},
                                  {"skipped", report.count(sweep::TaskStatus::skipped)},
                                  {"cached", report.cached()}}));
    else if (!common.quiet)
        print(report, options.directory);
    if (report.code != Exit::done) throw Error(report.code, failures(report));
    return Exit::done;
}

Command sweep(CLI::App& parent) {
    Command command = make_command(parent, "sweep", "A task on each design of a space",
                                   "mxgen sweep hw/spaces/lanes.toml -o lanes");
    const auto options = std::make_shared<SweepOptions>();
    command.option("SPACE", options->space, "File with axes and tasks (TOML)")
        .required()
        .existing_file();
    command.option("-o,--out", options->directory, "Directory of the results; a repeat goes on")
        .required();
    command.option("--jobs", options->jobs, "Tasks at a time [the cores]").within(1, 4096);
    command.flag("--estimate", options->estimate, "Estimates alone, whatever the space says");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration sweep_registration(75, sweep);

}  // namespace

}  // namespace mxgen::cli
