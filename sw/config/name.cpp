// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/config/resolve.h"
#include "sw/unit/from_config.h"

namespace mxgen {

namespace {

/// A value as part of an identifier: "fixed<40,-20>" becomes fixed_40_m20, 1.5 becomes 1p5.
std::string legalised(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool legal = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (legal) {
            out += c;
        } else if (c == '-') {
            out += 'm';
        } else if (c == '.') {
            out += 'p';
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
    }
    while (!out.empty() && out.back() == '_') out.pop_back();
    return out;
}

std::string operands(const Config& c) { return c.a == c.b ? c.a.name : c.a.name + "_" + c.b.name; }

std::string lanes(const Config& c) {
    const bool says_block = c.a.scale || c.b.scale || c.a.block == c.dot.lanes;
    return fmt::format("x{}", c.dot.lanes) + (says_block ? "" : fmt::format("_b{}", c.a.block));
}

std::string accumulator(const Config& c) {
    const Accumulator& acc = c.dot.accumulator;
    const bool sized_by_blocks = acc.kind == Accumulator::Kind::fixed && !acc.msb;
    return legalised(acc.name) +
           (sized_by_blocks || sums_single_blocks(c) ? fmt::format("_n{}", c.dot.blocks) : "");
}

std::string principal(const Config& c) {
    if (c.unit == "multiply") return fmt::format("multiply_{}", operands(c));
    if (c.unit == "dot") return fmt::format("dot_{}_{}_{}", operands(c), lanes(c), accumulator(c));
    if (c.unit == "array") {
        return fmt::format("array_{}x{}_{}_{}_{}", c.array.rows, c.array.cols, operands(c),
                           lanes(c), accumulator(c));
    }
    const std::string beat =
        c.a.scale && c.convert.lanes == c.a.block ? "" : fmt::format("_x{}", c.convert.lanes);
    if (c.unit == "convert") {
        return fmt::format("convert_{}_{}{}", c.convert.input, c.a.name, beat);
    }
    return fmt::format("deconvert_{}_{}{}", c.a.name, c.convert.output, beat);
}

/// The default of a key in this configuration, so that it goes without saying.
Value unspoken(const Key& key, const Config& c) {
    if (key.path() == "array.output") return c.dot.accumulator.name;
    if (key.path() == "dot.initial") return is_weight_stationary(c);
    return key.get(Config{});
}

}  // namespace

std::string derived_name(const Config& c) {
    std::string name = principal(c);
    for (const Key& key : keys()) {
        if (!key.named || !key.serves(c.unit)) continue;
        const Value value = key.get(c);
        if (value == unspoken(key, c)) continue;
        const bool flag = std::holds_alternative<bool>(value);
        name += "_" + key.tag + (flag ? "" : legalised(to_string(value)));
    }
    return name;
}

}  // namespace mxgen
