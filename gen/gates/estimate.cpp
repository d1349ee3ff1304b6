// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/estimate.h"

#include <algorithm>

#include "gen/gates/blast.h"

namespace mxgen::gates {

namespace {

// Fitted to all families together: NAND2 equivalents of synthesised gates by those of their cover
// and by ANDs.
constexpr double cover_share = 0.36, and_share = 0.51;

Graph blasted(const ir::Circuit& circuit, const CellSet& cells) {
    return blast(circuit, {cells.full_adder.area > 0, cells.half_adder.area > 0});
}

Covered placed(const Graph& graph, const CellSet& cells) {
    Covered design{balanced(graph), {}};
    design.gates = cover(design.graph, cells);
    return design;
}

}  // namespace

Covered covered(const ir::Circuit& circuit, const CellSet& cells) {
    const Graph graph = blasted(circuit, cells), swept = balanced(graph, true);
    Covered design = placed(graph, cells);
    for (const auto& gate : cover(swept, cells)) design.gate_area += gate.cell->area;
    design.ands = static_cast<double>(swept.ands());
    return design;
}

Covered timed(const ir::Circuit& circuit, const CellSet& cells) {
    return placed(blasted(circuit, cells), cells);
}

Estimate estimate(const Covered& design, const CellSet& cells, const FamilyFit& fit,
                  double arrival_ns) {
    Estimate found;
    found.area = fit.area * (cover_share * design.gate_area + and_share * design.ands);
    for (const auto& adder : design.graph.adders())
        found.area += adder.is_full() ? cells.full_adder.area : cells.half_adder.area;
    for (const auto& reg : design.graph.registers())
        found.register_area += cells.reg.area + (reg.has_reset ? cells.reg.reset_area : 0);
    found.area += found.register_area;
    found.registers = design.graph.registers().size();
    found.delay_ns = std::ranges::max(stage_delays(design, cells, fit, arrival_ns, 0));
    return found;
}

std::vector<double> stage_delays(const Covered& design, const CellSet& cells, const FamilyFit& fit,
                                 double arrival_ns, int last) {
    const auto load = loads_of(design, cells);
    std::vector<double> at(load.size());
    for (const Literal bit : design.graph.inputs()) at[bit] = arrival_ns;
    at[no] = 0;  // also where inputs are that nobody reads
    for (const auto& reg : design.graph.registers())
        at[reg.value] = driver_ns(cells.reg.clock_to_q, load[reg.value], cells) +
                        buffers_ns(load[reg.value], cells);
    for (const auto& made : outputs_of(design, cells)) {
        double start = 0;
        for (unsigned i = 0; i < made.count; ++i) start = std::max(start, at[made.inputs[i]]);
        at[made.output] = start + (made.is_gate ? fit.delay : 1) * made.cell_ns + made.buffers_ns;
    }
    std::vector<double> latest(last + 1);
    for (const Literal bit : design.graph.outputs()) latest[last] = std::max(latest[last], at[bit]);
    for (const auto& reg : design.graph.registers()) {
        if (static_cast<int>(latest.size()) <= reg.stage) latest.resize(reg.stage + 1);
        latest[reg.stage] = std::max(latest[reg.stage], at[reg.next] + cells.reg.setup_ns);
    }
    return latest;
}

double energy_pj(const Covered& design, const CellSet& cells, double activity,
                 const FamilyFit& fit) {
    return fit.energy * cells.pj_per_load * activity +
           cells.clock_pj * static_cast<double>(design.graph.registers().size());
}

}  // namespace mxgen::gates
