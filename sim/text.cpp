// SPDX-License-Identifier: Apache-2.0
#include "sim/text.h"

#include <fmt/format.h>

#include "sw/model/value.h"

namespace mxgen::sim {

namespace {

std::string value_text(const model::Value& value) {
    if (value.is_nan()) return "NaN";
    if (value.is_infinite()) return value.negative ? "-Inf" : "Inf";
    if (value.is_zero()) return value.negative ? "-0" : "0";
    return to_string(value.number);
}

std::string hex_text(const Integer& bits, int width) {
    std::string digits = bits.str(0, std::ios_base::hex);
    const std::size_t wanted = (width + 3) / 4;
    return "0x" + std::string(wanted - std::min(wanted, digits.size()), '0') + digits;
}

}  // namespace

std::string code_text(const Format& format, std::uint32_t code) {
    return fmt::format("{} ({})", hex_text(code, format.bits),
                       value_text(model::decode(format, code)));
}

std::string codes_text(const Format& format, std::span<const std::uint32_t> codes,
                       std::size_t limit) {
    std::size_t used = codes.size();
    while (used > 1 && codes[used - 1] == 0) --used;
    std::string text;
    for (std::size_t i = 0; i < std::min(used, limit); ++i)
        text += (i ? ", " : "") + code_text(format, codes[i]);
    if (used > limit) return text + fmt::format(", ... {} in all", codes.size());
    return used < codes.size() ? text + fmt::format(", then {} zeros", codes.size() - used) : text;
}

std::string result_text(const Accumulator& accumulator, const Integer& bits, int width) {
    const std::string hex = hex_text(bits, width);
    const auto kind = accumulator.kind;
    if (kind == Accumulator::Kind::floating || kind == Accumulator::Kind::tensorcore) {
        Format format = accumulator.format;
        if (format.bits == 0) format = find_format("fp32").value();
        return fmt::format("{} ({})", hex,
                           value_text(model::decode(format, static_cast<std::uint32_t>(bits))));
    }
    const bool negative = bits >> (width - 1) != 0;
    Integer number = negative ? bits - (Integer(1) << width) : bits;
    const int lsb = kind == Accumulator::Kind::fixed ? accumulator.lsb.value_or(0) : 0;
    return fmt::format("{} ({})", hex, to_string(Dyadic(number, lsb)));
}

}  // namespace mxgen::sim
