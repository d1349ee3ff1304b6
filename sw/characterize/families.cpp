// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/families.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <sstream>

#include "sw/evaluate/workload.h"
#include "sw/package/estimate.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/unit/units.h"

namespace mxgen::characterize {

namespace {

/// A measured design, covered once for all fits.
class Estimated {
  public:
    Estimated(const MeasuredDesign& design, const gates::CellSet& cells)
        : design_(design),
          config_(config_of_flags(design.flags)),
          covered_(package::build_or_refuse(config_, package::target_of(config_)), cells),
          changes_(covered_.changes(input_samples(make_workload(config_, {}, energy_cycles),
                                                  covered_.circuit(), covered_.samples()))) {}

    std::string family() const { return package::family_of(config_); }
    Ratios ratios(const gates::FamilyFit& fit) const {
        const auto estimate = covered_.estimate(fit);
        return {family(), estimate.area / design_.gates, estimate.delay_ns / design_.period_ns,
                covered_.energy_pj(changes_, fit) / design_.energy_pj};
    }

  private:
    const MeasuredDesign& design_;
    Config config_;
    package::CoveredDesign covered_;
    package::CoveredDesign::Changes changes_;
};

/// Ratios of many designs by their logarithms.
class Spread {
  public:
    void add(double ratio) { logs_.push_back(std::log(ratio)); }

    /// Makes the median 1.
    double factor() {
        std::ranges::sort(logs_);
        const std::size_t count = logs_.size();
        return std::exp(-(logs_[(count - 1) / 2] + logs_[count / 2]) / 2);
    }
    /// Root mean square about the mean.
    double error() const {
        double sum = 0, squares = 0;
        for (const double x : logs_) sum += x, squares += x * x;
        const auto count = static_cast<double>(logs_.size());
        return std::sqrt(std::max(0.0, squares / count - sum / count * (sum / count)));
    }

  private:
    std::vector<double> logs_;
};

/// The factors that leave no median error, few outliers do not move them. Parts of a figure have
/// none, adder cells, registers and their clock: so it takes some steps.
gates::FamilyFit fit_of(const std::string& family, const std::vector<const Estimated*>& designs) {
    constexpr int steps = 40;
    gates::FamilyFit fit;
    fit.family = family;
    fit.samples = static_cast<unsigned>(designs.size());
    for (int step = 0; step < steps; ++step) {
        Spread area, delay, energy;
        for (const auto* design : designs) {
            const auto ratios = design->ratios(fit);
            area.add(ratios.area), delay.add(ratios.delay), energy.add(ratios.energy);
        }
        fit.area *= area.factor(), fit.delay *= delay.factor(), fit.energy *= energy.factor();
        fit.area_error = area.error();
        fit.delay_error = delay.error();
        fit.energy_error = energy.error();
    }
    return fit;
}

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
    const Estimated estimated(design, cells);
    return estimated.ratios(fits.empty() ? gates::FamilyFit{}
                                         : gates::fit_of(fits, estimated.family()));
}

std::vector<gates::FamilyFit> fit_families(const std::vector<MeasuredDesign>& designs,
                                           const gates::CellSet& cells) {
    std::vector<std::unique_ptr<Estimated>> estimated;
    std::vector<const Estimated*> all;
    std::map<std::string, std::vector<const Estimated*>> families;
    for (const auto& design : designs) {
        estimated.push_back(std::make_unique<Estimated>(design, cells));
        all.push_back(estimated.back().get());
        families[all.back()->family()].push_back(all.back());
    }
    std::vector<gates::FamilyFit> fits{fit_of("", all)};
    for (const auto& [family, members] : families) fits.push_back(fit_of(family, members));
    return fits;
}

}  // namespace mxgen::characterize
