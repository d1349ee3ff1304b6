// SPDX-License-Identifier: Apache-2.0
#include "sw/package/estimate.h"

#include "sw/package/build.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"
#include "sw/unit/convert.h"
#include "sw/unit/deconvert.h"
#include "sw/unit/multiply.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

/// A dot product, by what it adds.
std::string dot_family(const DotDesign& dot) {
    if (dot.accumulator.is_float()) return "float sums";
    const bool is_integer =
        dot.a.element.kind == Kind::integer && dot.b.element.kind == Kind::integer;
    return is_integer ? "integer dot" : "float dot";
}

/// Scales with a mantissa, as NVFP4 has them, take a divider or a multiplier.
bool has_scale_mantissa(const Config& config) {
    const auto* convert = std::get_if<ConvertDesign>(&config.design);
    const auto* deconvert = std::get_if<DeconvertDesign>(&config.design);
    const auto* format = convert ? &convert->output : deconvert ? &deconvert->input : nullptr;
    return format && format->scale && format->scale->mantissa_bits > 0;
}

}  // namespace

std::string family_of(const Config& config) {
    const Unit& unit = unit_of(config);
    const auto* multiply = std::get_if<MultiplyDesign>(&config.design);
    const bool is_exact = !multiply || multiply->multiplier.product == ProductKind::exact;
    std::string family = (is_exact ? "" : "approximate ") + std::string(unit.name());
    if (const MatrixUnit* matrices = unit.matrices())
        family = dot_family(matrices->dot(config.design));
    if (has_scale_mantissa(config)) family += " with scale mantissas";
    return family + (config.timing.is_pipelined() ? " in stages" : "");
}

CoveredDesign::CoveredDesign(const Config& config, const view::Target& target,
                             const gates::CellSet& cells, const gates::FamilyFit& fit)
    : cells_(&cells), fit_(fit) {
    try {
        const Built built = build(config, target);
        circuit_ = built.element ? built.element : built.top;
        elements_ = built.element ? built.elements : 1;
        covered_ = gates::covered(*circuit_, cells);
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

double CoveredDesign::energy_pj(const std::vector<std::vector<std::uint8_t>>& cycles) const {
    return gates::energy_pj(covered_, *cells_, gates::activity_of(covered_, *cells_, cycles), fit_);
}

std::optional<CoveredDesign> cover(const Config& config) {
    const auto* cells = gates::find_fitted(config.timing.technology);
    if (!cells) return std::nullopt;
    return CoveredDesign(config, target_of(config), *cells,
                         gates::fit_of(gates::fitted_families(), family_of(config)));
}

}  // namespace mxgen::package
