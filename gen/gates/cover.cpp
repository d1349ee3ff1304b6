// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/cover.h"

#include <algorithm>
#include <limits>

#include "gen/gates/cuts.h"
#include "gen/gates/matches.h"

namespace mxgen::gates {

namespace {

constexpr std::size_t cut_limit = 12;
constexpr int area_passes = 3;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// How a literal is made: by a match on a cut, or by an inverter of its complement.
struct CellChoice {
    double arrival = infinity;  ///< in cells, as the mapper of synthesis counts
    double flow = infinity;     ///< area
    const Cut* cut = nullptr;   ///< null: an inverter, or a source
    const Match* match = nullptr;
};

class Coverer {
  public:
    Coverer(const Graph& graph, const CellSet& cells)
        : g_(graph),
          matches_(cells),
          cuts_(cuts_of(graph, cut_limit)),
          choices_(2 * cuts_.size()),
          required_(choices_.size(), infinity),
          references_(choices_.size()) {
        for (const auto& adder : g_.adders())
            roots_.insert(roots_.end(), adder.inputs.begin(), adder.inputs.end());
        for (const auto& reg : g_.registers()) roots_.push_back(reg.next);
        roots_.insert(roots_.end(), g_.outputs().begin(), g_.outputs().end());
        for (const auto& v : g_.vertices())
            if (!v.is_source())
                for (const Literal bit : {v.a, v.b})
                    for (const Literal both : {bit, inverse(bit)}) references_[both] += 0.5;
        for (const Literal bit : roots_) references_[bit] += 1;
    }

    std::vector<PlacedGate> run() {
        choose(true);
        for (int pass = 0; pass < area_passes; ++pass) {
            require();
            choose(false);
        }
        require();
        return placed();
    }

  private:
    void choose(bool fastest) {
        for (std::uint32_t v = 1; v < cuts_.size(); ++v) {
            CellChoice of[2];
            if (g_.vertices()[v].is_source())
                of[0] = {0, 0, nullptr, nullptr};
            else
                for (unsigned polarity = 0; polarity < 2; ++polarity)
                    of[polarity] = best(v, polarity, fastest);
            const bool is_source = g_.vertices()[v].is_source();
            bool invert[2];
            CellChoice inverted[2];
            for (unsigned polarity = 0; polarity < 2; ++polarity) {
                const Literal bit = 2 * v + polarity;
                const auto& other = of[1 - polarity];
                inverted[polarity] = {other.arrival + 1,
                                      shared(bit, other.flow + matches_.inverter()->area), nullptr,
                                      nullptr};
                invert[polarity] = !(is_source && polarity == 0) &&
                                   is_better(inverted[polarity], of[polarity], bit, fastest);
            }
            // One of the two is made of leaves.
            if (invert[0] && invert[1]) invert[of[1].arrival < of[0].arrival ? 1 : 0] = false;
            for (unsigned polarity = 0; polarity < 2; ++polarity)
                choices_[2 * v + polarity] = invert[polarity] ? inverted[polarity] : of[polarity];
        }
    }

    /// The best match of a literal on any cut.
    CellChoice best(std::uint32_t v, unsigned polarity, bool fastest) const {
        const Literal bit = 2 * v + polarity;
        CellChoice best;
        for (const auto& cut : cuts_[v]) {
            const auto mask = static_cast<std::uint16_t>((1u << (1u << cut.size)) - 1);
            const auto table = static_cast<std::uint16_t>(polarity ? ~cut.table & mask : cut.table);
            for (const auto& match : matches_.of(cut.size, table)) {
                CellChoice choice{0, match.cell->area, &cut, &match};
                for (unsigned i = 0; i < cut.size; ++i) {
                    const auto& leaf = choices_[leaf_of(cut, match, i)];
                    choice.arrival = std::max(choice.arrival, leaf.arrival);
                    choice.flow += leaf.flow;
                }
                choice.arrival += 1;
                choice.flow = shared(bit, choice.flow);
                if (is_better(choice, best, bit, fastest)) best = choice;
            }
        }
        return best;
    }

    static Literal leaf_of(const Cut& cut, const Match& match, unsigned i) {
        return 2 * cut.leaves[i] + (match.inverted >> i & 1);
    }
    double shared(Literal bit, double flow) const { return flow / std::max(1.0, references_[bit]); }

    bool is_better(const CellChoice& x, const CellChoice& y, Literal bit, bool fastest) const {
        constexpr double margin = 1e-9;
        if (!fastest) {
            const double limit = required_[bit] + margin;
            const bool x_fits = x.arrival <= limit, y_fits = y.arrival <= limit;
            if (x_fits != y_fits) return x_fits;
            if (x_fits) {
                if (x.flow < y.flow - margin) return true;
                return x.flow < y.flow + margin && x.arrival < y.arrival;
            }
        }
        if (x.arrival < y.arrival - margin) return true;
        return x.arrival < y.arrival + margin && x.flow < y.flow;
    }

    bool is_source(Literal bit) const {
        return vertex_of(bit) == 0 || (g_.vertices()[vertex_of(bit)].is_source() && !(bit & 1));
    }

    /// References and required times of what the choices use.
    void require() {
        double latest = 0;
        for (const Literal bit : roots_) latest = std::max(latest, choices_[bit].arrival);
        std::ranges::fill(required_, infinity);
        std::ranges::fill(references_, 0);
        for (const Literal bit : roots_)
            if (vertex_of(bit) != 0) use(bit, latest);
        for (std::uint32_t v = static_cast<std::uint32_t>(cuts_.size()); v-- > 1;) {
            // An inverter's literal before the one that it reads.
            const bool first = !choices_[2 * v].cut && !g_.vertices()[v].is_source() ? false : true;
            for (const unsigned polarity : {first ? 1u : 0u, first ? 0u : 1u}) {
                const Literal bit = 2 * v + polarity;
                if (references_[bit] == 0 || is_source(bit)) continue;
                const auto& choice = choices_[bit];
                if (!choice.cut) {
                    use(inverse(bit), required_[bit] - 1);
                    continue;
                }
                for (unsigned i = 0; i < choice.cut->size; ++i)
                    use(leaf_of(*choice.cut, *choice.match, i), required_[bit] - 1);
            }
        }
    }
    void use(Literal bit, double required) {
        references_[bit] += 1;
        required_[bit] = std::min(required_[bit], required);
    }

    std::vector<PlacedGate> placed() const {
        std::vector<PlacedGate> gates;
        for (std::uint32_t v = 1; v < cuts_.size(); ++v) {
            const bool inverted_first = !choices_[2 * v].cut && !g_.vertices()[v].is_source();
            for (const unsigned polarity : {inverted_first ? 1u : 0u, inverted_first ? 0u : 1u}) {
                const Literal bit = 2 * v + polarity;
                if (references_[bit] == 0 || is_source(bit)) continue;
                const auto& choice = choices_[bit];
                if (!choice.cut) {
                    gates.push_back({matches_.inverter(), {inverse(bit)}, bit});
                    continue;
                }
                const auto& cell = *choice.match->cell;
                Literals inputs;
                for (unsigned i = 0; i < cell.inputs; ++i)
                    inputs.push_back(leaf_of(*choice.cut, *choice.match, choice.match->pins[i]));
                gates.push_back({&cell, std::move(inputs), bit});
            }
        }
        return gates;
    }

    const Graph& g_;
    Matches matches_;
    std::vector<std::vector<Cut>> cuts_;
    std::vector<CellChoice> choices_;  ///< by literal, as the next two
    std::vector<double> required_;
    std::vector<double> references_;
    Literals roots_;
};

}  // namespace

std::vector<PlacedGate> cover(const Graph& graph, const CellSet& cells) {
    return Coverer(graph, cells).run();
}

}  // namespace mxgen::gates
