// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/gates/cells.h"
#include "sw/flow/technology.h"
#include "sw/unit/config.h"

namespace mxgen::characterize {

/// A small design and what synthesis makes of it.
struct MeasuredDesign {
    std::string flags;     ///< as on the command line: "--unit dot --a int4 --lanes 4"
    double gates = 0;      ///< NAND2 equivalents
    double period_ns = 0;  ///< latest arrival, with the setup of a register
    double energy_pj = 0;  ///< of a cycle on the default data, without leakage
};

/// The configuration that flags make. Throws Error (usage).
Config config_of_flags(const std::string& flags);

/// The designs that estimates are fitted to: some of every family.
std::vector<std::string> fit_designs();

/// A random small design of one of the families, turn by turn; equal seeds give equal ones.
std::string draw_design(unsigned seed);

/// Cycles that a design's energy is measured and estimated for.
constexpr std::size_t energy_cycles = 300;

/// Synthesises a design as `mxgen ppa` does. Results are kept in `directory` by the content of the
/// RTL and the library, and found again. Throws Error as the flow's steps do.
MeasuredDesign measure_design(const std::string& flags, const ppa::Technology& technology,
                              const std::filesystem::path& directory);

/// A record: one line a design, "gates period energy flags". Throws Error (usage) for a file that
/// is none.
std::vector<MeasuredDesign> read_record(const std::filesystem::path& file);
std::string record_text(const std::vector<MeasuredDesign>& designs);

/// Estimated by measured figures, factors of the fit included.
struct Ratios {
    std::string family;
    double area = 1, delay = 1, energy = 1;
};
Ratios ratios_of(const MeasuredDesign& design, const gates::CellSet& cells,
                 const std::vector<gates::FamilyFit>& fits);

/// For each family the factors that leave no error in the median, after those of all.
std::vector<gates::FamilyFit> fit_families(const std::vector<MeasuredDesign>& designs,
                                           const gates::CellSet& cells);

/// gen/gates/fitted_data.cpp.
std::string fitted_text(const std::vector<gates::CellSet>& technologies,
                        const std::vector<gates::FamilyFit>& families);

}  // namespace mxgen::characterize
