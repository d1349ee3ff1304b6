// SPDX-License-Identifier: Apache-2.0
// An energy calculator that shares no code with the project's: closed forms in place of tables,
// maps in place of arrays, a sorted list of events in place of a ring.
#include "tests/sw/power/reference_energy.h"

#include <cmath>
#include <set>

namespace mxgen::ppa::tests {

namespace {

constexpr double far_slew = 0.5, far_load = 0.25;

std::string table(const char* kind, const Plane& plane) {
    return fmt::format("      {} ({}) {{ values (\"{:.12g}, {:.12g}\", \"{:.12g}, {:.12g}\"); }}\n",
                       kind, std::string_view(kind).ends_with("_power") ? "power_grid" : "grid",
                       plane(0, 0), plane(0, far_load), plane(far_slew, 0),
                       plane(far_slew, far_load));
}

std::string timing(const ReferenceCell& cell, std::size_t input) {
    auto later = cell.delay;
    for (auto& plane : later) plane.base += cell.later * static_cast<double>(input);
    return fmt::format("    timing () {{ related_pin : \"{}\"; timing_sense : {};\n{}",
                       cell.inputs[input], cell.sense == 'n' ? "negative_unate" : "non_unate",
                       cell.is_register() ? "      timing_type : rising_edge;\n" : "") +
           table("cell_fall", later[0]) + table("cell_rise", later[1]) +
           table("fall_transition", cell.slew[0]) + table("rise_transition", cell.slew[1]) +
           "    }\n";
}

std::string power(const ReferenceCell& cell, const OutputEnergy& entry) {
    std::string text = "    internal_power () {";
    if (entry.cause >= 0)
        text += fmt::format(" related_pin : \"{}\";",
                            cell.inputs[static_cast<std::size_t>(entry.cause)]);
    if (entry.when != 0) text += fmt::format(" when : \"{}\";", entry.condition);
    return text + "\n" + table("fall_power", entry.energy[0]) +
           table("rise_power", entry.energy[1]) + "    }\n";
}

std::string liberty_of(const std::string& name, const ReferenceCell& cell) {
    auto text =
        fmt::format("  cell ({}) {{ area : 1; cell_leakage_power : {};\n", name, cell.leakage_nw);
    if (cell.is_register())
        text += "    ff (IQ, IQN) { clocked_on : \"C\"; next_state : \"D\"; }\n";
    for (std::size_t i = 0; i < cell.inputs.size(); ++i) {
        text += fmt::format(
            "    pin ({}) {{ direction : input; capacitance : 0.009;\n"
            "      fall_capacitance : {}; rise_capacitance : {};\n",
            cell.inputs[i], cell.capacitance[0], cell.capacitance[1]);
        if (const auto& energy = cell.own_energy(i); energy[1].base > 0)
            text += "    internal_power () {\n" + table("fall_power", energy[0]) +
                    table("rise_power", energy[1]) + "    }\n";
        text += "    }\n";
    }
    text += fmt::format("    pin (Y) {{ direction : output; function : \"{}\";\n", cell.function);
    for (std::size_t i = cell.is_register() ? 1 : 0; i < cell.inputs.size(); ++i)
        text += timing(cell, i);
    for (const auto& entry : cell.output_energy) text += power(cell, entry);
    return text + "    }\n  }\n";
}

/// A circuit's nets, as they are and what they weigh.
class ReferenceSimulation {
  public:
    ReferenceSimulation(const ReferenceCircuit& circuit, const ReferenceCells& cells,
                        double input_slew, double output_load)
        : circuit_(circuit), cells_(cells) {
        for (const auto& gate : circuit.gates)
            for (const int net : gate.inputs)
                for (int edge : {0, 1}) pins_[net][edge] += cell(gate).capacitance[edge];
        for (const int net : circuit.outputs)
            for (int edge : {0, 1}) pins_[net][edge] += output_load;
        for (int net = 0; net < circuit.next; ++net) slews_[net] = {input_slew, input_slew};
        find_slews();
        for (const auto& gate : circuit.gates)
            if (!cell(gate).is_register() && table_value(gate)) fire(gate.output, {}, false);
        run();
    }

    double load(int net) { return std::max(pins_[net][0], pins_[net][1]); }

    void cycle(const std::vector<unsigned char>& inputs) {
        for (const auto& gate : circuit_.gates)
            if (cell(gate).is_register() && values[gate.inputs[0]] != values[gate.output])
                schedule(0, gate, {1}, values[gate.inputs[0]]);
        std::set<int> changed;
        for (std::size_t i = 0; i < inputs.size(); ++i)
            if (values[circuit_.inputs[i]] != (inputs[i] != 0)) changed.insert(circuit_.inputs[i]);
        for (const int net : changed) toggle(net);
        settle_gates(0, changed);
        run();
    }

    std::map<int, long> toggles;
    std::map<int, bool> values;
    double internal = 0;

  private:
    using Gate = ReferenceCircuit::Gate;
    struct Event {
        int time;
        bool value;
        std::vector<int> causes;
    };

    const ReferenceCell& cell(const Gate& gate) const { return cells_.at(gate.cell); }

    unsigned state(const Gate& gate) {
        unsigned bits = 0;
        for (std::size_t i = 0; i < gate.inputs.size(); ++i)
            bits |= static_cast<unsigned>(values[gate.inputs[i]]) << i;
        return bits;
    }
    bool table_value(const Gate& gate) { return cell(gate).table >> state(gate) & 1; }

    /// The slew of the input's edge that makes this edge of the output.
    double causing_slew(const Gate& gate, int input, bool rise) {
        const auto& slew = slews_[gate.inputs[static_cast<std::size_t>(input)]];
        return cell(gate).sense == 'n' ? slew[!rise] : std::max(slew[0], slew[1]);
    }

    /// Gates were added behind what they read.
    void find_slews() {
        for (const bool registers : {true, false})
            for (const auto& gate : circuit_.gates) {
                if (cell(gate).is_register() != registers) continue;
                for (int edge : {0, 1}) {
                    double slowest = 0;
                    for (int i = registers ? 1 : 0; i < static_cast<int>(gate.inputs.size()); ++i)
                        slowest = std::max(
                            slowest,
                            cell(gate).slew[edge](causing_slew(gate, i, edge), load(gate.output)));
                    slews_[gate.output][edge] = slowest;
                }
            }
    }

    void schedule(int now, const Gate& gate, const std::vector<int>& causes, bool value) {
        if (events_.contains(gate.output)) return;
        double first = 1e9;
        for (const int input : causes)
            first = std::min(first, cell(gate).delay[value](causing_slew(gate, input, value),
                                                            load(gate.output)) +
                                        (cell(gate).is_register() ? 0 : cell(gate).later * input));
        events_[gate.output] = {now + static_cast<int>(std::lround(1000 * first)), value, causes};
    }

    void toggle(int net) {
        values[net] = !values[net];
        ++toggles[net];
        for (const auto& gate : circuit_.gates)
            for (std::size_t i = 0; i < gate.inputs.size(); ++i)
                if (gate.inputs[i] == net)
                    internal += cell(gate).own_energy(i)[values[net]](slews_[net][values[net]], 0);
    }

    /// All gates that read one of the nets look again.
    void settle_gates(int now, const std::set<int>& changed) {
        for (const auto& gate : circuit_.gates) {
            if (cell(gate).is_register()) continue;
            std::vector<int> causes;
            for (std::size_t i = 0; i < gate.inputs.size(); ++i)
                if (changed.contains(gate.inputs[i])) causes.push_back(static_cast<int>(i));
            if (causes.empty()) continue;
            const bool value = table_value(gate);
            if (value == values[gate.output])
                events_.erase(gate.output);
            else
                schedule(now, gate, causes, value);
        }
    }

    double output_energy(const Gate& gate, int cause, bool value) {
        for (const auto& entry : cell(gate).output_energy)
            if ((entry.cause < 0 || entry.cause == cause) &&
                (entry.when == 0 || (entry.when >> state(gate) & 1)))
                return entry.energy[value](causing_slew(gate, cause, value), load(gate.output));
        return 0;
    }

    void fire(int net, const std::vector<int>& causes, bool charged) {
        for (const auto& gate : circuit_.gates) {
            if (gate.output != net || !charged) continue;
            double sum = 0;
            for (const int cause : causes) sum += output_energy(gate, cause, !values[net]);
            internal += sum / static_cast<double>(causes.size());
        }
        toggle(net);
    }

    void run() {
        while (!events_.empty()) {
            int now = events_.begin()->second.time;
            for (const auto& [net, event] : events_) now = std::min(now, event.time);
            std::map<int, Event> due;
            for (const auto& [net, event] : events_)
                if (event.time == now) due[net] = event;
            std::set<int> changed;
            for (const auto& [net, event] : due) {
                events_.erase(net);
                fire(net, event.causes, true);
                changed.insert(net);
            }
            settle_gates(now, changed);
        }
    }

    const ReferenceCircuit& circuit_;
    const ReferenceCells& cells_;
    std::map<int, Edges<double>> pins_, slews_;
    std::map<int, Event> events_;
};

}  // namespace

std::string reference_liberty(const ReferenceCells& cells, double volts) {
    auto text = fmt::format(
        "library (reference) {{\n  delay_model : table_lookup; time_unit : \"1ns\";\n"
        "  voltage_unit : \"1V\"; leakage_power_unit : \"1nW\"; capacitive_load_unit (1, pf);\n"
        "  nom_voltage : {0};\n"
        "  operating_conditions (typical) {{ process : 1; temperature : 25; voltage : {0}; }}\n"
        "  default_operating_conditions : typical;\n",
        volts);
    for (const char* edge : {"rise", "fall"})
        text += fmt::format(
            "  input_threshold_pct_{0} : 50; output_threshold_pct_{0} : 50;\n"
            "  slew_lower_threshold_pct_{0} : 20; slew_upper_threshold_pct_{0} : 80;\n",
            edge);
    for (const auto& [kind, name, slew] :
         {std::array{"lu_table_template", "grid", "input_net_transition"},
          std::array{"power_lut_template", "power_grid", "input_transition_time"}})
        text += fmt::format(
            "  {} ({}) {{ variable_1 : {}; variable_2 : total_output_net_capacitance;\n"
            "    index_1 (\"0, {}\"); index_2 (\"0, {}\"); }}\n",
            kind, name, slew, far_slew, far_load);
    for (const auto& [name, cell] : cells) text += liberty_of(name, cell);
    return text + "}\n";
}

Netlist ReferenceCircuit::netlist(const ReferenceCells& cells) const {
    Netlist netlist;
    netlist.top = "top";
    netlist.controls.clock = "clk";
    auto& module = netlist.modules["top"];
    module.ports = {{"clk", true, {clock}}, {"in", true, inputs}, {"out", false, outputs}};
    for (const auto& gate : gates) {
        NetlistInstance instance{fmt::format("g{}", gate.output), gate.cell, {}};
        for (std::size_t i = 0; i < gate.inputs.size(); ++i)
            instance.pins[cells.at(gate.cell).inputs[i]] = {gate.inputs[i]};
        instance.pins["Y"] = {gate.output};
        module.instances.push_back(std::move(instance));
    }
    return netlist;
}

ReferenceEnergy reference_energy(const ReferenceCircuit& circuit, const ReferenceCells& cells,
                                 const std::vector<std::vector<unsigned char>>& cycles,
                                 double volts, double input_slew, double output_load,
                                 double period_ns) {
    ReferenceSimulation simulation(circuit, cells, input_slew, output_load);
    simulation.cycle(cycles[0]);
    simulation.toggles.clear();
    simulation.internal = 0;
    const auto count = static_cast<double>(cycles.size() - 1);
    ReferenceEnergy energy;
    std::map<int, long> settled;
    for (std::size_t i = 1; i < cycles.size(); ++i) {
        const auto before = simulation.values;
        simulation.cycle(cycles[i]);
        for (const auto& [net, value] : simulation.values) {
            settled[net] += !before.contains(net) ? value : before.at(net) != value;
            energy.ones[net] += value / count;
        }
    }
    const auto toggle_pj = [&](int net) { return simulation.load(net) * volts * volts / 2; };
    for (const auto& [net, toggles] : simulation.toggles)
        energy.changes[net] = static_cast<double>(toggles) / count;
    for (const int net : circuit.inputs)
        energy.input_nets += toggle_pj(net) * static_cast<double>(simulation.toggles[net]) / count;
    for (const auto& gate : circuit.gates) {
        const auto toggles = simulation.toggles[gate.output];
        energy.switching += toggle_pj(gate.output) * static_cast<double>(toggles) / count;
        energy.glitch +=
            toggle_pj(gate.output) * static_cast<double>(toggles - settled[gate.output]) / count;
        const auto& cell = cells.at(gate.cell);
        energy.leakage += cell.leakage_nw * period_ns * 1e-6;
        for (const auto& edge : cell.clock_energy) energy.clock_internal += edge(input_slew, 0);
    }
    energy.clock_net = 2 * toggle_pj(ReferenceCircuit::clock);
    energy.internal = simulation.internal / count;
    return energy;
}

}  // namespace mxgen::ppa::tests
