// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mxgen::gates {

/// The delay of an output in ns: `fixed` and `per_load` for each unit of load that it drives.
struct Drive {
    double fixed = 0, per_load = 0;
    double at(double load) const { return fixed + per_load * load; }
};

/// A cell of one output and up to four inputs; bit i of the table is the output for inputs that
/// are the bits of i, the first lowest. Areas are in NAND2 equivalents, loads in any one unit.
struct GateCell {
    std::string name;
    unsigned inputs = 1;
    std::uint16_t table = 0;
    double area = 0;
    Drive drive;
    double load = 0;  ///< of an input
};

/// An adder cell: delays of sum and carry; area 0: the technology has none.
struct AdderCellData {
    double area = 0;
    Drive sum, carry;
    double load = 0;
};

struct RegisterData {
    double area = 0, reset_area = 0;  ///< the latter on top
    Drive clock_to_q;
    double setup_ns = 0;
    double load = 0;  ///< of the data input
};

/// What circuits of a technology are covered with.
struct CellSet {
    std::string technology;
    std::vector<GateCell> gates;  ///< the inverter among them
    AdderCellData full_adder, half_adder;
    RegisterData reg;
    double widest_load = 0;  ///< beyond which buffers drive; 0: no buffers
    double buffer_ns = 0;    ///< for each fourfold beyond it
    double pj_per_load = 0;  ///< of a change of a net with a load of 1: C V^2 / 2
    double clock_pj = 0;     ///< of a register in each cycle
};

/// Whether circuits can be covered: it takes an inverter.
bool has_inverter(const CellSet& cells);

/// By how much gates of circuits of one family differ from what covers them, as fitted to
/// synthesis: their area and delay, and the energy of all changes; and the errors that were left
/// (root mean square, as shares).
struct FamilyFit {
    std::string family;  ///< empty: of all together
    double area = 1, delay = 1, energy = 2;
    unsigned samples = 0;
    double area_error = 0, delay_error = 0, energy_error = 0;
};

/// The cells of the technologies that `make characterize` knows, in gen/gates/fitted_data.cpp.
const std::vector<CellSet>& fitted_cells();

/// The fits, there too; the first of all together. They are ratios, found in the first technology,
/// and serve every other, unmeasured ones as well.
const std::vector<FamilyFit>& fitted_families();

/// The cells of the technology of that name, or null.
const CellSet* find_fitted(const std::string& technology);

/// The fit of the family or of the longest beginning of its name that was fitted ("float sums" for
/// "float sums in stages"), at last that of all together.
const FamilyFit& fit_of(const std::vector<FamilyFit>& fits, const std::string& family);

}  // namespace mxgen::gates
