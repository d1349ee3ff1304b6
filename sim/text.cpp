// SPDX-License-Identifier: Apache-2.0
#include "sim/text.h"

#include <fmt/format.h>

#include "sw/unit/dot.h"

namespace mxgen::sim {

namespace {

std::string value_text(const model::ExactValue& value) {
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

/// Bits and value; of a float wider than codes of the model, and of what is no number, bits alone.
std::string code_text(const Port& port, const Integer& code) {
    const std::string hex = hex_text(code, port.element_width);
    const bool is_number =
        port.format && (port.format->kind == Kind::integer || port.format->bits <= 32);
    return is_number ? fmt::format("{} ({})", hex, value_text(sum_value(*port.format, code))) : hex;
}

}  // namespace

std::string codes_text(const Port& port, std::span<const Integer> codes, std::size_t limit) {
    std::size_t used = codes.size();
    while (used > 1 && codes[used - 1] == 0) --used;
    std::string text;
    for (std::size_t i = 0; i < std::min(used, limit); ++i)
        text += (i ? ", " : "") + code_text(port, codes[i]);
    if (used > limit) return text + fmt::format(", ... {} in all", codes.size());
    return used < codes.size() ? text + fmt::format(", then {} zeros", codes.size() - used) : text;
}

}  // namespace mxgen::sim
