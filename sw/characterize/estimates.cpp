// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/estimates.h"

#include <fmt/format.h>

#include <algorithm>
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

/// FamilyErrors of one figure in a family, as shares.
class FamilyErrors {
  public:
    void add(double ratio) { errors_.push_back(std::abs(ratio - 1)); }
    std::size_t count() const { return errors_.size(); }

    /// How many are within a bound, the median and what nine of ten do not exceed.
    std::string text(double bound) {
        std::ranges::sort(errors_);
        const auto within = std::ranges::upper_bound(errors_, bound) - errors_.begin();
        const auto rank = [&](double share) {
            const auto place = std::ceil(share * static_cast<double>(count())) - 1;
            return 100 * errors_[static_cast<std::size_t>(place)];
        };
        return fmt::format("{:3} ({:2.0f}, {:2.0f} %)", within, rank(0.5), rank(0.9));
    }

  private:
    std::vector<double> errors_;
};

struct Tally {
    FamilyErrors area, delay, energy;

    void add(const Ratios& ratios) {
        area.add(ratios.area), delay.add(ratios.delay), energy.add(ratios.energy);
    }
};

void print_errors(const std::vector<MeasuredDesign>& designs, const gates::CellSet& cells,
                  const std::vector<gates::FamilyFit>& families) {
    std::map<std::string, Tally> tallies;
    for (const auto& design : designs) {
        const auto ratios = ratios_of(design, cells, families);
        fmt::print("{:47} area {:+4.0f} %  delay {:+4.0f} %  energy {:+4.0f} %  {}\n",
                   ratios.family, 100 * (ratios.area - 1), 100 * (ratios.delay - 1),
                   100 * (ratios.energy - 1), design.flags);
        tallies[ratios.family].add(ratios);
        tallies["all"].add(ratios);
    }
    fmt::print(
        "{:47} designs, within 10 % (area), 15 % (delay), 25 % (energy); median and 90 % errors\n",
        "family");
    for (auto& [family, tally] : tallies)
        fmt::print("{:47} {:3}  area {}  delay {}  energy {}\n", family, tally.area.count(),
                   tally.area.text(0.10), tally.delay.text(0.15), tally.energy.text(0.25));
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

/// Equal for designs that are one circuit.
std::string figures_of(const MeasuredDesign& design) {
    return fmt::format("{:.2f} {:.4f}", design.gates, design.period_ns);
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
    auto found = measured(designs, ppa::find_technology(name), directory / name);
    std::set<std::string> figures;
    for (const auto& design : read_record(record)) figures.insert(figures_of(design));
    std::erase_if(found, [&](const auto& design) { return figures.contains(figures_of(design)); });
    print_errors(found, *cells, gates::fitted_families());
}

}  // namespace mxgen::characterize
