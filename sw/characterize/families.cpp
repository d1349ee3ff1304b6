// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/families.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <sstream>

#include "sw/evaluate/workload.h"
#include "sw/package/estimate.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/unit/units.h"

namespace mxgen::characterize {

namespace {

/// Bits for the inputs of a circuit, by the data that its design is driven with.
std::vector<std::vector<std::uint8_t>> input_cycles(const Config& config,
                                                    const ir::Circuit& circuit) {
    return input_bits(make_workload(config, {}, energy_cycles), circuit, 0);
}

/// A figure of many designs by its logarithms.
struct Spread {
    double sum = 0, squares = 0;
    unsigned count = 0;

    void add(double ratio) {
        const double x = std::log(ratio);
        sum += x, squares += x * x, ++count;
    }
    /// Makes the geometric mean 1.
    double factor() const { return std::exp(-sum / count); }
    double error() const {
        const double mean = sum / count;
        return std::sqrt(std::max(0.0, squares / count - mean * mean));
    }
};

struct Spreads {
    Spread area, delay, energy;

    void add(const Ratios& ratios) {
        area.add(ratios.area);
        delay.add(ratios.delay);
        energy.add(ratios.energy);
    }
    gates::FamilyFit fit(const std::string& family) const {
        const gates::FamilyFit start;
        return {family,
                start.area * area.factor(),
                start.delay * delay.factor(),
                start.energy * energy.factor(),
                area.count,
                area.error(),
                delay.error(),
                energy.error()};
    }
};

}  // namespace

Config config_of_flags(const std::string& flags) {
    Settings settings;
    std::istringstream words(flags);
    std::string flag, value;
    while (words >> flag >> value) add_flag(settings, flag, value);
    return resolve(settings);
}

std::vector<MeasuredDesign> read_record(const std::filesystem::path& file) {
    std::vector<MeasuredDesign> designs;
    std::istringstream lines(read_file(file, 1u << 20));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        MeasuredDesign design;
        words >> design.gates >> design.period_ns >> design.energy_pj >> std::ws;
        std::getline(words, design.flags);
        if (design.flags.empty() || design.gates <= 0)
            throw Error(Exit::usage, file.string() + ": no record of designs");
        designs.push_back(design);
    }
    return designs;
}

std::string record_text(const std::vector<MeasuredDesign>& designs) {
    std::string text =
        "# SPDX-License-Identifier: Apache-2.0\n# NAND2 equivalents, ns, pJ a cycle, flags\n";
    for (const auto& d : designs)
        text +=
            fmt::format("{:.2f} {:.4f} {:.4g} {}\n", d.gates, d.period_ns, d.energy_pj, d.flags);
    return text;
}

Ratios ratios_of(const MeasuredDesign& design, const gates::CellSet& cells,
                 const std::vector<gates::FamilyFit>& fits) {
    const Config config = config_of_flags(design.flags);
    const std::string family = package::family_of(config);
    const auto fit = fits.empty() ? gates::FamilyFit{} : gates::fit_of(fits, family);
    const package::CoveredDesign covered(config, package::target_of(config), cells, fit);
    const auto estimate = covered.estimate();
    const double energy = covered.energy_pj(input_cycles(config, covered.circuit()));
    return {family, estimate.area / design.gates, estimate.delay_ns / design.period_ns,
            energy / design.energy_pj};
}

std::vector<gates::FamilyFit> fit_families(const std::vector<MeasuredDesign>& designs,
                                           const gates::CellSet& cells) {
    Spreads all;
    std::map<std::string, Spreads> families;
    for (const auto& design : designs) {
        const auto ratios = ratios_of(design, cells, {});
        all.add(ratios);
        families[ratios.family].add(ratios);
    }
    std::vector<gates::FamilyFit> fits{all.fit("")};
    for (const auto& [family, spreads] : families) fits.push_back(spreads.fit(family));
    return fits;
}

}  // namespace mxgen::characterize
