// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/estimates.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "sw/characterize/families.h"
#include "sw/estimate/cell_set.h"
#include "sw/support/error.h"
#include "sw/support/files.h"

namespace mxgen::characterize {

namespace {

constexpr unsigned attempts = 20;  ///< for each design that a record does not hold

gates::CellSet cells_of(const ppa::Technology& technology) {
    const auto prepared = ppa::prepare_library(technology, "library.lib");
    auto cells = ppa::cell_set(prepared.library, ppa::find_roles(prepared.library));
    cells.technology = technology.name;
    return cells;
}

/// Of a family: how many estimates, and how many within their bounds.
struct Tally {
    int count = 0, area = 0, delay = 0, energy = 0;

    void add(const Ratios& ratios) {
        ++count;
        area += std::abs(ratios.area - 1) <= 0.10;
        delay += std::abs(ratios.delay - 1) <= 0.15;
        energy += std::abs(ratios.energy - 1) <= 0.25;
    }
};

void print_errors(const std::vector<MeasuredDesign>& designs, const gates::CellSet& cells,
                  const std::vector<gates::FamilyFit>& families) {
    std::map<std::string, Tally> tallies;
    for (const auto& design : designs) {
        const auto ratios = ratios_of(design, cells, families);
        fmt::print("{:20} area {:+4.0f} %  delay {:+4.0f} %  energy {:+4.0f} %  {}\n",
                   ratios.family, 100 * (ratios.area - 1), 100 * (ratios.delay - 1),
                   100 * (ratios.energy - 1), design.flags);
        tallies[ratios.family].add(ratios);
        tallies["all"].add(ratios);
    }
    for (const auto& [family, tally] : tallies)
        fmt::print("{:20} of {:3} within bounds: area {:3}, delay {:3}, energy {:3}\n", family,
                   tally.count, tally.area, tally.delay, tally.energy);
}

std::vector<MeasuredDesign> measured(const std::vector<std::string>& designs,
                                     const ppa::Technology& technology,
                                     const std::filesystem::path& directory) {
    std::vector<MeasuredDesign> found;
    for (const auto& flags : designs) {
        std::fprintf(stderr, "%s: %s\n", technology.name.c_str(), flags.c_str());
        found.push_back(measure_design(flags, technology, directory));
    }
    return found;
}

/// The designs of a record, or drawn ones for one that is not there yet.
std::vector<std::string> designs_of(const std::filesystem::path& record) {
    if (!std::filesystem::exists(record)) return fit_designs();
    std::vector<std::string> designs;
    for (const auto& design : read_record(record)) designs.push_back(design.flags);
    return designs;
}

}  // namespace

void refit_estimates(const std::filesystem::path& record, const std::filesystem::path& fitted,
                     const std::vector<std::string>& technologies) {
    std::vector<gates::CellSet> all;
    for (const auto& name : technologies) all.push_back(cells_of(ppa::find_technology(name)));
    const auto designs = read_record(record);
    const auto families = fit_families(designs, all.at(0));
    print_errors(designs, all[0], families);
    write_file(fitted, fitted_text(all, families));
}

void fit_estimates(const std::filesystem::path& record, const std::filesystem::path& fitted,
                   const std::filesystem::path& directory,
                   const std::vector<std::string>& technologies) {
    const auto technology = ppa::find_technology(technologies.at(0));
    write_file(record,
               record_text(measured(designs_of(record), technology, directory / technology.name)));
    refit_estimates(record, fitted, technologies);
}

void check_estimates(const std::string& name, const std::filesystem::path& record,
                     const std::filesystem::path& directory, unsigned count, unsigned seed) {
    const auto* cells = gates::find_fitted(name);
    if (!cells) throw Error(Exit::usage, name + ": no estimates were fitted to this technology");
    std::set<std::string> known;
    for (const auto& design : read_record(record)) known.insert(design.flags);
    std::vector<std::string> designs;
    for (unsigned turn = 0; turn < attempts * count && designs.size() < count; ++turn) {
        const auto flags = draw_design(seed + turn);
        if (known.insert(flags).second) designs.push_back(flags);
    }
    print_errors(measured(designs, ppa::find_technology(name), directory / name), *cells,
                 gates::fitted_families());
}

}  // namespace mxgen::characterize
