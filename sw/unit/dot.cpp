// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/dot.h"

#include <algorithm>

#include "sw/format/modes.h"
#include "sw/model/late.h"
#include "sw/model/window.h"

namespace mxgen {

namespace {

/// Whether some code is no finite number.
bool has_specials(const Format& format) {
    if (format.kind == Kind::floating) return format.specials != Specials::none;
    return std::ranges::any_of(format.values, [](const auto& value) { return !value; });
}

bool has_specials(const BlockFormat& format) {
    return has_specials(format.element) || (format.scale && has_specials(*format.scale));
}

/// Sums of late<W> that are not rounded have one code for all modes.
void share_exponents(std::vector<DotMode>& modes) {
    const auto rule_of = [](const DotMode& mode) {
        return model::late_rule(dot_spec(mode.native));
    };
    int lowest = rule_of(modes[0]).min_exponent, highest = lowest;
    for (const DotMode& mode : modes) {
        const model::LateRule rule = rule_of(mode);
        lowest = std::min(lowest, rule.min_exponent);
        highest = std::max(highest, rule.max_exponent);
    }
    for (DotMode& mode : modes)
        mode.native.accumulator.lsb = lowest, mode.native.accumulator.msb = highest;
}

}  // namespace

std::vector<DotMode> runtime_modes(const DotDesign& dot) {
    if (dot.modes.empty()) return {{dot, dot.a.element.bits, dot.b.element.bits}};
    const auto both = find_modes(dot.modes, dot.a, dot.b).value();
    auto accumulator = dot.accumulator;
    // Without an accumulator the sum has in every mode the port's width, which is exact for the
    // first.
    if (!accumulator.keeps_sums()) accumulator.bits = sum_format(dot).bits;
    std::vector<DotMode> modes;
    for (const ModeFormats& formats : both) {
        DotMode mode{dot, formats.a_bits, formats.b_bits};
        mode.native.modes.clear();
        mode.native.a = formats.a;
        mode.native.b = formats.b;
        mode.native.lanes *= formats.products;
        mode.native.accumulator = accumulator;
        modes.push_back(std::move(mode));
    }
    if (dot_spec(modes[0].native).unrounded) share_exponents(modes);
    return modes;
}

std::vector<Port> operand_ports(Role role, Stream stream, const DotMode& mode, int groups) {
    const bool is_a = role == Role::a;
    const DotDesign& dot = mode.native;
    const BlockFormat& format = is_a ? dot.a : dot.b;
    std::vector<Port> ports{
        make_port(role, stream, {dot.lanes * groups, is_a ? mode.a_bits : mode.b_bits, groups},
                  format.element)};
    if (format.scale && dot.accumulator.keeps_sums())
        ports.push_back(make_port(
            is_a ? Role::a_scale : Role::b_scale, stream,
            {dot.beats().blocks_per_step() * groups, format.scale->bits, groups}, *format.scale));
    return ports;
}

std::vector<Port> ports_of(const DotDesign& dot, bool /*has_valid*/, std::size_t number) {
    const DotMode mode = runtime_modes(dot)[number];
    const Accumulator& accumulator = dot.accumulator;
    const Format sum = sum_format(mode.native);
    const bool accumulates = accumulator.keeps_sums();
    const auto a = operand_ports(Role::a, Stream::input, mode);
    const auto b = operand_ports(Role::b, Stream::input, mode);
    std::vector<Port> ports;
    const auto add = [&](Role role, Stream stream) { ports.push_back(make_port(role, stream)); };
    const auto add_sum = [&](Role role, Stream stream) {
        ports.push_back(make_port(role, stream, {1, sum.bits}, sum));
    };
    if (accumulates) add(Role::valid, Stream::input);
    if (accumulates && !sums_single_blocks(dot)) add(Role::first, Stream::input);
    ports.insert(ports.end(), {a[0], b[0]});
    const bool adds_products = accumulator.row().summands == Summands::products;
    if (dot.initial && adds_products) add_sum(Role::c, Stream::input);
    if (dot.rescale) add(Role::rescale, Stream::input);
    if (!dot.modes.empty()) add(Role::mode, Stream::input);
    ports.insert(ports.end(), a.begin() + 1, a.end());
    ports.insert(ports.end(), b.begin() + 1, b.end());
    if (dot.initial && !adds_products) add_sum(Role::c, Stream::input);
    if (!accumulates) {
        add_sum(Role::sum, Stream::output);
        add(Role::special, Stream::output);
        return ports;
    }
    add(Role::valid, Stream::output);
    add_sum(Role::acc, Stream::output);
    if (accumulator.overflow != Accumulator::Overflow::never) add(Role::overflow, Stream::output);
    if (!accumulator.is_float() && (has_specials(dot.a) || has_specials(dot.b)))
        add(Role::invalid, Stream::output);
    return ports;
}

Multiplier multiplier_of(const DotDesign& dot) {
    return make_multiplier(dot.multiplier, dot.a.element.mantissa_bits);
}

MultiplySpec lane_spec(const DotDesign& dot) {
    return {.a = dot.a.element, .b = dot.b.element, .multiplier = multiplier_of(dot)};
}

model::DotSpec dot_spec(const DotDesign& dot) {
    return {.a = dot.a,
            .b = dot.b,
            .accumulator = dot.accumulator,
            .blocks = dot.blocks,
            .initial = dot.initial,
            .block = dot.a.block,
            .multiplier = multiplier_of(dot),
            .round = dot.round,
            .blocks_per_beat = dot.beats().blocks_per_step(),
            .unrounded = dot.is_element && dot.accumulator.kind == Accumulator::Kind::late};
}

bool sums_single_blocks(const DotDesign& dot) {
    return !dot.is_element && dot.accumulator.kind == Accumulator::Kind::floating &&
           dot.blocks == 1 && !dot.initial && dot.lanes <= dot.a.block;
}

std::optional<int> max_blocks(const DotDesign& dot) {
    const bool limited = dot.accumulator.is_exact() || sums_single_blocks(dot) ||
                         dot.accumulator.kind == Accumulator::Kind::late;
    return limited ? std::optional(dot.blocks) : std::nullopt;
}

Format sum_format(const DotDesign& dot) {
    const Accumulator& accumulator = dot.accumulator;
    const model::DotSpec spec = dot_spec(dot);
    if (spec.unrounded) return model::unrounded_format(spec);
    if (accumulator.is_float()) return accumulator.format;
    Format format;
    format.name = accumulator.name;
    format.kind = Kind::integer;
    format.bits = model::make_accumulate(spec)->width();
    format.lsb = accumulator.lsb.value_or(model::product_unit(spec));
    return format;
}

model::ExactValue sum_value(const Format& sum, const Integer& code) {
    if (sum.kind == Kind::floating) return model::decode(sum, static_cast<std::uint32_t>(code));
    if (sum.exponent_bits > 0 || sum.mantissa_bits > 0) return model::unrounded_value(sum, code);
    return model::finite_value(Dyadic(model::from_twos_complement(code, sum.bits), sum.lsb));
}

int exact_sum_bits(const Format& a, const Format& b, long long terms) {
    // The largest product is that of the two most negative codes: 2^(bits a + bits b - 2).
    const Integer largest = Integer(terms) << (a.bits + b.bits - 2);
    return static_cast<int>(msb(largest)) + 2;
}

}  // namespace mxgen
