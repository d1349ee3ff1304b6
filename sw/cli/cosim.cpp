// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/evaluate/evaluate.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/process.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

struct CosimOptions {
    DesignOptions design;
    std::string directory, rtl, stimulus;
    std::uint64_t stimulus_seed = 1;
    std::vector<std::string> liberty;
    bool no_model = false;
    CosimRequest request;  ///< but its paths, and whether it uses a simulation model
};

/// The words that repeat this run in a shell.
std::string repeat_command(const CosimOptions& options) {
    std::string command = "mxgen cosim";
    for (const std::string& word : options.design.arguments()) command += " " + shell_word(word);
    if (!options.rtl.empty()) command += " --rtl " + shell_word(options.rtl);
    for (const std::string& file : options.liberty) command += " --liberty " + shell_word(file);
    if (!options.stimulus.empty())
        command += fmt::format(" --stimulus {} --stimulus-seed {}", options.stimulus,
                               options.stimulus_seed);
    const CosimRequest& request = options.request;
    return command + fmt::format(" --vectors {} --seed {} --exhaustive-bits {}{}{}",
                                 request.vectors, request.seed, request.exhaustive_bits,
                                 request.systemc ? " --sc" : "",
                                 options.no_model ? " --no-model" : "");
}

std::string coverage_line(const char* kind, const sim::CoverageCount& count) {
    return fmt::format("  {} coverage   {:.1f} % ({} of {})\n", kind, 100 * count.share(),
                       count.reached, count.points);
}

std::string model_line(const ModelCosim& model) {
    if (model.share)
        return fmt::format(
            "  on the simulation model, proved equal to the RTL module by module; {} "
            "vectors on the RTL itself, {} mismatches\n",
            model.share->vectors, model.share->mismatches);
    return fmt::format("  all on the RTL: its simulation model is {} ({})\n",
                       name_of(model.verdict.verdict), model.verdict.where);
}

void print(const std::string& name, const CosimRequest& request, const Cosimulation& found) {
    const sim::CosimReport& report = found.report;
    std::string kinds;
    for (const auto& [kind, count] : report.by_kind)
        kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, kind);
    fmt::print("{}: {} vectors ({}), {} mismatches\n", name, report.vectors, kinds,
               report.mismatches);
    const std::string macs =
        report.macs ? fmt::format("{:.3g} MAC a second, ", double(report.macs) / report.seconds)
                    : "";
    fmt::print("  {} cycles, {:.0f} simulated cycles a second, {}seed {}\n", report.cycles,
               double(report.cycles) / report.seconds, macs, request.seed);
    if (found.model) fmt::print("{}", model_line(*found.model));
    if (report.product)
        fmt::print("  product in {} cycles (predicted {}), utilisation {:.1f} %\n",
                   report.product_cycles, report.product->total, 100 * report.product->utilisation);
    if (report.coverage)
        fmt::print("{}{}", coverage_line("line  ", report.coverage->line),
                   coverage_line("toggle", report.coverage->toggle));
}

void print(const std::string& name, const MutantReport& report) {
    const auto share = [&](std::uint64_t killed) {
        const std::uint64_t can_differ = report.tried - report.equivalent;
        return can_differ == 0 ? 100 : 100 * double(killed) / double(can_differ);
    };
    fmt::print("{}: {} mutants of {}, {} equivalent for all inputs\n", name, report.tried,
               report.possible, report.equivalent);
    fmt::print("  killed by the package's vectors      {:.1f} % ({})\n",
               share(report.killed_by_package), report.killed_by_package);
    fmt::print("  and by the co-simulation's           {:.1f} % ({})\n", share(report.killed),
               report.killed);
    for (const std::string& survivor : report.survivors) fmt::print("  survived: {}\n", survivor);
}

Request request_of(const CosimOptions& options, Progress& progress) {
    Request request{.tensors = options.design.tensors(), .cosim = options.request};
    request.cosim->uses_model = !options.no_model;
    request.cosim->directory = options.directory;
    request.cosim->rtl = options.rtl;
    request.liberty.assign(options.liberty.begin(), options.liberty.end());
    const auto sets = tensor::parse_data_sets(options.stimulus, options.stimulus_seed);
    if (!sets.empty()) request.cosim->data = sets.front();
    request.progress = [&](std::string_view step) { progress.show(step); };
    return request;
}

Metrics json_of(const Evaluation& evaluation) {
    Metrics metrics = evaluation.cosim->metrics;
    metrics.update(changed_metrics(evaluation.changed));
    return metrics;
}

Exit run(const CosimOptions& options, const Common& common) {
    const Config config = options.design.config();
    Progress progress(common.quiet, !common.json);
    const auto evaluation = evaluate(config, request_of(options, progress));
    const Cosimulation& found = *evaluation.cosim;
    progress.show("");
    if (!common.quiet) options.design.warn(evaluation.changed);
    if (common.json)
        fmt::print("{}", to_text(json_of(evaluation)));
    else if (found.mutants && !common.quiet)
        print(config.name, *found.mutants);
    else if (!common.quiet)
        print(config.name, options.request, found);
    if (found.mutants || found.report.passed()) return Exit::done;
    throw Error(Exit::check_failed, fmt::format("{}: {}\nrepeat with: {}", config.name,
                                                found.report.failure.empty() ? "no vectors were run"
                                                                             : found.report.failure,
                                                repeat_command(options)));
}

Command cosim(CLI::App& parent) {
    Command command = make_command(
        parent, "cosim", "Run the RTL of a design against the golden model (Verilator)",
        "mxgen cosim hw/configs/array_mxfp8.toml --a act1.npy --b w2.npy");
    const auto options = std::make_shared<CosimOptions>();
    options->design.add_to(*command.app, DesignOptions::Files::at_most_one,
                           DesignOptions::Tensors::yes);
    options->design.add_groups(*command.app);
    command.option("-o,--out", options->directory, "Directory for RTL, metrics and trace");
    command.option("--vectors", options->request.vectors, "Random results to compare [100000]");
    command.option("--seed", options->request.seed, "Seed of everything random [1]");
    command
        .option("--exhaustive-bits", options->request.exhaustive_bits,
                "All inputs of one-product units of up to N bits [20]")
        .within(0, 24);
    command
        .option("--mutants", options->request.mutants,
                "Interpret up to N circuits with a fault each: which vectors notice them")
        .within(1, 1000000);
    command
        .option("--stimulus", options->stimulus,
                "A product of drawn matrices, as ppa's energy is for")
        .one_of(tensor::data_set_names());
    command.option("--stimulus-seed", options->stimulus_seed, "Seed of these matrices [1]");
    command.option("--rtl", options->rtl, "Existing package of the same configuration to simulate");
    add_liberty(command, options->liberty);
    command.flag("--trace", options->request.trace, "Write waveforms: trace.fst, here or in -o");
    command.flag("--sc", options->request.systemc,
                 "Arrays: a SystemC test bench with random stalls on both sides");
    command.flag("--no-model", options->no_model,
                 "Large arrays: every vector on the RTL, none on its proved simulation model");
    command.flag("--coverage", options->request.coverage, "Report line and toggle coverage");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration cosim_registration(20, cosim);

}  // namespace

}  // namespace mxgen::cli
