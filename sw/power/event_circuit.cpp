// SPDX-License-Identifier: Apache-2.0
#include "sw/power/event_circuit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sw/support/error.h"

namespace mxgen::ppa {

namespace {

using Net = EventCircuit::Net;

constexpr std::int32_t max_delay_ps = 60'000;

[[noreturn]] void fail(const std::string& what) { throw Error(Exit::usage, "energy: " + what); }

/// The library's data of a cell, with the functions as tables over its inputs.
struct CellType {
    const Cell* cell = nullptr;
    std::vector<std::string> inputs, outputs;
    Characterization characterization;
};

class Builder {
  public:
    Builder(const Netlist& netlist, const Library& library, const Conditions& conditions)
        : netlist_(netlist), library_(library), conditions_(conditions) {
        voltage_ = conditions.voltage > 0 ? conditions.voltage : library.voltage;
    }

    EventCircuit build() {
        circuit_.nets.resize(2);
        flatten(netlist_.top, "", {}, 0);
        top_ports();
        connect();
        loads();
        slews_.assign(circuit_.nets.size(), {conditions_.input_slew_ns, conditions_.input_slew_ns});
        for (auto cell : topological()) characterise(cell);
        input_energies();
        return std::move(circuit_);
    }

  private:
    struct Pins {
        std::vector<std::int32_t> inputs, outputs;
    };

    const CellType& type(const std::string& name) {
        auto [entry, fresh] = types_.try_emplace(name);
        if (!fresh) return entry->second;
        const auto& cell = library_.cells.at(name);
        entry->second = {&cell, cell.inputs(), cell.outputs(), characterize(cell, library_)};
        if (entry->second.inputs.size() > 6) fail(fmt::format("{} has more than 6 inputs", name));
        if (cell.state && cell.state->latch) fail(fmt::format("{} is a latch", name));
        circuit_.has_power |= !entry->second.characterization.power.empty();
        return entry->second;
    }

    /// Adds the cells of a module; `bound` gives the nets of its ports' bits.
    void flatten(const std::string& name, const std::string& prefix,
                 const std::map<int, std::int32_t>& bound, int depth) {
        if (depth > 64) fail("the netlist contains itself");
        const auto& module = netlist_.modules.at(name);
        auto nets = bound;
        auto net = [&](int bit) {
            if (bit == constant_zero || bit == constant_one) return bit;
            auto [entry, fresh] = nets.try_emplace(bit, circuit_.nets.size());
            if (fresh) circuit_.nets.emplace_back();
            auto& part = circuit_.nets[static_cast<std::size_t>(entry->second)].part;
            if (auto known = module.parts.find(bit); part.empty() && known != module.parts.end())
                part = known->second;
            return entry->second;
        };
        for (const auto& instance : module.instances) {
            if (library_.cells.contains(instance.type)) {
                add_cell(instance, prefix, net);
                continue;
            }
            std::map<int, std::int32_t> inner;
            for (const auto& port : netlist_.modules.at(instance.type).ports)
                if (auto pin = instance.pins.find(port.name); pin != instance.pins.end())
                    for (std::size_t i = 0; i < port.bits.size(); ++i)
                        inner[port.bits[i]] = net(pin->second.at(i));
            flatten(instance.type, prefix + instance.name + ".", inner, depth + 1);
        }
        add_wires(name, nets);
        if (depth == 0) top_nets_ = std::move(nets);
    }

    void add_wires(const std::string& module, const std::map<int, std::int32_t>& nets) {
        const auto wires = conditions_.wires.find(module);
        if (wires == conditions_.wires.end()) return;
        for (const auto& [net, place] : nets)
            if (const auto pf = wires->second.find(net); pf != wires->second.end())
                wires_pf_[place] += pf->second;
    }

    template <class NetOf>
    void add_cell(const NetlistInstance& instance, const std::string& prefix, NetOf&& net) {
        const auto& form = type(instance.type);
        Pins pins;
        auto of = [&](const std::string& pin) -> std::int32_t {
            auto found = instance.pins.find(pin);
            return found == instance.pins.end() || found->second.empty() ? EventCircuit::none
                                                                         : net(found->second[0]);
        };
        for (const auto& pin : form.inputs) pins.inputs.push_back(std::max(0, of(pin)));
        for (const auto& pin : form.outputs) pins.outputs.push_back(of(pin));
        EventCircuit::Cell cell;
        cell.type = form.cell;
        cell.name = prefix + instance.name;
        cell.inputs = static_cast<std::uint32_t>(form.inputs.size());
        cell.is_register = form.cell->is_sequential();
        circuit_.leakage_nw += form.cell->leakage_nw;
        circuit_.cells.push_back(std::move(cell));
        pins_.push_back(std::move(pins));
    }

    void top_ports() {
        for (auto port : netlist_.modules.at(netlist_.top).ports) {
            for (auto& bit : port.bits)
                if (bit > constant_one) {
                    auto [entry, fresh] = top_nets_.try_emplace(bit, circuit_.nets.size());
                    if (fresh) circuit_.nets.emplace_back();
                    bit = entry->second;
                }
            bool is_clock = port.is_input && port.name == netlist_.controls.clock;
            for (auto bit : port.bits) {
                if (port.is_input)
                    circuit_.nets[static_cast<std::size_t>(bit)].kind =
                        is_clock ? EventCircuit::NetKind::clock : EventCircuit::NetKind::input;
                if (is_clock)
                    circuit_.clock = bit, circuit_.clock_port = port.name;
                else
                    (port.is_input ? circuit_.inputs : circuit_.output_nets).push_back(bit);
            }
            circuit_.ports.push_back(port);
        }
    }

    /// Lists the sinks of each net, and makes the outputs.
    void connect() {
        for (const auto& pins : pins_)
            for (auto net : pins.inputs) ++circuit_.nets[static_cast<std::size_t>(net)].sinks;
        std::uint32_t total = 0;
        for (auto& net : circuit_.nets) net.first_sink = std::exchange(total, total + net.sinks);
        circuit_.sinks.resize(total);
        std::vector<std::uint32_t> filled(circuit_.nets.size());
        drivers_.assign(circuit_.nets.size(), EventCircuit::none);
        for (std::size_t cell = 0; cell < pins_.size(); ++cell) {
            for (std::size_t pin = 0; pin < pins_[cell].inputs.size(); ++pin) {
                auto net = static_cast<std::size_t>(pins_[cell].inputs[pin]);
                circuit_.sinks[circuit_.nets[net].first_sink + filled[net]++] = {
                    static_cast<std::int32_t>(cell), static_cast<std::uint8_t>(pin), {0, 0}};
            }
            make_outputs(cell);
        }
    }

    void make_outputs(std::size_t index) {
        auto& cell = circuit_.cells[index];
        const auto& form = type(cell.type->name);
        cell.first_output = static_cast<std::uint32_t>(circuit_.outputs.size());
        cell.outputs = static_cast<std::uint32_t>(form.outputs.size());
        if (cell.is_register) make_register(cell, form, pins_[index]);
        for (std::size_t i = 0; i < form.outputs.size(); ++i) {
            EventCircuit::Output output;
            output.net = pins_[index].outputs[i];
            output.cell = static_cast<std::int32_t>(index);
            output.first_edge = static_cast<std::uint32_t>(circuit_.edges.size());
            circuit_.edges.resize(circuit_.edges.size() + 2 * form.inputs.size());
            const auto& function = form.cell->find(form.outputs[i])->function;
            if (!cell.is_register && output.net != EventCircuit::none)
                output.table = Function::parse(function).table(form.inputs);
            if (cell.is_register && !function.empty() && function == cell.type->state->inverted)
                cell.inverted |= std::uint64_t{1} << i;
            if (output.net != EventCircuit::none)
                drivers_[static_cast<std::size_t>(output.net)] = static_cast<std::int32_t>(index);
            circuit_.outputs.push_back(output);
        }
    }

    void make_register(EventCircuit::Cell& cell, const CellType& form, const Pins& pins) {
        const auto& state = *form.cell->state;
        auto table = [&](const std::string& function) {
            return function.empty() ? 0 : Function::parse(function).table(form.inputs);
        };
        cell.next = table(state.next);
        cell.clear = table(state.clear);
        cell.preset = table(state.preset);
        auto clocked = Function::parse(state.clock);
        if (clocked.pins().size() == 1)
            for (std::size_t i = 0; i < form.inputs.size(); ++i)
                if (form.inputs[i] == clocked.pins()[0]) cell.clock_pin = static_cast<int>(i);
        if (cell.clock_pin < 0 ||
            pins.inputs[static_cast<std::size_t>(cell.clock_pin)] != circuit_.clock)
            fail(fmt::format("the clock of {} is gated or not the clock port", cell.name));
        circuit_.nets[static_cast<std::size_t>(circuit_.clock)].kind = EventCircuit::NetKind::clock;
    }

    /// The load of a net is the larger of the sums of its pins' rise and fall capacitances.
    void loads() {
        std::vector<double> rise(circuit_.nets.size()), fall(circuit_.nets.size());
        for (std::size_t net = 0; net < circuit_.nets.size(); ++net) {
            const auto& entry = circuit_.nets[net];
            for (std::uint32_t i = 0; i < entry.sinks; ++i) {
                const auto& sink = circuit_.sinks[entry.first_sink + i];
                const auto& cell = *circuit_.cells[static_cast<std::size_t>(sink.cell)].type;
                const auto* pin = cell.find(type(cell.name).inputs[sink.pin]);
                rise[net] += pin->rise_capacitance;
                fall[net] += pin->fall_capacitance;
            }
        }
        for (auto net : circuit_.output_nets) {
            rise[static_cast<std::size_t>(net)] += conditions_.output_load_pf;
            fall[static_cast<std::size_t>(net)] += conditions_.output_load_pf;
        }
        for (const auto& [net, pf] : wires_pf_) {
            rise[at(net)] += pf;
            fall[at(net)] += pf;
        }
        loads_.resize(circuit_.nets.size());
        for (std::size_t net = 2; net < circuit_.nets.size(); ++net) {
            loads_[net] = std::max(rise[net], fall[net]);
            circuit_.nets[net].toggle_pj = loads_[net] * voltage_ * voltage_ / 2;
        }
    }

    /// Registers first, then gates behind all that drive them.
    std::vector<std::size_t> topological() {
        std::vector<std::size_t> order;
        std::vector<std::uint32_t> waiting(circuit_.cells.size());
        auto drives = [&](std::int32_t net) {
            auto driver = drivers_[static_cast<std::size_t>(net)];
            return driver != EventCircuit::none &&
                   !circuit_.cells[static_cast<std::size_t>(driver)].is_register;
        };
        for (std::size_t i = 0; i < circuit_.cells.size(); ++i) {
            if (!circuit_.cells[i].is_register)
                waiting[i] = static_cast<std::uint32_t>(
                    std::count_if(pins_[i].inputs.begin(), pins_[i].inputs.end(), drives));
            if (waiting[i] == 0) order.push_back(i);
        }
        for (std::size_t at = 0; at < order.size(); ++at) {
            if (circuit_.cells[order[at]].is_register) continue;
            for (auto net : pins_[order[at]].outputs) {
                if (net == EventCircuit::none) continue;
                const auto& entry = circuit_.nets[static_cast<std::size_t>(net)];
                for (std::uint32_t i = 0; i < entry.sinks; ++i) {
                    auto next = static_cast<std::size_t>(circuit_.sinks[entry.first_sink + i].cell);
                    if (!circuit_.cells[next].is_register && --waiting[next] == 0)
                        order.push_back(next);
                }
            }
        }
        if (order.size() != circuit_.cells.size()) fail("the netlist has a combinational loop");
        return order;
    }

    /// The slew at an input that makes an output take `value`.
    double causing_slew(const Arc& arc, std::int32_t net, bool value) const {
        const auto& slew = slews_[static_cast<std::size_t>(net)];
        if (arc.sense == Arc::Sense::either) return std::max(slew[0], slew[1]);
        return slew[arc.sense == Arc::Sense::positive ? value : !value];
    }

    void characterise(std::size_t index) {
        auto& cell = circuit_.cells[index];
        const auto& form = type(cell.type->name);
        for (const auto& arc : form.characterization.arcs) delay(index, arc);
        for (std::uint32_t out = 0; out < cell.outputs; ++out)
            for (std::uint32_t in = 0; in < cell.inputs; ++in)
                for (bool value : {false, true}) output_energy(index, form, out, in, value);
    }

    void delay(std::size_t index, const Arc& arc) {
        const auto& output = circuit_.outputs[circuit_.cells[index].first_output +
                                              static_cast<std::uint32_t>(arc.output)];
        if (output.net == EventCircuit::none) return;
        auto net = static_cast<std::size_t>(output.net);
        for (bool value : {false, true}) {
            auto from =
                causing_slew(arc, pins_[index].inputs[static_cast<std::size_t>(arc.input)], value);
            if (arc.slew[value]) {
                auto& slew = slews_[net][value];
                auto found = (*arc.slew[value])(from, loads_[net]);
                slew = touched_.insert({output.net, value}).second ? found : std::max(slew, found);
            }
            if (!arc.delay[value]) continue;
            auto ps = std::lround(1000 * (*arc.delay[value])(from, loads_[net]));
            auto& edge =
                circuit_.edges[output.first_edge + 2 * static_cast<std::size_t>(arc.input) + value];
            edge.delay_ps = std::max(
                edge.delay_ps, static_cast<std::int32_t>(std::clamp<long>(ps, 1, max_delay_ps)));
        }
    }

    /// Energies of one cause and one edge: conditional groups apart, the rest as one figure, which
    /// is the group without condition or else the mean of all.
    void output_energy(std::size_t index, const CellType& form, std::uint32_t out, std::uint32_t in,
                       bool value) {
        const auto& output = circuit_.outputs[circuit_.cells[index].first_output + out];
        auto& edge = circuit_.edges[output.first_edge + 2 * in + value];
        edge.first_condition = static_cast<std::uint32_t>(circuit_.conditions.size());
        auto load =
            output.net == EventCircuit::none ? 0 : loads_[static_cast<std::size_t>(output.net)];
        Arc arc;
        for (const auto& candidate : form.characterization.arcs)
            if (candidate.input == static_cast<int>(in) &&
                candidate.output == static_cast<int>(out))
                arc.sense = candidate.sense;
        auto slew = causing_slew(arc, pins_[index].inputs[in], value);
        double sum = 0, plain = 0;
        int groups = 0;
        bool has_plain = false;
        for (const auto& group : form.characterization.power) {
            bool fits = group.of_output && group.pin == static_cast<int>(out) &&
                        (group.related < 0 || group.related == static_cast<int>(in));
            if (!fits || !group.energy[value]) continue;
            auto energy = (*group.energy[value])(slew, load);
            sum += energy;
            ++groups;
            if (group.when)
                add_condition(*group.when, form, energy, edge);
            else
                plain += energy, has_plain = true;
        }
        edge.energy = static_cast<float>(has_plain ? plain : groups ? sum / groups : 0);
    }

    void add_condition(const Function& when, const CellType& form, double energy,
                       EventCircuit::Edge& edge) {
        for (const auto& pin : when.pins())
            if (std::find(form.inputs.begin(), form.inputs.end(), pin) == form.inputs.end()) return;
        circuit_.conditions.push_back({when.table(form.inputs), static_cast<float>(energy)});
        ++edge.conditions;
    }

    /// Energies of the input pins' own edges; a register's clock pin takes both in every cycle.
    void input_energies() {
        for (std::size_t net = 2; net < circuit_.nets.size(); ++net) {
            const auto& entry = circuit_.nets[net];
            for (std::uint32_t i = 0; i < entry.sinks; ++i) {
                auto& sink = circuit_.sinks[entry.first_sink + i];
                auto& cell = circuit_.cells[static_cast<std::size_t>(sink.cell)];
                for (bool value : {false, true})
                    sink.energy[value] = static_cast<float>(
                        pin_energy(type(cell.type->name), sink.pin, value, slews_[net][value]));
                if (cell.is_register && sink.pin == cell.clock_pin)
                    cell.clock_pj = sink.energy[0] + sink.energy[1];
            }
        }
    }

    static double pin_energy(const CellType& form, int pin, bool value, double slew) {
        double sum = 0;
        int groups = 0;
        for (const auto& group : form.characterization.power) {
            if (group.of_output || group.pin != pin || !group.energy[value]) continue;
            auto energy = (*group.energy[value])(slew, 0);
            if (!group.when) return energy;
            sum += energy;
            ++groups;
        }
        return groups ? sum / groups : 0;
    }

    const Netlist& netlist_;
    const Library& library_;
    Conditions conditions_;
    double voltage_ = 0;
    EventCircuit circuit_;
    std::map<std::string, CellType> types_;
    std::vector<Pins> pins_;
    std::vector<std::int32_t> drivers_;
    std::vector<double> loads_;
    std::vector<std::array<double, 2>> slews_;
    std::set<std::pair<std::int32_t, bool>> touched_;
    std::map<int, std::int32_t> top_nets_;
    std::map<std::int32_t, double> wires_pf_;
};

}  // namespace

EventCircuit make_event_circuit(const Netlist& netlist, const Library& library,
                                const Conditions& conditions) {
    return Builder(netlist, library, conditions).build();
}

}  // namespace mxgen::ppa
