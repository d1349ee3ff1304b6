// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/made_adder.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "sw/liberty/loaded_cell.h"

namespace mxgen::ppa {

namespace {

struct NoTables {};

/// Delays through the gates of an adder of three bits; throws NoTables.
class Maker {
  public:
    Maker(const Library& library, const Roles& roles)
        : library_(library), xor_(*roles.exclusive_or), nand_(roles.nand2_pins) {}

    AdderCost with_nands(const Gate& or_nand) const {
        const auto x = pins(xor_), o = pins(or_nand), n = pins(nand_);
        const double bit = (x[0] + 2 * x[1] + sum(o) + sum(n)) / 3;
        auto cost = sums(x[0], bit);
        cost.area += area(or_nand) + 2 * area(nand_);
        for (std::size_t i = 0; i < 3; ++i) {
            const double both = i < 2 ? through(nand_, i, n[0]) + through(nand_, 0, bit) : 0;
            cost.carry_ns[i] = std::max(both, through(or_nand, i, n[1]) + through(nand_, 1, bit));
        }
        return cost;
    }

    AdderCost with_majority(const Gate& majority) const {
        const auto x = pins(xor_), m = pins(majority);
        const double bit = (x[0] + 2 * x[1] + sum(m)) / 3;
        auto cost = sums(x[0], bit);
        cost.area += area(majority);
        cost.inverted_carry = majority.inverted;
        for (std::size_t i = 0; i < 3; ++i) cost.carry_ns[i] = through(majority, i, bit);
        return cost;
    }

  private:
    static double sum(const std::vector<double>& values) {
        return std::accumulate(values.begin(), values.end(), 0.0);
    }

    double area(const Gate& gate) const { return library_.cells.at(gate.cell).area; }

    /// Both exclusive ors; the first drives `either`, the second a bit of a tree.
    AdderCost sums(double either, double bit) const {
        AdderCost cost{.area = 2 * area(xor_), .cell = {}};
        for (std::size_t i = 0; i < 2; ++i)
            cost.sum_ns[i] = through(xor_, i, either) + through(xor_, 0, bit);
        cost.sum_ns[2] = through(xor_, 1, bit);
        return cost;
    }

    /// The capacitance of a gate's inputs, by their order there.
    std::vector<double> pins(const Gate& gate) const {
        std::vector<double> found;
        for (const auto& name : gate.inputs)
            found.push_back(library_.cells.at(gate.cell).find(name)->capacitance);
        return found;
    }

    /// ns through a gate's input under a load.
    double through(const Gate& gate, std::size_t input, double load) const {
        const Cell& cell = library_.cells.at(gate.cell);
        const auto names = cell.inputs();
        const auto place = std::ranges::find(names, gate.inputs[input]) - names.begin();
        const auto delay =
            LoadedCell(cell, library_, load).delay(static_cast<int>(place), gate.output);
        if (!delay) throw NoTables{};
        return *delay;
    }

    const Library& library_;
    const Gate& xor_;
    const Gate& nand_;
};

}  // namespace

std::optional<AdderCost> made_adder(const Library& library, const Roles& roles, MadeCarry carry) {
    if (!roles.exclusive_or) return {};
    const Maker maker(library, roles);
    try {
        if (carry == MadeCarry::or_nand && roles.or_nand) return maker.with_nands(*roles.or_nand);
        if (carry == MadeCarry::majority && roles.majority)
            return maker.with_majority(*roles.majority);
    } catch (const NoTables&) {
    }
    return {};
}

MadeCarry best_carry(const Library& library, const Roles& roles) {
    const auto usual = roles.or_nand ? MadeCarry::or_nand : MadeCarry::nands;
    const auto merit = [&](MadeCarry carry) {
        const auto cost = made_adder(library, roles, carry);
        if (!cost) return HUGE_VAL;
        const auto total = [](const auto& delays) {
            return std::accumulate(delays.begin(), delays.end(), 0.0);
        };
        return cost->area * (total(cost->sum_ns) + total(cost->carry_ns));
    };
    return merit(MadeCarry::majority) < merit(usual) ? MadeCarry::majority : usual;
}

}  // namespace mxgen::ppa
