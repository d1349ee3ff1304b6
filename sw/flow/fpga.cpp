// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/fpga.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/flow/elaboration.h"
#include "sw/flow/equivalence.h"
#include "sw/flow/files.h"
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

/// A family: Yosys' command, what it adds to leave DSP blocks alone, and kinds of cells by name.
struct Family {
    std::string device, synthesis, without_dsp, models;
    Pattern lut, carry, register_, multiplexer, dsp, ignored;
};

const Family& family(const std::string& name) {
    static const std::map<std::string, Family, std::less<>> families = {
        {"xilinx",
         {"7 series", "synth_xilinx -flatten -family xc7", " -nodsp",
          "read_verilog -overwrite +/xilinx/cells_sim.v", Pattern("LUT[1-6]|INV"),
          Pattern("CARRY4"), Pattern("FD[RSCP]E(_1)?"), Pattern("MUXF[78]"), Pattern("DSP48E1"),
          Pattern("[IO]BUF|BUFG|VCC|GND")}},
        {"ecp5",
         {"ECP5", "synth_ecp5", " -nodsp", "read_verilog -overwrite +/ecp5/cells_sim.v",
          Pattern("LUT4"), Pattern("CCU2C"), Pattern("TRELLIS_FF"), Pattern("PFUMX|L6MUX21"),
          Pattern("MULT18X18D"), Pattern("TRELLIS_IO|VHI|VLO")}},
        {"ice40",
         {"iCE40 HX8K", "synth_ice40", "",
          // Elaborated at once, its memories take a minute.
          "delete =A:blackbox\nread_verilog -defer +/ice40/cells_sim.v", Pattern("SB_LUT4"),
          Pattern("SB_CARRY"), Pattern("SB_DFF.*"), Pattern("(?!)"), Pattern("SB_MAC16"),
          Pattern("SB_IO|SB_GB")}},
    };
    return families.at(name);
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
        for (const char* tool : {"yosys", "yosys-abc", "verilator"})
            versions_[tool] = require_tool(tool).version;
        const auto& known = tools();
        const auto nextpnr = std::find_if(known.begin(), known.end(),
                                          [](const Tool& t) { return t.name == "nextpnr-ice40"; });
        if (options.family == "ice40" && nextpnr != known.end()) nextpnr_ = find_tool(*nextpnr);
    }

    Json run() {
        return recorded_run(directory_, run_key(), [&] { return measure_whole(); });
    }

  private:
    std::string run_key() const {
        auto text = fmt::format("{}\n{} {}\n{} {}\n", MXGEN_VERSION, options_.family,
                                options_.proof_limit.count(), versions_.dump(), nextpnr_.version);
        for (const char* name : {"elaborate.ys", "fpga.ys", "fpga_cells.v", "fpga_netlist.ys",
                                 "proof.ys", "equivalence.cpp"})
            text += embedded_files().at(name);
        for (const auto& file : flow_.package.files)
            text += file + " " + sha256(read_file(directory_ / file)) + "\n";
        return sha256(text);
    }

    void say(std::string_view what) const {
        check_interrupt();
        if (options_.progress) options_.progress(fmt::format("{}: {}", flow_.package.name, what));
    }

    /// Maps with a command of Yosys and compares the result with the RTL.
    FpgaCells map(const std::string& name, const std::string& synthesis, Json& metrics) const {
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
        compare(netlist, metrics);
        return count_cells(options_.family, cells_of(flow_.directory / netlist, flow_.top()));
    }

    /// Puts the family's models in the place of its cells, and the result beside the RTL.
    void compare(const std::string& mapped, Json& metrics) const {
        say("equivalence");
        write_file(flow_.directory / "fpga_cells.v", script("fpga_cells.v", {}));
        write_file(flow_.directory / "fpga_netlist.ys",
                   script("fpga_netlist.ys",
                          {{"NETLIST", mapped}, {"MODELS", family_.models}, {"TOP", flow_.top()}}));
        run_step(flow_, "yosys", {"-Q", "-T", "-s", "fpga_netlist.ys"}, "fpga_netlist.log",
                 "mxgen: netlist complete");
        Netlist netlist;
        netlist.top = flow_.top();
        netlist.modules[flow_.top()].ports =
            read_ports(flow_.directory / "computed.json", flow_.top());
        const auto found = check_equivalence(flow_, netlist, options_.proof_limit);
        // Of two netlists the one that was found equal by less names what the run stands on.
        if (metrics.value("synth__equivalence", "") != "simulated")
            metrics["synth__equivalence"] = to_string(found.kind);
        metrics["synth__equivalence__vectors__count"] =
            metrics.value("synth__equivalence__vectors__count", std::int64_t{0}) + found.vectors;
    }

    static void add(Json& metrics, const std::string& prefix, const FpgaCells& cells) {
        metrics[prefix + "lut__count"] = cells.luts;
        metrics[prefix + "carry__count"] = cells.carries;
        metrics[prefix + "ff__count"] = cells.registers;
        metrics[prefix + "mux__count"] = cells.multiplexers;
        metrics[prefix + "dsp__count"] = cells.dsps;
        if (cells.others > 0) metrics[prefix + "other__count"] = cells.others;
    }

    Json measure() const {
        say("synthesis for " + options_.family);
        Json metrics{{"name", flow_.package.name}, {"unit", flow_.package.interface.unit}};
        metrics["latency__cycles"] = flow_.package.interface.latency_cycles;
        elaborate(flow_);
        const auto cells = map("fpga", family_.synthesis, metrics);
        add(metrics, "fpga__", cells);
        if (cells.dsps > 0 && !family_.without_dsp.empty()) {
            say("synthesis without DSP blocks");
            add(metrics, "fpga__nodsp__",
                map("nodsp", family_.synthesis + family_.without_dsp, metrics));
        }
        if (options_.family == "ice40") place(metrics);
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
        constexpr int pins = 206;  // of the ct256 package
        int bits = 0;
        for (const auto& port : flow_.package.interface.ports) bits += port.width;
        if (nextpnr_.state != FoundTool::State::present) {
            metrics["fpga__place"] = "skipped: nextpnr-ice40 is not installed";
        } else if (bits > pins) {
            metrics["fpga__place"] = fmt::format("skipped: {} port bits, {} pins", bits, pins);
        } else {
            say("place and route");
            const auto log =
                run_step(flow_, "nextpnr-ice40",
                         {"--hx8k", "--package", "ct256", "--json", "fpga.json", "--seed", "1",
                          "--freq", "50", "--timing-allow-fail", "--report", "place.json"},
                         "nextpnr.log", "");
            metrics["fpga__place"] = "HX8K ct256, seed 1";
            add_timing(metrics);
            metrics["tool__nextpnr-ice40"] = nextpnr_.version;
        }
    }

    /// The longest path of each kind by nextpnr's report; fmax where registers feed registers.
    void add_timing(Json& metrics) const {
        const auto report = parse_json(read_file(flow_.directory / "place.json"));
        if (!report.is_object() || !report.contains("critical_paths"))
            throw Error(Exit::tool_failed, "nextpnr-ice40: its report holds no paths");
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
    FoundTool nextpnr_;
};

}  // namespace

FpgaCells count_cells(const std::string& name, const Cells& cells) {
    const auto& f = family(name);
    FpgaCells found;
    for (const auto& [type, count] : cells) {
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
