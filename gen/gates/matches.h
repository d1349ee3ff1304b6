// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <vector>

#include "gen/gates/cells.h"

namespace mxgen::gates {

/// A cell that computes a function of leaves, those of `inverted` complemented; input i of the cell
/// reads leaf pins[i].
struct Match {
    const GateCell* cell = nullptr;
    std::uint8_t inverted = 0;
    std::array<std::uint8_t, 4> pins{};
};

/// The cells of a set by what they compute under every order and polarity of their inputs.
class Matches {
  public:
    explicit Matches(const CellSet& cells);

    /// The cells for a table over `size` leaves, the smallest for each polarity of the leaves.
    const std::vector<Match>& of(unsigned size, std::uint16_t table) const;
    const GateCell* inverter() const { return inverter_; }

  private:
    void add(const GateCell& cell);

    std::map<std::pair<unsigned, std::uint16_t>, std::vector<Match>> known_;
    const GateCell* inverter_ = nullptr;  ///< the smallest
};

}  // namespace mxgen::gates
