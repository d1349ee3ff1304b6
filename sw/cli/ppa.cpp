// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/commands.h"
#include "sw/cli/design_options.h"
#include "sw/cli/estimates.h"
#include "sw/cli/workload.h"
#include "sw/config/fpga.h"
#include "sw/flow/fpga.h"
#include "sw/flow/run.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/report/compare.h"
#include "sw/support/process.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace fs = std::filesystem;

namespace {

struct Options {
    DesignOptions design;
    std::string directory, recipe = "speed", target = "asic";
    std::string gate_weights;
    bool estimate_only = false;
    std::vector<std::string> liberty;
    int proof_seconds = 60, energy_cycles = 1000;
};

/// Whether the package there already is this one, so that its run may be reused.
bool is_current(const fs::path& directory, const std::vector<package::PackageFile>& files) {
    return std::all_of(files.begin(), files.end(), [&](const package::PackageFile& file) {
        return fs::is_regular_file(directory / file.path) &&
               read_file(directory / file.path) == file.text;
    });
}

/// Writes the package of a run; an earlier run of that name gives way, nothing else does.
void write_run(const fs::path& directory, const Config& config) {
    const auto design = package::generate(config);
    const auto files = package::package_files(design, package::golden_vectors(design));
    if (is_current(directory, files)) return;
    if (fs::is_regular_file(directory / "manifest.json")) fs::remove_all(directory);
    OutputDirectory out(directory);
    for (const auto& file : files) out.write(file.path, file.text);
    out.commit();
}

ppa::RunOptions run_options(const Options& options, const Config& config, Progress& progress) {
    std::vector<fs::path> liberty(options.liberty.begin(), options.liberty.end());
    // A user's library is one that mxgen has never seen unless the configuration names a template.
    const bool unseen = !liberty.empty() && config.timing.technology == Config{}.timing.technology;
    ppa::RunOptions result;
    result.technology = ppa::find_technology(unseen ? "" : config.timing.technology, liberty);
    result.recipe = options.recipe;
    result.proof_limit = std::chrono::seconds(options.proof_seconds);
    result.workload = make_workload(config, {options.design.tensor_a(), options.design.tensor_b(),
                                             options.design.data_rule(config),
                                             static_cast<std::size_t>(options.energy_cycles)});
    result.progress = [&progress](std::string_view what) { progress.show(what); };
    return result;
}

/// The configurations; for an FPGA under names of their own, since their circuits differ.
std::vector<Config> configs_of(const Options& options) {
    auto configs = options.design.configs();
    if (options.target == "asic") return configs;
    for (auto& config : configs) {
        config.timing.technology = options.target;
        config.name += "_" + options.target;
    }
    return configs;
}

/// The run of one configuration, estimates beside what was measured.
report::Run run_one(const Options& options, const Config& config, Progress& progress) {
    const auto weights = ppa::parse_cell_weights(options.gate_weights);
    if (options.estimate_only) {
        nlohmann::ordered_json metrics{{"name", config.name}, {"unit", unit_of(config).name()}};
        add_estimates(metrics, config, weights);
        return {config.name, std::move(metrics)};
    }
    const auto directory = fs::path(options.directory) / config.name;
    progress.show(config.name + ": RTL");
    write_run(directory, config);
    if (options.target != "asic") {
        const auto say = [&progress](std::string_view what) { progress.show(what); };
        const ppa::FpgaOptions fpga{.family = options.target,
                                    .proof_limit = std::chrono::seconds(options.proof_seconds),
                                    .progress = say};
        return {config.name, ppa::run_fpga(directory, fpga)};
    }
    auto metrics = ppa::run_flow(directory, run_options(options, config, progress));
    add_estimates(metrics, config, weights);
    write_file(directory / "metrics.json", metrics.dump(2) + "\n");
    return {config.name, std::move(metrics)};
}

void print(const Options& options, const report::Comparison& comparison) {
    fmt::print("{}", report::to_text(comparison));
    for (const auto& run : comparison.runs)
        if (const auto text = estimates_text(run.metrics); !text.empty()) fmt::print("{}\n", text);
    if (!options.estimate_only) fmt::print("runs: {}\n", options.directory);
}

Exit run(const Options& options, const Common& common) {
    const InterruptScope interruptible;
    const auto configs = configs_of(options);
    Progress progress(common.quiet, !common.json);
    // Whatever is wrong with a configuration is said before the first takes its time.
    ppa::parse_cell_weights(options.gate_weights);
    if (options.directory.empty() && !options.estimate_only)
        throw Error(Exit::usage, "--out: is missing; allowed: a directory, or --estimate-only");
    if (options.target == "asic" && !options.estimate_only)
        for (const auto& config : configs) run_options(options, config, progress);
    std::vector<report::Run> runs;
    for (const auto& config : configs) runs.push_back(run_one(options, config, progress));
    progress.show("");
    const auto comparison = report::compare(runs, 0);
    if (common.json)
        fmt::print("{}\n", report::to_json(comparison).dump(2));
    else if (!common.quiet)
        print(options, comparison);
    return Exit::done;
}

}  // namespace

Command ppa(CLI::App& parent) {
    Command command =
        make_command(parent, "ppa", "Area, speed and energy, the netlist proved equal",
                     "mxgen ppa hw/configs/dot_mxfp8.toml -o runs");
    const auto options = std::make_shared<Options>();
    options->design.add_to(*command.app, DesignOptions::Files::several,
                           DesignOptions::Tensors::yes);
    command.option("-o,--out", options->directory, "Directory of the runs, one a configuration");
    std::vector<std::string> targets{"asic"};
    targets.insert(targets.end(), fpga_families().begin(), fpga_families().end());
    command
        .option("--target", options->target, "Standard cells, or an FPGA family: counts of cells")
        .one_of(targets)
        .with_default();
    command.option("--gate-weights", options->gate_weights,
                   "Weights of the estimate's cells, for instance mux=3,fa=6");
    command.flag("--estimate-only", options->estimate_only,
                 "The estimates alone, without synthesis; nothing is written");
    command.option("--liberty", options->liberty, "Liberty files of another technology")
        .existing_file();
    command.option("--recipe", options->recipe, "Synthesis for speed or area")
        .one_of(ppa::recipe_names())
        .with_default();
    command
        .option("--energy-cycles", options->energy_cycles,
                "Cycles simulated for the energy; 0: none")
        .within(0, 10'000'000)
        .with_default();
    command
        .option("--proof-seconds", options->proof_seconds,
                "Time for the proof of equivalence before simulation takes over")
        .within(1, 86400)
        .with_default();
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

}  // namespace mxgen::cli
