// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gen/gates/cells.h"

namespace mxgen::gates {

bool has_inverter(const CellSet& cells) {
    return std::ranges::any_of(
        cells.gates, [](const GateCell& cell) { return cell.inputs == 1 && cell.table == 0b01; });
}

const CellSet* find_fitted(const std::string& technology) {
    const auto& known = fitted_cells();
    const auto found = std::ranges::find_if(
        known, [&](const CellSet& cells) { return cells.technology == technology; });
    return found == known.end() ? nullptr : &*found;
}

const FamilyFit& fit_of(const std::vector<FamilyFit>& fits, const std::string& family) {
    const FamilyFit* best = &fits.front();
    for (const auto& fit : fits)
        if (family.starts_with(fit.family) && fit.family.size() > best->family.size()) best = &fit;
    return *best;
}

}  // namespace mxgen::gates
