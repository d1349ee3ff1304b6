// SPDX-License-Identifier: Apache-2.0
#include "sw/config/result.h"

#include <charconv>

#include "sw/config/conversion.h"
#include "sw/config/dot.h"

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

}  // namespace

std::optional<ArrayOutput> array_output(const Config& c) {
    const std::string& name = c.array.output;
    ArrayOutput output{sum_format(c), {}, {}};
    if (name.empty() || name == c.dot.accumulator.name || name == output.sum.name) return output;
    if (is_result_float(name)) {
        output.rounded = find_format(name);
        return output;
    }
    output.blocked = blocked_format(name);
    if (!output.blocked) return std::nullopt;
    output.blocked->element.asymmetric |= c.convert.clip == "asymmetric";
    if (!is_result_float(output.sum.name)) output.rounded = find_format("fp32");
    return output;
}

ResultRow result_row(const Config& c, const ArrayOutput& output, std::span<const Integer> sums) {
    ResultRow row;
    std::vector<model::Value> values;
    for (const Integer& code : sums) {
        values.push_back(sum_value(output.sum, code));
        if (!output.rounded) continue;
        const std::uint32_t rounded = model::round_to(*output.rounded, values.back());
        values.back() = model::decode(*output.rounded, rounded);
        if (!output.blocked) row.codes.emplace_back(rounded);
    }
    if (!output.blocked) {
        if (!output.rounded) row.codes.assign(sums.begin(), sums.end());
        return row;
    }
    const auto block = static_cast<std::size_t>(output.blocked->block);
    for (std::size_t first = 0; first < values.size(); first += block) {
        const auto converted = model::convert_block(
            *output.blocked, std::span(values).subspan(first, block), convert_rule(c.convert));
        row.scales.emplace_back(converted.scale);
        row.invalid |= converted.invalid;
        row.codes.insert(row.codes.end(), converted.codes.begin(), converted.codes.end());
    }
    return row;
}

model::Value result_value(const ArrayOutput& output, const ResultRow& row, std::size_t i) {
    if (output.blocked) {
        const auto code = [](const Integer& x) { return static_cast<std::uint32_t>(x); };
        const auto block = static_cast<std::size_t>(output.blocked->block);
        return model::decode(*output.blocked->scale, code(row.scales[i / block])) *
               model::decode(output.blocked->element, code(row.codes[i]));
    }
    return sum_value(output.rounded.value_or(output.sum), row.codes[i]);
}

}  // namespace mxgen
