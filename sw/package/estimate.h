// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gen/gates/grid.h"
#include "sw/package/build.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// The family of circuits that a design belongs to: "integer dot" and "float dot", "integer sums"
/// and "float sums" (of running sums), "multiply", "approximate multiply", "convert fp32" (or
/// another input, " to integers" where the elements are such), "deconvert to fp32" (or another
/// output, "deconvert integers to" it); these two " with scale mantissas", arrays " in arrays" or,
/// where weights stay, " in arrays over weights", any " in stages" where pipeline registers are
/// placed.
std::string family_of(const Config& config);

/// A design as gates: its own circuit, of an array the processing element's, what stands around the
/// elements and what makes rows of sums results.
class CoveredDesign {
  public:
    /// Covers a design with the cells, which must outlive it, as the memo must, which knows what
    /// designs share. Throws Error (usage) for a circuit that has no gates.
    CoveredDesign(const Built& built, const gates::CellSet& cells, EstimateMemo* memo = nullptr);

    /// Whose inputs energy_pj() is given: the design, or an array's processing element.
    const ir::Circuit& circuit() const { return *circuit_; }

    /// Of the whole design.
    gates::Estimate estimate(const gates::FamilyFit& fit) const;

    /// Elements that energy_pj() should see: an array's differ.
    unsigned samples() const { return std::clamp(grid_.elements, 1u, 4u); }

    /// What happens in a cycle, for the bits of circuit()'s inputs, cycle by cycle, of each sample:
    /// their mean.
    struct Changes {
        double circuit = 0;  ///< load
        gates::GridRates grid;
    };
    using Cycles = std::vector<std::vector<std::uint8_t>>;
    Changes changes(const std::vector<Cycles>& samples) const;
    /// Of the whole design in a cycle, pJ.
    double energy_pj(const Changes& changes, const gates::FamilyFit& fit) const;

  private:
    const gates::CellSet* cells_;
    std::shared_ptr<const ir::Circuit> circuit_;
    std::shared_ptr<const gates::Covered> covered_;
    EstimateMemo* memo_;
    gates::Grid grid_;                      ///< no elements: of no array
    std::optional<gates::Covered> result_;  ///< of rows of sums
};

}  // namespace mxgen::package
