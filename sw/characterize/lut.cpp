// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/lut.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sw/flow/fpga.h"
#include "sw/flow/synthesis.h"
#include "sw/support/files.h"
#include "sw/support/json.h"

namespace mxgen::characterize {

namespace {

/// One bit of a pin.
using CellPin = std::pair<std::string, std::size_t>;

/// Timing of a cell by its model, in ns.
struct Model {
    struct Arc {
        CellPin from, to;
        double ns = 0;
    };
    std::vector<Arc> arcs;
    std::optional<double> clock_to_q;      ///< of a register
    std::map<std::string, double> setups;  ///< by pin
};

/// Yosys writes numbers as 32 binary digits.
double nanoseconds(const SortedJson& digits) {
    auto text = digits.get<std::string>();
    return static_cast<std::int32_t>(std::stoul(text, nullptr, 2)) / 1000.0;
}

Model model_of(const SortedJson& module) {
    std::map<int, CellPin> pins;
    for (const auto& [name, port] : module["ports"].items())
        for (std::size_t bit = 0; bit < port["bits"].size(); ++bit)
            pins[port["bits"][bit]] = {name, bit};
    Model model;
    for (const auto& [name, cell] : module["cells"].items()) {
        const std::string type = cell["type"];
        const auto& parameters = cell["parameters"];
        if (type == "$specify3") model.clock_to_q = nanoseconds(parameters["T_RISE_MAX"]);
        if (type == "$specrule")
            model.setups[pins[cell["connections"]["SRC"][0]].first] =
                std::max(0.0, nanoseconds(parameters["T_LIMIT_MAX"]));
        if (type != "$specify2") continue;
        for (const auto& from : cell["connections"]["SRC"])
            for (const auto& to : cell["connections"]["DST"])
                model.arcs.push_back({pins[from], pins[to], nanoseconds(parameters["T_RISE_MAX"])});
    }
    return model;
}

/// Arrivals in a flat netlist of such cells.
class Paths {
  public:
    Paths(const SortedJson& module, const SortedJson& models) : module_(module) {
        for (const auto& [name, cell] : module_["cells"].items()) {
            const std::string type = cell["type"];
            if (!models_.contains(type) && models.contains(type))
                models_[type] = model_of(models[type]);
            for (const auto& [pin, bits] : cell["connections"].items()) {
                if (cell["port_directions"][pin] != "output") continue;
                for (std::size_t bit = 0; bit < bits.size(); ++bit)
                    if (bits[bit].is_number()) drivers_[bits[bit]] = {name, {pin, bit}};
            }
        }
    }

    Measurement run() {
        Measurement result;
        auto end = [&](double arrival, double setup) {
            result.delay_ns = std::max(result.delay_ns, arrival);
            result.period_ns = std::max(result.period_ns, arrival + setup);
        };
        std::map<std::string, int> cells;
        for (const auto& [name, port] : module_["ports"].items())
            if (port["direction"] == "output")
                for (const auto& net : port["bits"]) end(at(net), 0);
        for (const auto& [name, cell] : module_["cells"].items()) {
            const std::string type = cell["type"];
            ++cells[type];
            for (const auto& [pin, setup] : models_[type].setups) {
                const auto& net = cell["connections"][pin][0];
                end(at(net) + wire(net, type, pin), setup);
            }
        }
        result.gates = ppa::count_cells("xilinx", cells).luts;
        return result;
    }

  private:
    struct Driver {
        std::string cell;
        CellPin pin;
    };

    const Driver* driver(const SortedJson& net) const {
        auto found = net.is_number() ? drivers_.find(net) : drivers_.end();
        return found == drivers_.end() ? nullptr : &found->second;
    }

    /// Carries and wide multiplexers have wires of their own.
    double wire(const SortedJson& net, const std::string& type, const std::string& pin) const {
        const auto* from = driver(net);
        if (!from) return 0;
        bool chained = type == "CARRY4" && from->pin.first == "CO";
        return chained || (type.starts_with("MUXF") && pin != "S") ? 0 : net_ns;
    }

    double at(const SortedJson& net) {
        const auto* from = driver(net);
        if (!from) return 0;
        auto [known, is_new] = arrivals_.try_emplace(net.get<int>(), 0);
        if (!is_new) return known->second;
        const auto& cell = module_["cells"][from->cell];
        const std::string type = cell["type"];
        const auto& model = models_[type];
        double latest = model.clock_to_q.value_or(0);
        for (const auto& arc : model.arcs) {
            if (model.clock_to_q || arc.to != from->pin) continue;
            const auto& [pin, bit] = arc.from;
            const auto& source = cell["connections"][pin][bit];
            latest = std::max(latest, at(source) + wire(source, type, pin) + arc.ns);
        }
        return arrivals_[net.get<int>()] = latest;
    }

    const SortedJson& module_;
    std::map<std::string, Model> models_;
    std::map<int, Driver> drivers_;
    std::map<int, double> arrivals_;
};

}  // namespace

Measurement measure_luts(const ir::Circuit& circuit, const std::filesystem::path& directory) {
    ppa::Flow flow;
    flow.directory = directory / circuit.name;
    std::string sources;
    for (const auto& file : write_sources(circuit, flow.directory)) sources += " " + file;
    write_file(flow.directory / "lut.ys",
               "read_verilog -sv" + sources +
                   "\nsynth_xilinx -flatten -family xc7 -nodsp -noiopad "
                   "-top " +
                   circuit.name +
                   "\nwrite_json netlist.json\ndesign -reset\n"
                   "read_verilog -lib -specify +/xilinx/cells_sim.v\nproc\nwrite_json cells.json\n"
                   "log characterize: done\n");
    ppa::run_step(flow, "yosys", {"-Q", "-T", "-s", "lut.ys"}, "lut.log", "characterize: done");
    auto modules = [&](const char* file) {
        return SortedJson::parse(read_file(flow.directory / file, std::size_t{1} << 30))
            .at("modules");
    };
    const SortedJson netlist = modules("netlist.json"), cells = modules("cells.json");
    return Paths(netlist.at(circuit.name), cells).run();
}

}  // namespace mxgen::characterize
