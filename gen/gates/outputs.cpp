// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/outputs.h"

#include <algorithm>
#include <cmath>

namespace mxgen::gates {

std::vector<double> loads_of(const Covered& design, const CellSet& cells) {
    std::vector<double> load(2 * design.graph.vertices().size());
    for (const auto& gate : design.gates)
        for (const Literal bit : gate.inputs) load[bit] += gate.cell->load;
    for (const auto& adder : design.graph.adders())
        for (const Literal bit : adder.inputs)
            load[bit] += adder.is_full() ? cells.full_adder.load : cells.half_adder.load;
    for (const auto& reg : design.graph.registers()) load[reg.next] += cells.reg.load;
    return load;
}

double driver_ns(const Drive& drive, double load, const CellSet& cells) {
    return drive.at(cells.widest_load > 0 ? std::min(load, cells.widest_load) : load);
}

double buffers_ns(double load, const CellSet& cells) {
    constexpr double readers = 4;
    if (cells.widest_load == 0 || load <= cells.widest_load) return 0;
    return cells.buffer_ns * std::log(load / cells.widest_load) / std::log(readers);
}

namespace {

constexpr std::uint16_t sum_of_two = 0x6, carry_of_two = 0x8, sum_of_three = 0x96,
                        carry_of_three = 0xE8;

class OutputList {
  public:
    OutputList(const Covered& design, const CellSet& cells)
        : design_(design), cells_(cells), load_(loads_of(design, cells)) {}

    std::vector<CellOutput> run() {
        const auto& adders = design_.graph.adders();
        auto adder = adders.begin();
        for (const auto& gate : design_.gates) {
            for (; adder != adders.end() && adder->sum < gate.output; ++adder) add(*adder);
            add(gate.inputs, gate.cell->table, gate.output, gate.cell->drive, true);
        }
        for (; adder != adders.end(); ++adder) add(*adder);
        return std::move(outputs_);
    }

  private:
    void add(const Graph::Adder& adder) {
        const bool full = adder.is_full();
        const auto& data = full ? cells_.full_adder : cells_.half_adder;
        add(adder.inputs, full ? sum_of_three : sum_of_two, adder.sum, data.sum, false);
        add(adder.inputs, full ? carry_of_three : carry_of_two, adder.carry, data.carry, false);
    }
    void add(const Literals& inputs, std::uint16_t table, Literal output, const Drive& drive,
             bool is_gate) {
        CellOutput made{{},
                        static_cast<unsigned>(inputs.size()),
                        table,
                        output,
                        is_gate,
                        driver_ns(drive, load_[output], cells_),
                        buffers_ns(load_[output], cells_)};
        std::ranges::copy(inputs, made.inputs.begin());
        outputs_.push_back(made);
    }

    const Covered& design_;
    const CellSet& cells_;
    std::vector<double> load_;
    std::vector<CellOutput> outputs_;
};

}  // namespace

std::vector<CellOutput> outputs_of(const Covered& design, const CellSet& cells) {
    return OutputList(design, cells).run();
}

}  // namespace mxgen::gates
