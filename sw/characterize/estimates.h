// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mxgen::characterize {

/// Measures the designs of `record`, drawn ones where it is not there yet, in the first technology,
/// fits families to them, writes `record` with what was found and the cells of all technologies to
/// `fitted` (gen/gates/fitted_data.cpp), and prints the errors. Throws Error as measure_design()
/// does.
void fit_estimates(const std::filesystem::path& record, const std::filesystem::path& fitted,
                   const std::filesystem::path& directory,
                   const std::vector<std::string>& technologies);

/// The same from the measurements of a record.
void refit_estimates(const std::filesystem::path& record, const std::filesystem::path& fitted,
                     const std::vector<std::string>& technologies);

/// Measures so many designs that nothing was fitted to, drawn from `seed` on without those of
/// `record` and what turns out to be the circuit of one, and prints each family's share of
/// estimates within 10 % (area), 15 % (delay) and 25 % (energy).
void check_estimates(const std::string& technology, const std::filesystem::path& record,
                     const std::filesystem::path& directory, unsigned count, unsigned seed);

}  // namespace mxgen::characterize
