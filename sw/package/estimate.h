// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gen/gates/estimate.h"
#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// The family of circuits that a design's own circuit belongs to, of an array its processing
/// element: "integer dot", "float dot", "float sums" (running sums that are floats), "multiply",
/// "approximate multiply", "convert", "deconvert"; these two " with scale mantissas", any " in
/// stages" where pipeline registers are placed.
std::string family_of(const Config& config);

/// A design's own circuit as gates, and of an array its processing element alone.
class CoveredDesign {
  public:
    /// Lowers the design for the target and covers it with the cells. Throws Error as generate()
    /// does.
    CoveredDesign(const Config& config, const view::Target& target, const gates::CellSet& cells,
                  const gates::FamilyFit& fit);

    const ir::Circuit& circuit() const { return *circuit_; }
    int elements() const { return elements_; }

    /// Of one element.
    gates::Estimate estimate() const { return gates::estimate(covered_, *cells_, fit_); }
    /// Of one element and cycle, pJ; the bits of circuit()'s inputs.
    double energy_pj(const std::vector<std::vector<std::uint8_t>>& cycles) const;

  private:
    const gates::CellSet* cells_;
    gates::FamilyFit fit_;
    std::shared_ptr<const ir::Circuit> circuit_;
    int elements_ = 1;
    gates::Covered covered_;
};

/// The design with the cells and fit of its technology; empty where none was fitted. Throws Error
/// as generate() does.
std::optional<CoveredDesign> cover(const Config& config);

}  // namespace mxgen::package
