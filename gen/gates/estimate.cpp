// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/estimate.h"

#include <algorithm>
#include <cmath>

#include "gen/gates/blast.h"

namespace mxgen::gates {

namespace {

// Fitted to all families together: NAND2 equivalents of synthesised gates by those of their cover
// and by ANDs, and the power of glitches.
constexpr double cover_share = 0.36, and_share = 0.51, glitch_share = 0.2;

}  // namespace

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

namespace {

/// Arrival times of a covered graph's literals.
class CoverTiming {
  public:
    CoverTiming(const Covered& design, const CellSet& cells)
        : g_(design.graph),
          gates_(design.gates),
          cells_(cells),
          load_(loads_of(design, cells)),
          at_(load_.size()) {}

    /// At the end of each stage.
    std::vector<double> latest(double arrival_ns, int last) {
        for (const Literal bit : g_.inputs()) at_[bit] = arrival_ns;
        at_[no] = 0;  // also where inputs are that nobody reads
        arrive();
        std::vector<double> latest(last + 1);
        for (const Literal bit : g_.outputs()) latest[last] = std::max(latest[last], at_[bit]);
        for (const auto& reg : g_.registers()) {
            if (static_cast<int>(latest.size()) <= reg.stage) latest.resize(reg.stage + 1);
            latest[reg.stage] = std::max(latest[reg.stage], at_[reg.next] + cells_.reg.setup_ns);
        }
        return latest;
    }

  private:
    const AdderCellData& data(const Graph::Adder& adder) const {
        return adder.is_full() ? cells_.full_adder : cells_.half_adder;
    }

    /// Beyond `widest` a net is a tree of buffers.
    double delay(const Drive& drive, Literal bit) const {
        const double widest = cells_.widest_load;
        if (widest == 0 || load_[bit] <= widest) return drive.at(load_[bit]);
        return drive.at(widest) + cells_.buffer_ns * std::log2(load_[bit] / widest);
    }

    void arrive() {
        for (const auto& reg : g_.registers())
            at_[reg.value] = delay(cells_.reg.clock_to_q, reg.value);
        auto adder = g_.adders().begin();
        for (const auto& gate : gates_) {
            for (; adder != g_.adders().end() && adder->sum < gate.output; ++adder) add(*adder);
            at_[gate.output] = latest_of(gate.inputs) + delay(gate.cell->drive, gate.output);
        }
        for (; adder != g_.adders().end(); ++adder) add(*adder);
    }
    void add(const Graph::Adder& adder) {
        const double start = latest_of(adder.inputs);
        at_[adder.sum] = start + delay(data(adder).sum, adder.sum);
        at_[adder.carry] = start + delay(data(adder).carry, adder.carry);
    }
    double latest_of(const Literals& bits) const {
        double latest = 0;
        for (const Literal bit : bits) latest = std::max(latest, at_[bit]);
        return latest;
    }

    const Graph& g_;
    const std::vector<PlacedGate>& gates_;
    const CellSet& cells_;
    std::vector<double> load_, at_;  ///< by literal
};

}  // namespace

Covered covered(const ir::Circuit& circuit, const CellSet& cells) {
    const AdderCells adders{cells.full_adder.area > 0, cells.half_adder.area > 0};
    Covered design{balanced(blast(circuit, adders)), {}};
    design.gates = cover(design.graph, cells);
    return design;
}

Estimate estimate(const Covered& design, const CellSet& cells, const FamilyFit& fit,
                  double arrival_ns) {
    Estimate found;
    double cover = 0, ands = 0;
    for (const auto& gate : design.gates) cover += gate.cell->area;
    for (const auto& vertex : design.graph.vertices()) ands += !vertex.is_source();
    found.area = fit.area * (cover_share * cover + and_share * ands);
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
    auto delays = CoverTiming(design, cells).latest(arrival_ns, last);
    for (double& delay : delays) delay *= fit.delay;
    return delays;
}

double energy_pj(const Covered& design, const CellSet& cells, const Activity& activity,
                 const FamilyFit& fit) {
    const double glitches =
        activity.settled > 0 ? std::max(1.0, activity.dense / activity.settled) : 1;
    return fit.energy * cells.pj_per_load * activity.settled * std::pow(glitches, glitch_share) +
           cells.clock_pj * static_cast<double>(design.graph.registers().size());
}

}  // namespace mxgen::gates
