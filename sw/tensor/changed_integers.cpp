// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/changed_integers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/tensor/exact_quantize.h"

namespace mxgen::tensor {
namespace {

/// Bits in two's complement of an integer format without fraction that holds x.
int bits_of(Extended x) {
    const Extended magnitude = x < 0 ? -x - 1 : x;
    return magnitude < 1 ? 1 : std::ilogb(magnitude) + 2;
}

/// The widest integer format of an operand.
constexpr int max_integer_bits = 16;

/// Counts the elements of one block, in units of its scale and of the tensor's.
void count_block(const Tensor& x, const Quantized& q, const BlockLayout& layout, std::size_t block,
                 ChangedIntegers& found) {
    const model::ExactValue scale =
        q.scales.empty() ? model::finite_value(1) : model::decode(*q.format.scale, q.scales[block]);
    const Format& element = q.format.element;
    const Dyadic lowest = -(model::max_finite(element) + Dyadic(1, element.lsb));
    const Dyadic gain = from_double(q.tensor_scale);
    layout.for_each(block, [&](std::size_t i) {
        const Dyadic wanted = value_of(x.number(i)).number * gain;
        const bool is_kept =
            scale.is_finite() && model::decode(element, q.codes[i]).number * scale.number == wanted;
        if (is_kept) return;
        ++found.changed;
        if (!q.format.scale && !element.asymmetric) found.most_negative += wanted == lowest;
    });
}

}  // namespace

std::optional<ChangedIntegers> changed_integers(const Tensor& x, const Quantized& q) {
    const Format& element = q.format.element;
    if (!x.holds_integers || element.kind != Kind::integer) return std::nullopt;
    ChangedIntegers found{q.format.name, 0, x.data.size()};
    const BlockLayout layout(q.shape, q.blocking);
    if (!std::isfinite(q.tensor_scale))
        found.changed = found.elements;
    else
        for (std::size_t block = 0; block < layout.blocks(); ++block)
            count_block(x, q, layout, block, found);
    int bits = 2;
    for (std::size_t i = 0; i < x.data.size(); ++i) bits = std::max(bits, bits_of(x.number(i)));
    if (bits <= max_integer_bits) found.bits = bits;
    return found;
}

std::string to_string(const ChangedIntegers& integers, const std::string& format_flag) {
    const auto& [format, changed, elements, most_negative, bits] = integers;
    const std::string verb = changed == 1 ? "changes" : "change";
    std::string text = fmt::format("{} of {} integers {} in {}", changed, elements, verb, format);
    const char* object = changed == 1 ? "it" : "them";
    if (most_negative == changed) return text + "; --clip asymmetric keeps " + object;
    if (most_negative > 0)
        text += fmt::format("; --clip asymmetric keeps {} of them", most_negative);
    if (bits == 0) return text + "; no integer format without scale holds all";
    return text + fmt::format("; {} int{} --clip asymmetric keeps {}", format_flag, bits,
                              most_negative > 0 ? "all" : object);
}

}  // namespace mxgen::tensor
