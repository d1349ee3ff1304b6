// SPDX-License-Identifier: Apache-2.0
#include "sw/package/estimate.h"

#include <algorithm>

#include "sw/package/memo.h"
#include "sw/support/error.h"
#include "sw/unit/convert.h"
#include "sw/unit/deconvert.h"
#include "sw/unit/multiply.h"
#include "sw/unit/port.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

/// A dot product, by what it adds.
std::string dot_family(const DotDesign& dot) {
    if (dot.accumulator.is_float()) return "float sums";
    const bool is_integer =
        dot.a.element.kind == Kind::integer && dot.b.element.kind == Kind::integer;
    if (!is_integer) return "float dot";
    return dot.accumulator.keeps_sums() ? "integer sums" : "integer dot";
}

/// Scales with a mantissa, as NVFP4 has them, take a divider or a multiplier.
bool has_scale_mantissa(const BlockFormat& format) {
    return format.scale && format.scale->mantissa_bits > 0;
}

/// A conversion, by its formats.
std::string converter_family(const std::string& unit, const BlockFormat& blocks,
                             const std::string& from, const std::string& to) {
    return unit + from + to + (has_scale_mantissa(blocks) ? " with scale mantissas" : "");
}

void add(gates::Estimate& whole, const gates::Estimate& part, unsigned times) {
    whole.area += times * part.area;
    whole.register_area += times * part.register_area;
    whole.registers += times * part.registers;
}

/// How often the bits of operands and of sums from above change; sums that stay leave once a tile.
gates::GridRates rates_of(const ir::Circuit& element, const gates::Grid& grid,
                          const std::vector<std::vector<std::uint8_t>>& cycles) {
    gates::GridRates rates;
    std::size_t first = 0;
    for (const auto* port : element.inputs()) {
        const std::size_t width = port->range.width() * std::max(1u, port->elements);
        double changes = 0;
        for (std::size_t i = 1; i < cycles.size(); ++i)
            for (std::size_t bit = first; bit < first + width; ++bit)
                changes += cycles[i][bit] != cycles[i - 1][bit];
        first += width;
        const double rate = changes / static_cast<double>(width * (cycles.size() - 1));
        const Role role = named_port(port->name).role;
        if (role == Role::a) rates.a = rate;
        if (role == Role::b) rates.b = rate;
        if (role == Role::c && grid.sums_travel) rates.sums = rate;
    }
    return rates;
}

}  // namespace

std::string family_of(const Config& config) {
    const Unit& unit = unit_of(config);
    const auto* multiply = std::get_if<MultiplyDesign>(&config.design);
    const bool is_exact = !multiply || multiply->multiplier.product == ProductKind::exact;
    std::string family = (is_exact ? "" : "approximate ") + std::string(unit.name());
    if (const MatrixUnit* matrices = unit.matrices())
        family = dot_family(matrices->dot(config.design));
    const auto is_integer = [](const BlockFormat& format) {
        return format.element.kind == Kind::integer;
    };
    if (const auto* convert = std::get_if<ConvertDesign>(&config.design))
        family = converter_family(family, convert->output, " " + convert->input.name,
                                  is_integer(convert->output) ? " to integers" : "");
    if (const auto* deconvert = std::get_if<DeconvertDesign>(&config.design))
        family = converter_family(family, deconvert->input,
                                  is_integer(deconvert->input) ? " integers" : "",
                                  " to " + deconvert->output.name);
    if (const auto* array = std::get_if<ArrayDesign>(&config.design))
        family += array->is_weight_stationary() ? " in arrays over weights" : " in arrays";
    return family + (config.timing.is_pipelined() ? " in stages" : "");
}

CoveredDesign::CoveredDesign(const Built& built, const gates::CellSet& cells, EstimateMemo* memo)
    : cells_(&cells), memo_(built.element ? memo : nullptr) {
    try {
        grid_ = gates::grid_of(*built.top);
        circuit_ = grid_.elements > 0 ? gates::element_of(*built.top) : built.top;
        const auto cover = [&] { return gates::covered(*circuit_, cells); };
        covered_ = memo_ ? memo_->covered(built.element, cover)
                         : std::make_shared<const gates::Covered>(cover());
        if (const auto result = gates::find_module(*built.top, "u_result"))
            result_ = gates::covered(*result, cells);
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

gates::Estimate CoveredDesign::estimate(const gates::FamilyFit& fit) const {
    if (grid_.elements == 0) return gates::estimate(*covered_, *cells_, fit);
    // Registers give elements and results what they take.
    const double start = cells_->reg.clock_to_q.at(cells_->reg.load);
    const auto element = gates::estimate(*covered_, *cells_, fit, start);
    auto whole = gates::estimate(grid_, *cells_);
    whole.delay_ns = element.delay_ns;
    add(whole, element, grid_.elements);
    if (!result_) return whole;
    const auto result = gates::estimate(*result_, *cells_, fit, start);
    add(whole, result, 1);
    whole.delay_ns = std::max(whole.delay_ns, result.delay_ns);
    return whole;
}

CoveredDesign::Changes CoveredDesign::changes(const std::vector<Cycles>& samples) const {
    Changes mean;
    const double share = 1.0 / static_cast<double>(samples.size());
    for (const auto& cycles : samples) {
        const auto measure = [&] { return gates::activity_of(*covered_, *cells_, cycles); };
        mean.circuit += share * (memo_ ? memo_->activity(covered_, cycles, measure) : measure());
        if (grid_.elements == 0) continue;
        const auto rates = rates_of(*circuit_, grid_, cycles);
        mean.grid.a += share * rates.a;
        mean.grid.b += share * rates.b;
        mean.grid.sums += share * rates.sums;
    }
    return mean;
}

double CoveredDesign::energy_pj(const Changes& changes, const gates::FamilyFit& fit) const {
    const double own = gates::energy_pj(*covered_, *cells_, changes.circuit, fit);
    if (grid_.elements == 0) return own;
    return grid_.elements * own + gates::energy_pj(grid_, *cells_, changes.grid);
}

}  // namespace mxgen::package
