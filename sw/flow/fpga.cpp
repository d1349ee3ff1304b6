// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/fpga.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "sw/flow/elaboration.h"
#include "sw/flow/files.h"
#include "sw/flow/fpga_equivalence.h"
#include "sw/flow/run_record.h"
#include "sw/flow/synthesis.h"
#include "sw/flow/workbench.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/pattern.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;
using Cells = std::map<std::string, int>;

namespace {

/// A family: Yosys' command, what it adds to leave DSP blocks alone, kinds of cells by name, and
/// what its router is told (one that is free; empty: there is none).
struct Family {
    std::string device, synthesis, without_dsp, models;
    std::vector<LutForm> luts;
    Pattern lut, carry, register_, multiplexer, dsp, ignored;
    std::string router = {}, place = {};
    int pins = 0;
    std::vector<std::string> placing = {};
};

/// LUT1 to LUT6 of 7 series.
std::vector<LutForm> xilinx_luts() {
    std::vector<LutForm> luts;
    std::vector<std::string> inputs;
    for (int i = 0; i < 6; ++i) {
        inputs.push_back(fmt::format("I{}", i));
        luts.push_back({fmt::format("LUT{}", i + 1), inputs, "O", "INIT"});
    }
    return luts;
}

const Family& family(const std::string& name) {
    static const std::map<std::string, Family, std::less<>> families = {
        {"xilinx",
         {"7 series", "synth_xilinx -flatten -family xc7", " -nodsp",
          "read_verilog -overwrite +/xilinx/cells_sim.v", xilinx_luts(), Pattern("LUT[1-6]|INV"),
          Pattern("CARRY4"), Pattern("FD[RSCP]E(_1)?"), Pattern("MUXF[78]"), Pattern("DSP48E1"),
          Pattern("[IO]BUF|BUFG|VCC|GND")}},
        {"ecp5",
         {"ECP5",
          "synth_ecp5",
          " -nodsp",
          "read_verilog -overwrite +/ecp5/cells_sim.v",
          {{"LUT4", {"A", "B", "C", "D"}, "Z", "INIT"}},
          Pattern("LUT4"),
          Pattern("CCU2C"),
          Pattern("TRELLIS_FF"),
          Pattern("PFUMX|L6MUX21"),
          Pattern("MULT18X18D"),
          Pattern("TRELLIS_IO|VHI|VLO"),
          "nextpnr-ecp5",
          "LFE5UM-85F CABGA756, seed 1",
          365,
          {"--um-85k", "--package", "CABGA756", "--lpf-allow-unconstrained"}}},
        {"ice40",
         {"iCE40 HX8K",
          "synth_ice40",
          "",
          // Elaborated at once, its memories take a minute.
          "delete =A:blackbox\nread_verilog -defer +/ice40/cells_sim.v",
          {{"SB_LUT4", {"I0", "I1", "I2", "I3"}, "O", "LUT_INIT"}},
          Pattern("SB_LUT4"),
          Pattern("SB_CARRY"),
          Pattern("SB_DFF.*"),
          Pattern("(?!)"),
          Pattern("SB_MAC16"),
          Pattern("SB_IO|SB_GB"),
          "nextpnr-ice40",
          "HX8K ct256, seed 1",
          206,
          {"--hx8k", "--package", "ct256"}}},
    };
    return families.at(name);
}

/// Look-up tables of four inputs that a cell's tables hold as many bits as.
int lut4_equivalents(const std::string& type) {
    static const std::map<std::string, int, std::less<>> sizes = {
        {"LUT1", 1}, {"LUT2", 1}, {"LUT3", 1},    {"LUT4", 1},  {"LUT5", 2},
        {"LUT6", 4}, {"INV", 1},  {"SB_LUT4", 1}, {"CCU2C", 2},
    };
    const auto found = sizes.find(type);
    return found == sizes.end() ? 0 : found->second;
}

/// Cells of the top module, submodules being flattened.
Cells cells_of(const fs::path& netlist, const std::string& top) {
    const auto json = parse_json(read_file(netlist, std::size_t{1} << 30));
    if (!json.is_object() || !json.contains("modules") || !json["modules"].contains(top))
        throw Error(Exit::tool_failed,
                    fmt::format("yosys: its netlist of {} lacks that module", top));
    const auto mapped = json["modules"][top].value("cells", Json::object());
    Cells cells;
    for (const auto& [name, cell] : mapped.items()) ++cells[cell.value("type", "")];
    return cells;
}

class FpgaRun {
  public:
    FpgaRun(const fs::path& directory, const FpgaOptions& options)
        : options_(options), family_(family(options.family)), directory_(directory) {
        flow_.package = read_package(directory);
        flow_.source = "..";
        flow_.limit = options.tool_limit;
        for (const char* tool : {"yosys", "yosys-abc"})
            versions_[tool] = require_tool(tool).version;
        const auto router = std::ranges::find(tools(), family_.router, &Tool::name);
        if (router != tools().end()) router_ = find_tool(*router);
    }

    Json run() {
        return recorded_run(directory_, run_key(), [&] { return measure_whole(); });
    }

  private:
    std::string run_key() const {
        auto text = fmt::format("{}\n{} {}\n{} {}\n", MXGEN_VERSION, options_.family,
                                options_.proof_limit.count(), versions_.dump(), router_.version);
        for (const char* name :
             {"elaborate.ys", "fpga.ys", "fpga_cells.v", "fpga_rtl.ys", "fpga_proof.ys"})
            text += embedded_files().at(name);
        for (const auto& file : flow_.package.files)
            text += file + " " + sha256(read_file(directory_ / file)) + "\n";
        return sha256(text);
    }

    void say(std::string_view what) const {
        check_interrupt();
        if (options_.progress) options_.progress(fmt::format("{}: {}", flow_.package.name, what));
    }

    /// One mapping of the design, and how far it was found equal to the RTL.
    struct Mapped {
        FpgaCells cells;
        Equivalence equal;
    };

    /// Maps with a command of Yosys to NAME.json.
    FpgaCells map(const std::string& name, const std::string& synthesis) const {
        std::string sources;
        for (const auto& file : flow_.package.files)
            sources += (sources.empty() ? "" : " ") + (flow_.source / file).string();
        const auto netlist = name + ".json";
        write_file(flow_.directory / (name + ".ys"), script("fpga.ys", {{"SOURCES", sources},
                                                                        {"TOP", flow_.top()},
                                                                        {"SYNTHESIS", synthesis},
                                                                        {"NETLIST", netlist}}));
        run_step(flow_, "yosys", {"-Q", "-T", "-e", "implicitly declared", "-s", name + ".ys"},
                 name + ".log", "mxgen: synthesis complete");
        return count_cells(options_.family, cells_of(flow_.directory / netlist, flow_.top()));
    }

    Equivalence compare(const std::string& name) const {
        return check_fpga_equivalence(flow_, {name, family_.luts, family_.models},
                                      options_.proof_limit);
    }

    static void add(Json& metrics, const std::string& prefix, const Mapped& mapped) {
        const auto& cells = mapped.cells;
        metrics[prefix + "lut__count"] = cells.luts;
        metrics[prefix + "lut4eq__count"] = cells.lut4_equivalents;
        metrics[prefix + "carry__count"] = cells.carries;
        metrics[prefix + "ff__count"] = cells.registers;
        metrics[prefix + "mux__count"] = cells.multiplexers;
        metrics[prefix + "dsp__count"] = cells.dsps;
        if (cells.others > 0) metrics[prefix + "other__count"] = cells.others;
        // Of two netlists the one that was found equal by less names what the run stands on.
        if (metrics.value("synth__equivalence", "") != "simulated")
            metrics["synth__equivalence"] = to_string(mapped.equal.kind);
        metrics["synth__equivalence__vectors__count"] =
            metrics.value("synth__equivalence__vectors__count", std::int64_t{0}) +
            mapped.equal.vectors;
    }

    Json measure() const {
        say("synthesis for " + options_.family);
        Json metrics{{"name", flow_.package.name}, {"unit", flow_.package.interface.unit}};
        metrics["latency__cycles"] = flow_.package.interface.latency_cycles;
        elaborate(flow_);
        auto gold = std::async(std::launch::async, [&] { write_gold(flow_); });
        Mapped mapped{map("fpga", family_.synthesis), {}};
        gold.get();
        std::future<Mapped> plain;
        if (mapped.cells.dsps > 0 && !family_.without_dsp.empty()) {
            say("synthesis without DSP blocks");
            plain = std::async(std::launch::async, [&]() -> Mapped {
                const auto cells = map("nodsp", family_.synthesis + family_.without_dsp);
                return {cells, compare("nodsp")};
            });
        }
        say("equivalence");
        mapped.equal = compare("fpga");
        add(metrics, "fpga__", mapped);
        if (plain.valid()) add(metrics, "fpga__nodsp__", plain.get());
        place(metrics);
        metrics["technology"] = options_.family;
        metrics["corner"] = family_.device;
        for (const auto& [tool, version] : versions_.items()) metrics["tool__" + tool] = version;
        return metrics;
    }

    /// As measure(), on a bench of its own; of an interrupted run nothing stays, of a failed one
    /// what tells why.
    Json measure_whole() {
        const Workbench bench(directory_, flow_.package.files);
        flow_.directory = bench.directory();
        try {
            auto metrics = measure();
            bench.keep();
            return metrics;
        } catch (const Error&) {
            if (!is_interrupted()) bench.keep();
            throw;
        }
    }

    /// Places and routes; ports lie on any pins, so that the delay includes the way to them.
    void place(Json& metrics) const {
        int bits = 0;
        for (const auto& port : flow_.package.interface.ports) bits += port.width;
        if (family_.router.empty()) {
            metrics["fpga__place"] = "absent: no free router knows this family";
        } else if (router_.state != FoundTool::State::present) {
            metrics["fpga__place"] = fmt::format("skipped: {} is not installed", family_.router);
        } else if (bits > family_.pins) {
            metrics["fpga__place"] =
                fmt::format("skipped: {} port bits, {} pins", bits, family_.pins);
        } else {
            say("place and route");
            auto arguments = family_.placing;
            for (const char* word : {"--json", "fpga.json", "--seed", "1", "--freq", "50",
                                     "--timing-allow-fail", "--report", "place.json"})
                arguments.emplace_back(word);
            run_step(flow_, family_.router, arguments, "nextpnr.log", "");
            metrics["fpga__place"] = family_.place;
            add_timing(metrics);
            metrics["tool__" + family_.router] = router_.version;
        }
    }

    /// The longest path of each kind by nextpnr's report; fmax where registers feed registers.
    void add_timing(Json& metrics) const {
        const auto report = parse_json(read_file(flow_.directory / "place.json"));
        if (!report.is_object() || !report.contains("critical_paths"))
            throw Error(Exit::tool_failed, family_.router + ": its report holds no paths");
        double max_delay = 0;
        for (const auto& path : report["critical_paths"]) {
            double sum = 0;
            for (const auto& step : path.at("path")) sum += step.value("delay", 0.0);
            max_delay = std::max(max_delay, sum);
        }
        metrics["fpga__place__delay__ns"] = std::round(1000 * max_delay) / 1000;
        const auto clocks = report.value("fmax", Json::object());
        for (const auto& [clock, figures] : clocks.items())
            metrics["fpga__place__fmax__mhz"] =
                std::round(100 * figures.value("achieved", 0.0)) / 100;
    }

    const FpgaOptions& options_;
    const Family& family_;
    fs::path directory_;
    Flow flow_;
    Json versions_;
    FoundTool router_;
};

}  // namespace

FpgaCells count_cells(const std::string& name, const Cells& cells) {
    const auto& f = family(name);
    FpgaCells found;
    for (const auto& [type, count] : cells) {
        found.lut4_equivalents += count * lut4_equivalents(type);
        if (f.lut.matches(type))
            found.luts += count;
        else if (f.carry.matches(type))
            found.carries += count;
        else if (f.register_.matches(type))
            found.registers += count;
        else if (f.multiplexer.matches(type))
            found.multiplexers += count;
        else if (f.dsp.matches(type))
            found.dsps += count;
        else if (!f.ignored.matches(type))
            found.others += count;
    }
    return found;
}

Json run_fpga(const fs::path& directory, const FpgaOptions& options) {
    const InterruptScope interruptible;
    return FpgaRun(directory, options).run();
}

}  // namespace mxgen::ppa
