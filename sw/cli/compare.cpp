// SPDX-License-Identifier: Apache-2.0
#include "sw/report/compare.h"

#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/report/exports.h"
#include "sw/report/html.h"
#include "sw/report/projection.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"

namespace mxgen::cli {

namespace {

struct CompareOptions {
    std::vector<std::string> runs, projections;
    std::string baseline, csv, html, accelergy, accelforge, bitfusion;
};

/// The baseline's place: the run given as --baseline by path or name, else the first.
std::size_t baseline_of(const CompareOptions& options, std::vector<report::Run>& runs) {
    if (options.baseline.empty()) return 0;
    for (std::size_t i = 0; i < runs.size(); ++i)
        if (options.runs[i] == options.baseline || runs[i].name == options.baseline) return i;
    runs.push_back(report::read_run(options.baseline));
    return runs.size() - 1;
}

void print(const CompareOptions& options, const report::Comparison& comparison) {
    fmt::print("{}", report::to_text(comparison));
    for (const auto& file :
         {options.html, options.csv, options.accelergy, options.accelforge, options.bitfusion})
        if (!file.empty()) fmt::print("written: {}\n", file);
}

void write(const CompareOptions& options, const report::Comparison& comparison) {
    std::vector<std::pair<std::filesystem::path, std::string>> files;
    if (!options.csv.empty()) files.emplace_back(options.csv, report::to_csv(comparison));
    if (!options.html.empty()) files.emplace_back(options.html, report::to_html(comparison));
    if (!options.accelergy.empty())
        files.emplace_back(options.accelergy, report::to_accelergy(comparison.runs));
    if (!options.accelforge.empty())
        files.emplace_back(options.accelforge, report::to_accelforge(comparison.runs));
    if (!options.bitfusion.empty())
        files.emplace_back(options.bitfusion, report::to_bitfusion(comparison.runs));
    write_files(files);
}

/// Files that are read: of runs and of workloads.
std::vector<std::filesystem::path> inputs_of(const CompareOptions& options) {
    std::vector<std::filesystem::path> inputs;
    for (const auto& path : options.runs)
        for (auto& file : report::metrics_files(path)) inputs.push_back(std::move(file));
    return inputs;
}

report::Comparison read(CompareOptions options) {
    std::vector<report::NetworkWorkload> workloads;
    std::erase_if(options.runs,
                  [&](const std::string& path) { return report::add_workload(workloads, path); });
    std::vector<report::Run> runs;
    for (const auto& path : options.runs) runs.push_back(report::read_run(path));
    const auto baseline = baseline_of(options, runs);
    auto comparison = report::compare(std::move(runs), baseline);
    comparison.workloads = std::move(workloads);
    for (const auto& target : options.projections)
        comparison.projections.push_back(report::project(comparison.runs, target));
    return comparison;
}

Exit run(const CompareOptions& options, const Common& common) {
    const auto comparison = read(options);
    check_distinct({{"--csv", options.csv},
                    {"--html", options.html},
                    {"--accelergy", options.accelergy},
                    {"--accelforge", options.accelforge},
                    {"--bitfusion", options.bitfusion}},
                   inputs_of(options));
    write(options, comparison);
    if (common.json)
        fmt::print("{}", to_text(report::to_json(comparison)));
    else if (!common.quiet)
        print(options, comparison);
    return Exit::done;
}

Command compare(CLI::App& parent) {
    Command command =
        make_command(parent, "compare", "Runs side by side, with ratios to a baseline",
                     "mxgen compare runs/dot_mxfp8 runs/dot_mxint8 --csv runs.csv");
    const auto options = std::make_shared<CompareOptions>();
    command
        .option("RUN", options->runs,
                "Directories of runs, or their metrics.json, or what mxgen workload --json printed")
        .required();
    command.option("--baseline", options->baseline, "The run that ratios refer to; the first");
    command.option(
        "--project", options->projections,
        "Also figures as published scaling has them: [NODE:]NODE@VOLTS, ffet, ffet-area, "
        "ffet-dual");
    command.option("--csv", options->csv, "Also write the comparison to this file");
    command.option("--html", options->html, "Also write one self-contained page");
    command.option("--accelergy", options->accelergy, "Also write a table for Accelergy");
    command.option("--accelforge", options->accelforge, "Also write components for AccelForge");
    command.option("--bitfusion", options->bitfusion,
                   "Also write synthesis results for Bit Fusion's simulator");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration compare_registration(80, compare);

}  // namespace

}  // namespace mxgen::cli
