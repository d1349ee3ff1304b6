// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gen/gates/estimate.h"

namespace mxgen::gates {

namespace {

/// The values of a graph's vertices, cycle by cycle, and how often each was true and changed.
class Values {
  public:
    explicit Values(const Graph& graph)
        : g_(graph),
          now_(graph.vertices().size()),
          before_(now_.size()),
          state_(graph.registers().size()),
          ones_(now_.size()),
          changes_(now_.size()) {}

    void cycle(const std::vector<std::uint8_t>& inputs) {
        before_ = now_;
        for (std::size_t i = 0; i < g_.inputs().size(); ++i)
            now_[vertex_of(g_.inputs()[i])] = static_cast<char>(inputs.at(i));
        now_[0] = 0;  // also where inputs are that nobody reads
        for (std::size_t i = 0; i < state_.size(); ++i)
            now_[vertex_of(g_.registers()[i].value)] = state_[i];
        auto adder = g_.adders().begin();
        for (std::uint32_t v = 1; v < now_.size(); ++v) {
            const auto& gate = g_.vertices()[v];
            if (!gate.is_source())
                now_[v] = static_cast<char>(value(gate.a) & value(gate.b));
            else if (adder != g_.adders().end() && vertex_of(adder->sum) == v)
                add(*adder++);
        }
        for (std::size_t i = 0; i < state_.size(); ++i) state_[i] = value(g_.registers()[i].next);
        for (std::size_t v = 1; v < now_.size(); ++v) {
            ones_[v] += now_[v];
            if (cycles_ > 0) changes_[v] += now_[v] != before_[v];
        }
        ++cycles_;
    }

    /// In a cycle.
    double changes(std::uint32_t v) const { return changes_[v] / std::max(1.0, cycles_ - 1.0); }
    double probability(Literal bit) const {
        const double ones = ones_[vertex_of(bit)] / std::max(1.0, double{cycles_});
        return bit & 1 ? 1 - ones : ones;
    }

  private:
    char value(Literal bit) const {
        return static_cast<char>(now_[vertex_of(bit)] ^ static_cast<char>(bit & 1));
    }
    void add(const Graph::Adder& adder) {
        int sum = 0;
        for (const Literal bit : adder.inputs) sum += value(bit);
        now_[vertex_of(adder.sum)] = static_cast<char>(sum & 1);
        now_[vertex_of(adder.carry)] = static_cast<char>(sum >> 1);
    }

    const Graph& g_;
    std::vector<char> now_, before_, state_;
    std::vector<double> ones_, changes_;
    double cycles_ = 0;
};

/// Transition densities by vertex; what registers hold changes once.
std::vector<double> densities(const Graph& g, const Values& values) {
    std::vector<double> density(g.vertices().size());
    const auto of = [&](Literal bit) { return density[vertex_of(bit)]; };
    auto adder = g.adders().begin();
    for (std::uint32_t v = 1; v < density.size(); ++v) {
        const auto& gate = g.vertices()[v];
        if (!gate.is_source()) {
            density[v] =
                values.probability(gate.b) * of(gate.a) + values.probability(gate.a) * of(gate.b);
        } else if (adder != g.adders().end() && vertex_of(adder->sum) == v) {
            double sum = 0;
            for (const Literal bit : adder->inputs) sum += of(bit);
            density[v] = sum;
            density[vertex_of(adder->carry)] = sum / 2;
            ++adder;
        } else if (density[v] == 0) {
            density[v] = values.changes(v);
        }
        // Synthesis shares and cells swallow: no net follows more than so many changes.
        density[v] = std::min(density[v], 64.0);
    }
    return density;
}

}  // namespace

Activity activity_of(const Covered& design, const CellSet& cells,
                     const std::vector<std::vector<std::uint8_t>>& cycles) {
    Values values(design.graph);
    for (const auto& inputs : cycles) values.cycle(inputs);
    const auto load = loads_of(design, cells);
    const auto density = densities(design.graph, values);
    Activity activity;
    for (std::uint32_t v = 1; v < density.size(); ++v) {
        const double driven = load[2 * v] + load[2 * v + 1];
        activity.settled += driven * values.changes(v);
        activity.dense += driven * std::max(density[v], values.changes(v));
    }
    return activity;
}

}  // namespace mxgen::gates
