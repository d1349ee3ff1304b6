// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/from_config.h"

namespace mxgen {

namespace {

/// The table of keys allows the very names that this looks up.
template <class Choice>
Choice choice(const std::string& name) {
    return find_choice<Choice>(name).value();
}

ConvertRule rule_of(const Config::Convert& convert) {
    return {.scale = choice<ScaleRule>(convert.scale_rule),
            .rounding = {.rounding = choice<Rounding>(convert.rounding),
                         .overflow = choice<Overflow>(convert.overflow),
                         .random_bits = convert.random_bits},
            .nonfinite = choice<NonFinite>(convert.nonfinite)};
}

MultiplierChoice multiplier_choice(const Config::Dot& dot) {
    return {.product = choice<ProductKind>(dot.multiplier),
            .mode = choice<LmulMode>(dot.lmul_mode),
            .offset = find_lmul_offset(dot.lmul_l).value(),
            .subnormals = choice<Subnormals>(dot.lmul_subnormals)};
}

/// Calls with the specification of a dot product or an array.
template <class Use>
auto with_sums(const Config& c, const Use& use) {
    return c.unit == "array" ? use(array_design(c)) : use(dot_design(c));
}

}  // namespace

DotDesign dot_design(const Config& c) {
    return {.a = c.a,
            .b = c.b,
            .lanes = c.dot.lanes,
            .blocks = c.dot.blocks,
            .accumulator = c.dot.accumulator,
            .initial = c.dot.initial,
            .multiplier = multiplier_choice(c.dot),
            .modes = c.dot.modes,
            .is_element = c.unit == "array"};
}

ArrayDesign array_design(const Config& c) {
    return {.dot = dot_design(c),
            .rows = c.array.rows,
            .cols = c.array.cols,
            .dataflow = choice<Dataflow>(c.array.dataflow),
            .output = c.array.output,
            .rule = rule_of(c.convert),
            .clip = choice<Clip>(c.convert.clip)};
}

MultiplyDesign multiply_design(const Config& c) {
    return {.a = c.a,
            .b = c.b,
            .multiplier = multiplier_choice(c.dot),
            .full = c.dot.full_product,
            .overflow = choice<Overflow>(c.convert.overflow)};
}

ConvertDesign convert_design(const Config& c) {
    return {.input = find_format(c.convert.input).value(),
            .output = c.a,
            .rule = rule_of(c.convert),
            .clip = choice<Clip>(c.convert.clip),
            .random = choice<RandomSource>(c.convert.random),
            .lfsr_seed = c.convert.lfsr_seed,
            .lanes = c.convert.lanes};
}

DeconvertDesign deconvert_design(const Config& c) {
    return {
        .input = c.a, .output = find_format(c.convert.output).value(), .lanes = c.convert.lanes};
}

UnitDesign unit_design(const Config& c) {
    if (c.unit == "dot") return dot_design(c);
    if (c.unit == "array") return array_design(c);
    if (c.unit == "multiply") return multiply_design(c);
    if (c.unit == "convert") return convert_design(c);
    return deconvert_design(c);
}

bool is_pipelined(const Config& c) { return c.timing.period_ns || c.timing.stages.value_or(0) > 0; }

std::vector<RuntimeMode> runtime_modes(const Config& c) {
    std::vector<RuntimeMode> modes;
    for (const DotMode& mode : runtime_modes(dot_design(c))) {
        RuntimeMode& native = modes.emplace_back(c, mode.a_bits, mode.b_bits);
        native.native.a = mode.native.a, native.native.b = mode.native.b;
        native.native.dot.lanes = mode.native.lanes;
        native.native.dot.accumulator = mode.native.accumulator;
        native.native.dot.modes = mode.native.modes;
    }
    return modes;
}

void check_product(const Config& config, int depth) {
    with_sums(config, [&](const auto& design) { check_product(design, depth); });
}

ProductOperands padded_product(const Config& config, const ProductOperands& operands) {
    return with_sums(config, [&](const auto& design) { return padded_product(design, operands); });
}

DesignProduct design_product(const Config& config, const ProductOperands& operands) {
    return with_sums(config, [&](const auto& design) { return design_product(design, operands); });
}

}  // namespace mxgen
