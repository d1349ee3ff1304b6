// SPDX-License-Identifier: Apache-2.0
#include "sim/cosim.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "sim/package_reader.h"
#include "sim/systemc/bench.h"
#include "sw/cli/commands.h"
#include "sw/cli/design_options.h"
#include "sw/cli/matrices.h"
#include "sw/package/package.h"
#include "sw/support/process.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
    DesignOptions design;
    std::string directory;  ///< -o
    std::string rtl;        ///< an existing package instead of a fresh one
    std::uint64_t vectors = 100000;
    std::uint64_t seed = 1;
    int exhaustive_bits = 20;
    bool trace = false, coverage = false, systemc = false;
};

/// A word as a shell reads it back.
std::string shell_word(const std::string& word) {
    constexpr auto plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=,+:@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

/// The words that repeat this run in a shell.
std::string repeat_command(const Options& options) {
    std::string command = "mxgen cosim";
    for (const std::string& word : options.design.arguments()) command += " " + shell_word(word);
    if (!options.rtl.empty()) command += " --rtl " + shell_word(options.rtl);
    command += fmt::format(" --vectors {} --seed {} --exhaustive-bits {}{}", options.vectors,
                           options.seed, options.exhaustive_bits, options.systemc ? " --sc" : "");
    return command;
}

/// Only results that are the same in every run.
Json metrics(const Options& options, const sim::CosimReport& report) {
    Json json{{"cosim__vectors__count", report.vectors},
              {"cosim__mismatches__count", report.mismatches},
              {"cosim__cycles__count", report.cycles},
              {"cosim__macs__count", report.macs},
              {"cosim__seed", options.seed},
              {"cosim__bench", options.systemc ? "systemc" : "verilator"}};
    for (const auto& [kind, count] : report.by_kind)
        json[fmt::format("cosim__vectors__{}__count", kind)] = count;
    if (report.product) {
        json["cosim__product__cycles"] = report.product_cycles;
        json["cosim__product__cycles__predicted"] = report.product->total;
        json["cosim__product__utilisation"] = report.product->utilisation;
    }
    if (report.coverage) {
        json["cosim__coverage__line"] = report.coverage->line.share();
        json["cosim__coverage__toggle"] = report.coverage->toggle.share();
    }
    return json;
}

std::string coverage_line(const char* kind, const sim::CoverageCount& count) {
    return fmt::format("  {} coverage   {:.1f} % ({} of {})\n", kind, 100 * count.share(),
                       count.reached, count.points);
}

void print(const Options& options, const Config& config, const sim::CosimReport& report) {
    std::string kinds;
    for (const auto& [kind, count] : report.by_kind)
        kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, kind);
    fmt::print("{}: {} vectors ({}), {} mismatches\n", config.name, report.vectors, kinds,
               report.mismatches);
    const std::string macs =
        report.macs ? fmt::format("{:.3g} MAC a second, ", double(report.macs) / report.seconds)
                    : "";
    fmt::print("  {} cycles, {:.0f} simulated cycles a second, {}seed {}\n", report.cycles,
               double(report.cycles) / report.seconds, macs, options.seed);
    if (report.product)
        fmt::print("  product in {} cycles (predicted {}), utilisation {:.1f} %\n",
                   report.product_cycles, report.product->total, 100 * report.product->utilisation);
    if (report.coverage)
        fmt::print("{}{}", coverage_line("line  ", report.coverage->line),
                   coverage_line("toggle", report.coverage->toggle));
}

/// A folder for files that are needed for the run alone.
class Scratch {
  public:
    Scratch() {
        std::string name = (fs::temp_directory_path() / "mxgen-XXXXXX").string();
        if (!mkdtemp(name.data()))
            throw Error(Exit::usage, fmt::format("{}: cannot be made", name));
        path_ = name;
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// Interface and files of the design: of the package given, or generated into `directory`.
void add_design(sim::CosimJob& job, const Options& options, const fs::path& directory) {
    if (!options.rtl.empty()) {
        auto [interface, files] = sim::read_package(options.rtl, job.config);
        job.interface = std::move(interface);
        job.files = std::move(files);
        return;
    }
    const package::Design design = package::generate(job.config);
    package::write_rtl(design, directory);
    job.interface = design.interface;
    for (const package::RtlFile& file : design.rtl) job.files.push_back(directory / file.path());
}

/// Random stalls on both sides, whatever passes through.
void use_systemc(sim::CosimJob& job) {
    const Unit& unit = unit_of(job.config);
    if (!find_port(unit.ports(job.config.design, true), Role::ready, Stream::input))
        throw Error(Exit::usage, fmt::format("--sc: the SystemC test bench drives arrays; "
                                             "design.unit is \"{}\"",
                                             unit.name()));
    job.stall_tensors = true;
    job.stream_bench = [](sim::Dut& dut, const sim::Stalls& stalls, int patience) {
        return std::make_unique<sim::SystemcBench>(dut, stalls, patience);
    };
}

sim::CosimJob make_job(const Options& options) {
    sim::CosimJob job;
    job.config = options.design.config();
    job.seed = options.seed;
    job.vectors = options.vectors;
    job.exhaustive_bits = options.exhaustive_bits;
    job.coverage = options.coverage;
    if (options.systemc) use_systemc(job);
    const fs::path a = options.design.tensor_a(), b = options.design.tensor_b();
    if (!a.empty() || !b.empty()) {
        const MatrixUnit& unit = matrix_unit_of(job.config);
        const DataRule rule = options.design.data_rule(job.config);
        const auto formats_of = [](const UnitDesign& design) {
            return unit_of(design).operands(design).value();
        };
        Matrices matrices = read_matrices(formats_of(job.config.design), rule, a, b);
        for (const UnitDesign& native : unit.modes(job.config.design)) {
            requantize(matrices, formats_of(native), rule);
            unit.check_depth(native, static_cast<int>(matrices.a.shape[1]));
            job.products.push_back(operands_of(matrices, formats_of(native)));
        }
    }
    return job;
}

sim::CosimReport simulate(sim::CosimJob& job, const Common& common) {
    Progress progress(common.quiet, !common.json);
    job.on_progress = [&](const std::string& what) { progress.show(what); };
    return sim::cosim(job);
}

Exit run(const Options& options, const Common& common) {
    const InterruptScope interruptible;
    sim::CosimJob job = make_job(options);
    std::optional<OutputDirectory> out;
    if (!options.directory.empty()) out.emplace(options.directory);
    const Scratch scratch;
    const fs::path directory = out ? out->path() : scratch.path();
    if (options.trace) job.trace = (out ? directory : fs::current_path()) / "trace.fst";

    add_design(job, options, directory);
    const sim::CosimReport report = simulate(job, common);
    const Json json = metrics(options, report);
    if (out) {
        out->write("metrics.json", json.dump(2) + "\n");
        out->commit();
    }
    if (common.json)
        fmt::print("{}\n", json.dump(2));
    else if (!common.quiet)
        print(options, job.config, report);
    if (report.passed()) return Exit::done;
    throw Error(Exit::check_failed,
                fmt::format("{}: {}\nrepeat with: {}", job.config.name,
                            report.failure.empty() ? "no vectors were run" : report.failure,
                            repeat_command(options)));
}

}  // namespace

Command cosim(CLI::App& parent) {
    Command command = make_command(
        parent, "cosim", "Run the RTL of a design against the golden model (Verilator)",
        "mxgen cosim hw/configs/array_mxfp8.toml --a act1.npy --b w2.npy");
    const auto options = std::make_shared<Options>();
    options->design.add_to(*command.app, DesignOptions::Files::at_most_one,
                           DesignOptions::Tensors::yes);
    command.option("-o,--out", options->directory, "Directory for RTL, metrics and trace");
    command.option("--vectors", options->vectors, "Random results to compare [100000]");
    command.option("--seed", options->seed, "Seed of everything random [1]");
    command
        .option("--exhaustive-bits", options->exhaustive_bits,
                "All inputs of one-product units of up to N bits [20]")
        .within(0, 24);
    command.option("--rtl", options->rtl, "Existing package of the same configuration to simulate");
    command.flag("--trace", options->trace, "Write waveforms: trace.fst, here or in -o");
    command.flag("--sc", options->systemc,
                 "Arrays: a SystemC test bench with random stalls on both sides");
    command.flag("--coverage", options->coverage, "Report line and toggle coverage");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

}  // namespace mxgen::cli
