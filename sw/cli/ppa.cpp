// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/config/fpga.h"
#include "sw/evaluate/evaluate.h"
#include "sw/flow/run.h"
#include "sw/report/compare.h"
#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

struct PpaOptions {
    DesignOptions design;
    std::string directory, recipe = "speed", target = "asic";
    std::string gate_weights, stimulus;
    std::uint64_t stimulus_seed = 1;
    std::string wires = "none";
    bool estimate_only = false, layout = false;
    std::vector<std::string> liberty;
    int proof_seconds = 0, energy_cycles = 1000;
};

/// A mapped netlist is simulated far faster for an FPGA: its proof is not waited for as long.
std::chrono::seconds proof_limit(const PpaOptions& options) {
    if (options.proof_seconds > 0) return std::chrono::seconds(options.proof_seconds);
    return std::chrono::seconds(options.target == "asic" ? 60 : 5);
}

/// The request for every configuration: an FPGA's cells stand without estimates beside them.
Request request_of(const PpaOptions& options, Progress& progress) {
    Request request{.target = options.target, .tensors = options.design.tensors()};
    request.progress = [&](std::string_view step) { progress.show(step); };
    const auto weights = ppa::parse_cell_weights(options.gate_weights);
    if (options.estimate_only || options.target == "asic") request.estimates = weights;
    request.liberty.assign(options.liberty.begin(), options.liberty.end());
    if (options.estimate_only) return request;
    if (options.target != "asic" && (options.layout || options.wires != "none"))
        throw Error(Exit::usage,
                    "--target: wires of FPGAs are not modelled; allowed: asic with "
                    "--layout and --wires");
    if (options.directory.empty())
        throw Error(Exit::usage, "--out: is missing; allowed: a directory, or --estimate-only");
    request.cost = CostRequest{.directory = options.directory,
                               .recipe = options.recipe,
                               .proof_limit = proof_limit(options),
                               .energy_cycles = static_cast<std::size_t>(options.energy_cycles),
                               .layout = options.layout,
                               .fitted_wires = options.wires == "fitted"};
    request.cost->data = tensor::parse_data_sets(options.stimulus, options.stimulus_seed);
    return request;
}

/// "15200 NAND2 (-12 %)"; empty where the figure is not there.
std::string figure(const Metrics& metrics, const std::string& key, const char* unit) {
    const auto value = metrics.find(key), error = metrics.find(key + "__error");
    if (value == metrics.end() || error == metrics.end()) return {};
    return fmt::format("{} {} ({:+.0f} %)", report::format_number(value->get<double>()), unit,
                       100 * error->get<double>());
}

/// "dot_x: estimates: gate model 15200 NAND2 (-12 %); circuit 17400 NAND2 (+1 %), 16.2 ns (-5 %)",
/// or empty.
std::string estimates_text(const Metrics& metrics) {
    const auto model = figure(metrics, "estimate__gate_model__area__nand2eq", "NAND2");
    const auto area = figure(metrics, "estimate__circuit__area__nand2eq", "NAND2");
    const auto delay = figure(metrics, "estimate__circuit__delay__ns", "ns");
    std::string text;
    if (!model.empty()) text += "gate model " + model;
    if (!area.empty())
        text += fmt::format("{}circuit {}, {}", text.empty() ? "" : "; ", area, delay);
    return text.empty() ? text : metrics.value("name", "") + ": estimates: " + text;
}

/// "dot_x: pJ/MAC by data: llm 1.2, gaussian 1.3 (+8 %); spread 8 %", or empty.
std::string spread_text(const Metrics& metrics) {
    constexpr std::string_view figure = "synth__energy__per_mac__pj";
    const std::string by_data = std::string(figure) + "__data__", spread = by_data + "spread";
    if (!metrics.contains(spread)) return {};
    const double first = metrics.at(figure).get<double>();
    std::vector<std::string> parts;
    for (const auto& [key, value] : metrics.items()) {
        if (!key.starts_with(by_data) || key == spread) continue;
        const double pj = value.get<double>();
        parts.push_back(fmt::format("{} {} ({:+.0f} %)", key.substr(by_data.size()),
                                    report::format_number(pj), 100 * (pj / first - 1)));
    }
    return fmt::format("{}: pJ/MAC by data: {}; spread {:.0f} %\n", metrics.value("name", ""),
                       fmt::join(parts, ", "), 100 * metrics.at(spread).get<double>());
}

void print(const PpaOptions& options, const report::Comparison& comparison) {
    fmt::print("{}", report::to_text(comparison));
    for (const auto& run : comparison.runs) fmt::print("{}", spread_text(run.metrics));
    for (const auto& run : comparison.runs)
        if (const auto text = estimates_text(run.metrics); !text.empty()) fmt::print("{}\n", text);
    if (!options.estimate_only) fmt::print("runs: {}\n", options.directory);
}

/// Every run has a directory of its own, named by its design.
void check_names(const std::vector<Config>& configs) {
    std::set<std::string> names;
    for (const Config& config : configs)
        if (!names.insert(config.name).second)
            throw Error(Exit::usage,
                        fmt::format("design.name: two configurations are called {}; allowed: a "
                                    "name for each; nearest: {}_2",
                                    in_quotes(config.name), config.name));
}

Exit run(const PpaOptions& options, const Common& common) {
    const auto configs = options.design.configs();
    check_names(configs);
    Progress progress(common.quiet, !common.json);
    const Request request = request_of(options, progress);
    // Whatever is wrong with a configuration is said before the first takes its time.
    for (const auto& config : configs) check_request(config, request);
    std::vector<report::Run> runs;
    for (const auto& config : configs) {
        auto found = evaluate(config, request);
        if (!common.quiet) options.design.warn(found.changed);
        runs.push_back({std::move(found.name), std::move(found.metrics)});
    }
    progress.show("");
    const auto comparison = report::compare(runs, 0);
    if (common.json)
        fmt::print("{}", to_text(report::to_json(comparison)));
    else if (!common.quiet)
        print(options, comparison);
    return Exit::done;
}

void add_wires(Command& command, PpaOptions& options) {
    command.flag("--layout", options.layout,
                 "Place and route, too: time and energy with wires, and a picture; some minutes");
    command
        .option("--wires", options.wires,
                "Wires of synthesised figures: none, or a model fitted to layouts")
        .one_of({"none", "fitted"})
        .with_default();
}

Command ppa(CLI::App& parent) {
    Command command =
        make_command(parent, "ppa", "Area, speed and energy, the netlist proved equal",
                     "mxgen ppa hw/configs/dot_mxfp8.toml -o runs");
    const auto options = std::make_shared<PpaOptions>();
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
    command.option("--stimulus", options->stimulus,
                   "Data of the energy: llm, relu, gaussian, uniform; of several the first is "
                   "reported, the others beside it [llm]");
    command.option("--stimulus-seed", options->stimulus_seed, "Seed of these data [1]");
    command
        .option("--energy-cycles", options->energy_cycles,
                "Cycles simulated for the energy; 0: none")
        .within(0, 10'000'000)
        .with_default();
    add_wires(command, *options);
    command
        .option("--proof-seconds", options->proof_seconds,
                "Time for the proof of equivalence before simulation takes over (60; FPGAs 5)")
        .within(1, 86400);
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration ppa_registration(70, ppa);

}  // namespace

}  // namespace mxgen::cli
