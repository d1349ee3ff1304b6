// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/array.h"

#include <charconv>

namespace mxgen {

namespace {

bool is_result_float(const std::string& name) {
    return name == "fp32" || name == "bf16" || name == "fp16";
}

/// A block format of the catalogue, its block replaced by that of a suffix _bN.
std::optional<BlockFormat> blocked_format(std::string name) {
    int block = 0;
    const auto suffix = name.rfind("_b");
    if (suffix != std::string::npos) {
        const char *first = name.data() + suffix + 2, *last = name.data() + name.size();
        const auto [end, error] = std::from_chars(first, last, block);
        if (error == std::errc{} && end == last && block > 0)
            name.resize(suffix);
        else
            block = 0;
    }
    auto format = find_block_format(name);
    if (!format || !format->scale || format->scale->has_zero) return std::nullopt;
    if (block > 0) format->block = block;
    return format;
}

/// The ports that a row of results leaves through.
std::vector<Port> result_ports(const ArrayDesign& array) {
    const ArrayOutput output = array_output(array).value();
    const int cols = array.cols;
    const Format code =
        output.blocked ? output.blocked->element : output.rounded.value_or(output.sum);
    std::vector<Port> ports{make_port(Role::result, Stream::output, {cols, code.bits, cols}, code)};
    if (output.blocked) {
        ports.push_back(make_port(Role::result_scale, Stream::output,
                                  {cols / output.blocked->block, output.blocked->scale->bits},
                                  output.blocked->scale));
        ports.push_back(make_port(Role::invalid, Stream::output));
    }
    if (array.is_weight_stationary() && output.converts())
        ports.push_back(
            make_port(Role::sum, Stream::output, {cols, output.sum.bits, cols}, output.sum));
    return ports;
}

}  // namespace

std::vector<Port> ports_of(const ArrayDesign& array, bool /*has_valid*/, std::size_t number) {
    const ArrayMode mode = runtime_modes(array)[number];
    const bool weights = array.is_weight_stationary();
    const Format sum = sum_format(mode.native.dot);
    std::vector<Port> ports;
    const auto add = [&](Role role, Stream stream) { ports.push_back(make_port(role, stream)); };
    const auto append = [&](const std::vector<Port>& more) {
        ports.insert(ports.end(), more.begin(), more.end());
    };
    add(Role::valid, Stream::input);
    add(Role::last, Stream::input);
    add(Role::ready, Stream::output);
    append(operand_ports(Role::a, Stream::input, mode.element(), array.rows));
    if (!array.dot.modes.empty()) add(Role::mode, Stream::input);
    append(operand_ports(Role::b, weights ? Stream::weights : Stream::input, mode.element(),
                         array.cols));
    if (weights) {
        add(Role::valid, Stream::weights);
        append({make_port(Role::c, Stream::input, {array.cols, sum.bits, array.cols}, sum)});
    }
    add(Role::ready, Stream::input);
    if (weights) add(Role::ready, Stream::weights);
    add(Role::valid, Stream::output);
    append(result_ports(mode.native));
    add(Role::last, Stream::output);
    return ports;
}

std::vector<Word> element_words(const ArrayDesign& array) {
    const DotMode mode = runtime_modes(array.dot)[0];
    auto a = operand_ports(Role::a, Stream::input, mode);
    auto b = operand_ports(Role::b, Stream::input, mode);
    if (!array.dot.modes.empty()) a.push_back(make_port(Role::mode, Stream::input));
    const Format sum = sum_format(mode.native);
    std::vector<Port> start{array.is_weight_stationary()
                                ? make_port(Role::c, Stream::input, {1, sum.bits}, sum)
                                : make_port(Role::first, Stream::input)};
    // Sums that take turns leave on tokens, as many as there are last beats.
    if (array.dot.interleave > 1 && !array.is_weight_stationary())
        start.push_back(make_port(Role::last, Stream::input));
    const Port valid = make_port(Role::valid, Stream::input);
    return {{valid.name, {valid}}, {start[0].name, start}, {a[0].name, a}, {b[0].name, b}};
}

std::vector<ArrayMode> runtime_modes(const ArrayDesign& array) {
    std::vector<ArrayMode> modes;
    for (DotMode& element : runtime_modes(array.dot)) {
        ArrayMode mode{array, element.a_bits, element.b_bits};
        mode.native.dot = std::move(element.native);
        modes.push_back(std::move(mode));
    }
    return modes;
}

int depth_per_pass(const ArrayDesign& array) { return array.rows * array.dot.beats().products(); }

std::optional<ArrayOutput> array_output(const ArrayDesign& array) {
    const std::string& name = array.output;
    ArrayOutput output{sum_format(array.dot), {}, {}};
    const bool leaves_rounded = array.dot.accumulator.kind == Accumulator::Kind::late;
    if (!leaves_rounded &&
        (name.empty() || name == array.dot.accumulator.name || name == output.sum.name))
        return output;
    if (is_result_float(name)) {
        output.rounded = find_format(name);
        return output;
    }
    output.blocked = blocked_format(name);
    if (!output.blocked) return std::nullopt;
    output.blocked->element.asymmetric |= array.clip == Clip::asymmetric;
    if (!is_result_float(output.sum.name)) output.rounded = find_format("fp32");
    return output;
}

ResultRow result_row(const ArrayDesign& array, const ArrayOutput& output,
                     std::span<const Integer> sums) {
    ResultRow row;
    if (!output.converts()) {
        row.codes.assign(sums.begin(), sums.end());
        return row;
    }
    std::vector<model::ExactValue> values;
    for (const Integer& code : sums) {
        values.push_back(sum_value(output.sum, code));
        if (!output.rounded) continue;
        const std::uint32_t rounded = model::round_to(*output.rounded, values.back());
        values.back() = model::decode(*output.rounded, rounded);
        if (!output.blocked) row.codes.emplace_back(rounded);
    }
    if (!output.blocked) return row;
    const auto block = static_cast<std::size_t>(output.blocked->block);
    for (std::size_t first = 0; first < values.size(); first += block) {
        const auto converted = model::convert_block(
            *output.blocked, std::span(values).subspan(first, block), array.rule);
        row.scales.emplace_back(converted.scale);
        row.invalid |= converted.invalid;
        row.codes.insert(row.codes.end(), converted.codes.begin(), converted.codes.end());
    }
    return row;
}

model::ExactValue result_value(const ArrayOutput& output, const ResultRow& row, std::size_t i) {
    if (output.blocked) {
        const auto code = [](const Integer& x) { return static_cast<std::uint32_t>(x); };
        const auto block = static_cast<std::size_t>(output.blocked->block);
        return model::decode(*output.blocked->scale, code(row.scales[i / block])) *
               model::decode(output.blocked->element, code(row.codes[i]));
    }
    return sum_value(output.rounded.value_or(output.sum), row.codes[i]);
}

}  // namespace mxgen
