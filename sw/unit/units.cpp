// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/units.h"

#include <fmt/format.h>

#include <array>

#include "sw/support/error.h"

namespace mxgen {

namespace {

/// In the order of UnitDesign.
constexpr std::array<std::string_view, std::variant_size_v<UnitDesign>> names{
    "dot", "array", "multiply", "convert", "deconvert"};

/// One signature for the ports of every unit.
struct PortsOf {
    bool has_valid;
    std::size_t mode;

    std::vector<Port> operator()(const DotDesign& x) const { return dot_ports(x, mode); }
    std::vector<Port> operator()(const ArrayDesign& x) const { return array_ports(x, mode); }
    std::vector<Port> operator()(const MultiplyDesign& x) const { return multiply_ports(x); }
    std::vector<Port> operator()(const ConvertDesign& x) const {
        return convert_ports(x, has_valid);
    }
    std::vector<Port> operator()(const DeconvertDesign& x) const {
        return deconvert_ports(x, has_valid);
    }
};

}  // namespace

std::string_view unit_name(const UnitDesign& design) { return names[design.index()]; }

std::vector<Port> ports_of(const UnitDesign& design, bool has_valid, std::size_t mode) {
    return std::visit(PortsOf{has_valid, mode}, design);
}

BeatShape beats_of(const UnitDesign& design) {
    return std::visit([](const auto& unit) { return unit.beats(); }, design);
}

std::unique_ptr<Golden> golden_of(const UnitDesign& design) {
    return std::visit([](const auto& unit) { return golden_of(unit); }, design);
}

Stimulus stimulus_of(const UnitDesign& design, const StimulusOptions& options) {
    return std::visit([&](const auto& unit) { return stimulus_of(unit, options); }, design);
}

Stimulus examples_of(const UnitDesign& design) {
    return std::visit([](const auto& unit) { return examples_of(unit); }, design);
}

Stimulus product_stimulus(const UnitDesign& design, const std::vector<ProductOperands>& products) {
    if (const auto* dot = std::get_if<DotDesign>(&design)) return product_stimulus(*dot, products);
    if (const auto* array = std::get_if<ArrayDesign>(&design))
        return product_stimulus(*array, products);
    throw Error(Exit::usage,
                fmt::format("design.unit = \"{}\" cannot be co-simulated with tensors; allowed: "
                            "dot, array; without tensors also multiply, convert, deconvert",
                            unit_name(design)));
}

}  // namespace mxgen
