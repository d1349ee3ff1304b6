// SPDX-License-Identifier: Apache-2.0
#include "sw/estimate/cell_set.h"

#include <algorithm>
#include <optional>

#include "sw/liberty/characterization.h"
#include "sw/liberty/function.h"

namespace mxgen::ppa {

namespace {

constexpr std::size_t max_inputs = 4;
constexpr double widest_net = 5;  ///< in inputs of a NAND2: what synthesis leaves without buffers

/// Reads cells at the loads and slews that circuits have.
class CellReader {
  public:
    CellReader(const Library& library, const Roles& roles) : library_(library), roles_(roles) {
        const Cell& nand = library.cells.at(roles.nand2);
        const auto arcs = characterize(nand, library).arcs;
        unit_ = load_of(nand, nand.inputs().front());
        // The slew that reproduces itself through a row of gates.
        for (int i = 0; i < 8 && !arcs.empty(); ++i)
            if (const auto& table = arcs.front().slew[1]) slew_ = (*table)(slew_, 3 * unit_);
    }

    gates::CellSet run() const {
        gates::CellSet set;
        for (const auto& [name, cell] : library_.cells)
            if (auto gate = gate_of(cell)) set.gates.push_back(*gate);
        const auto inverter = std::ranges::find_if(set.gates, [](const gates::GateCell& gate) {
            return gate.inputs == 1 && gate.table == 0b01;
        });
        if (roles_.full_adder && inverter != set.gates.end())
            set.full_adder = adder_of(*roles_.full_adder, *inverter);
        if (roles_.half_adder && inverter != set.gates.end())
            set.half_adder = adder_of(*roles_.half_adder, *inverter);
        set.reg = register_data();
        set.widest_load = widest_net * unit_;
        set.buffer_ns = buffer_delay();
        set.pj_per_load = library_.voltage * library_.voltage / 2;
        // Both edges of the clock pin, and as much again inside.
        set.clock_pj = 4 * set.pj_per_load * clock_load();
        return set;
    }

  private:
    double load_of(const Cell& cell, const std::string& pin) const {
        const Pin* found = cell.find(pin);
        return std::max(found->rise_capacitance, found->fall_capacitance);
    }
    double mean_load(const Cell& cell, const std::vector<std::string>& pins) const {
        double sum = 0;
        for (const auto& pin : pins) sum += load_of(cell, pin);
        return pins.empty() ? 0 : sum / static_cast<double>(pins.size());
    }

    /// Mean of the edges of an output and of the inputs that it follows.
    double delay(const Cell& cell, const std::string& output, double load) const {
        const auto outputs = cell.outputs();
        const auto place = std::ranges::find(outputs, output) - outputs.begin();
        double sum = 0;
        int count = 0;
        for (const auto& arc : characterize(cell, library_).arcs)
            for (const auto& table : arc.delay)
                if (arc.output == place && table) sum += (*table)(slew_, load), ++count;
        return count == 0 ? 0 : sum / count;
    }
    gates::Drive drive(const Cell& cell, const std::string& output) const {
        const double low = delay(cell, output, unit_), high = delay(cell, output, 5 * unit_);
        const double slope = std::max(0.0, (high - low) / (4 * unit_));
        return {low - slope * unit_, slope};
    }

    std::optional<gates::GateCell> gate_of(const Cell& cell) const {
        const auto inputs = cell.inputs(), outputs = cell.outputs();
        if (cell.is_sequential() || cell.dont_use || outputs.size() != 1 || inputs.empty() ||
            inputs.size() > max_inputs || cell.area <= 0)
            return std::nullopt;
        const Pin& output = *cell.find(outputs.front());
        if (output.function.empty() || output.three_state) return std::nullopt;
        const auto function = Function::parse(output.function);
        if (function.pins().size() != inputs.size()) return std::nullopt;
        return gates::GateCell{cell.name,
                               static_cast<unsigned>(inputs.size()),
                               static_cast<std::uint16_t>(function.table(inputs)),
                               cell.area / roles_.nand2_area,
                               drive(cell, outputs.front()),
                               mean_load(cell, inputs)};
    }

    gates::AdderCellData adder_of(const Adder& adder, const gates::GateCell& inverter) const {
        const Cell& cell = library_.cells.at(adder.cell);
        const auto output = [&](const std::string& pin, bool inverted) {
            auto drive = this->drive(cell, pin);
            if (!inverted) return drive;
            return gates::Drive{drive.at(inverter.load) + inverter.drive.fixed,
                                inverter.drive.per_load};
        };
        const int inverters = adder.inverted_sum + adder.inverted_carry;
        return {cell.area / roles_.nand2_area + inverters * inverter.area,
                output(adder.sum, adder.inverted_sum), output(adder.carry, adder.inverted_carry),
                mean_load(cell, adder.inputs)};
    }

    double clock_load() const {
        if (!roles_.plain_register) return 0;
        const auto& reg = *roles_.plain_register;
        return load_of(library_.cells.at(reg.cell), reg.clock);
    }
    /// Of a buffer that drives half of the widest net.
    double buffer_delay() const {
        if (!roles_.buffer) return 0;
        const Cell& cell = library_.cells.at(roles_.buffer->cell);
        return delay(cell, roles_.buffer->output, widest_net * unit_ / 2);
    }

    /// The smallest flip-flop, and what one with an asynchronous clear or preset takes more.
    gates::RegisterData register_data() const {
        gates::RegisterData data;
        double plain = 0, reset = 0;
        for (const auto& name : roles_.flip_flops) {
            const Cell& cell = library_.cells.at(name);
            const bool has_reset = !cell.state->clear.empty() || !cell.state->preset.empty();
            double& area = has_reset ? reset : plain;
            if (area == 0 || cell.area < area) area = cell.area;
        }
        if (plain == 0) plain = reset;
        data.area = plain / roles_.nand2_area;
        if (reset > 0) data.reset_area = (reset - plain) / roles_.nand2_area;
        if (!roles_.plain_register) return data;
        const Cell& cell = library_.cells.at(roles_.plain_register->cell);
        data.clock_to_q = drive(cell, roles_.plain_register->output);
        data.load = load_of(cell, roles_.plain_register->data);
        data.setup_ns = data.clock_to_q.at(unit_);
        return data;
    }

    const Library& library_;
    const Roles& roles_;
    double unit_ = 0;  ///< pF: an input of the NAND2
    double slew_ = 0;  ///< ns
};

}  // namespace

gates::CellSet cell_set(const Library& library, const Roles& roles) {
    return CellReader(library, roles).run();
}

}  // namespace mxgen::ppa
