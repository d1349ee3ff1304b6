// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/network/exports.h"
#include "sw/network/figures.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

struct WorkloadOptions {
    std::string network, runs, scale_sim, zigzag;
    DesignOptions design;
    std::vector<std::string> liberty;
    std::optional<double> bandwidth, clock_mhz, sram, dram;
    std::optional<std::string> results;
    std::uint64_t buffer = 0;
    int batch = 0, prefill = 0, decode = 0, mode = 0;
    bool verify = false;
};

network::Surroundings surroundings_of(const WorkloadOptions& options) {
    network::Surroundings surroundings{.bandwidth_gb_s = options.bandwidth,
                                       .buffer_bytes = options.buffer};
    if (options.sram) surroundings.sram_pj_per_byte = *options.sram;
    if (options.dram) surroundings.dram_pj_per_bit = *options.dram;
    if (options.results) surroundings.results = *options.results;
    return surroundings;
}

network::NeuralNetwork network_of(const WorkloadOptions& options) {
    auto network = network::read_network(options.network);
    const auto take = [](std::uint64_t& value, int given) {
        if (given > 0) value = static_cast<std::uint64_t>(given);
    };
    take(network.batch, options.batch);
    take(network.prefill, options.prefill);
    take(network.decode, options.decode);
    if ((options.prefill > 0 || options.decode > 0) && !network.counts_tokens())
        throw Error(
            Exit::usage,
            fmt::format("{}: {} has no row that counts tokens; allowed: without it; "
                        "nearest: --batch",
                        options.prefill > 0 ? "--prefill" : "--decode", in_quotes(network.name)));
    return network;
}

/// Whether all products take as many cycles as predicted.
bool verify(std::vector<network::NetworkRun>& runs, const network::NeuralNetwork& network,
            Progress& progress) {
    bool is_right = true;
    for (auto& run : runs) {
        const auto shapes = network::scaled_shapes(*run.machine, network);
        run.verified = network::verify(*run.machine, shapes,
                                       [&](std::string_view step) { progress.show(step); });
        for (const auto& product : run.verified) is_right &= product.is_right;
    }
    return is_right;
}

void write_exports(const WorkloadOptions& options, const std::vector<network::NetworkRun>& runs,
                   const network::Surroundings& surroundings) {
    std::vector<std::pair<std::filesystem::path, std::string>> files;
    std::vector<std::pair<std::string, std::filesystem::path>> outputs;
    const auto add = [&](const char* option, auto more) {
        for (auto& file : more) {
            outputs.emplace_back(option, file.first);
            files.push_back(std::move(file));
        }
    };
    if (!options.scale_sim.empty())
        add("--scale-sim", network::scale_sim_files(options.scale_sim, runs, surroundings));
    if (!options.zigzag.empty())
        add("--zigzag", network::zigzag_files(options.zigzag, runs, surroundings));
    check_distinct(outputs, {options.network});
    for (const auto& directory : {options.scale_sim, options.zigzag})
        if (!directory.empty()) std::filesystem::create_directories(directory);
    write_files(files);
}

Exit run(const WorkloadOptions& options, const Common& common) {
    const auto network = network_of(options);
    const auto surroundings = surroundings_of(options);
    network::MachineRequest request{.runs = options.runs,
                                    .clock_mhz = options.clock_mhz,
                                    .mode = static_cast<std::size_t>(options.mode)};
    request.liberty.assign(options.liberty.begin(), options.liberty.end());
    Progress progress(common.quiet, !common.json);
    std::vector<network::Machine> machines;
    for (const auto& config : options.design.configs()) {
        progress.show(config.name + ": clock and energy");
        machines.push_back(network::machine_of(config, request));
    }
    std::vector<network::NetworkRun> runs;
    for (const auto& machine : machines)
        runs.push_back(network::run_on(machine, network, surroundings));
    const bool is_right = !options.verify || verify(runs, network, progress);
    progress.show("");
    write_exports(options, runs, surroundings);
    if (common.json)
        fmt::print("{}", to_text(network::to_json(network, runs, surroundings)));
    else if (!common.quiet)
        fmt::print("{}", network::to_text(network, runs, surroundings));
    return is_right ? Exit::done : Exit::check_failed;
}

void add_lengths(Command& command, WorkloadOptions& options) {
    constexpr int most = 1'000'000'000;
    const auto add = [&](const char* name, int& value, const char* help) {
        command.option(name, value, help).within(1, most);
    };
    add("--batch", options.batch, "Sequences side by side, instead of the file's");
    add("--prefill", options.prefill, "Tokens of a prompt, instead of the file's");
    add("--decode", options.decode, "Tokens made after it, instead of the file's");
}

void add_surroundings(Command& command, WorkloadOptions& options) {
    command.option("--bandwidth", options.bandwidth, "GB/s of the memory [never waited for]");
    command.option(
        "--buffer", options.buffer,
        "Bytes of the buffer on the chip, half of them being filled [as many as it takes]");
    command.option("--sram-pj-per-byte", options.sram, "Energy of the buffer [2.5]");
    command.option("--dram-pj-per-bit", options.dram, "Energy of the memory [3.9]");
    command.option("--results", options.results, "Format in which results go to memory [bf16]");
    command.option("--clock-mhz", options.clock_mhz, "Clock [what the circuit can do]");
}

void add_exports(Command& command, WorkloadOptions& options) {
    command.option("--scale-sim", options.scale_sim,
                   "Directory for a configuration and a topology of SCALE-Sim for each design");
    command.option("--zigzag", options.zigzag, "Directory for a ZigZag accelerator of each design");
}

Command workload(CLI::App& parent) {
    Command command = make_command(
        parent, "workload", "Cycles, bytes and energy of a whole network on designs",
        "mxgen workload hw/workloads/llama3_8b.toml hw/configs/array_mxfp8.toml --bandwidth 100");
    const auto options = std::make_shared<WorkloadOptions>();
    command.option("FILE", options->network, "The network as matrix products (TOML)").required();
    options->design.add_to(*command.app, DesignOptions::Files::several);
    command.option(
        "--runs", options->runs,
        "Directory of runs of mxgen ppa: their clocks and energies instead of estimates");
    command.option("--mode", options->mode, "Run-time mode [0]").within(0, 63);
    command.flag("--verify", options->verify,
                 "Simulate the RTL on small products with the same tails: cycles must be equal");
    add_lengths(command, *options);
    add_surroundings(command, *options);
    add_exports(command, *options);
    add_liberty(command, options->liberty);
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration workload_registration(85, workload);

}  // namespace

}  // namespace mxgen::cli
