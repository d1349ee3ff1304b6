// SPDX-License-Identifier: Apache-2.0
#include "sw/model/accumulate.h"

#include <algorithm>

namespace mxgen::model {

int block_size(const DotSpec& spec) {
    return spec.block > 0 ? spec.block : std::max(spec.a.block, spec.b.block);
}

int summed_terms(const DotSpec& spec) {
    const int per_beat = spec.blocks_per_beat;
    return (spec.blocks + per_beat - 1) / per_beat * per_beat + spec.initial;
}

int exponent_of_code(const Format& format, std::uint32_t code) {
    const std::uint32_t fields = (std::uint32_t{1} << format.exponent_bits) - 1;
    const auto field = static_cast<int>(code >> format.mantissa_bits & fields);
    return std::max(field, format.has_zero ? 1 : 0) - format.bias;
}

int scale_exponent(const BlockFormat& format, std::uint32_t code) {
    return format.scale ? exponent_of_code(*format.scale, code) : 0;
}

ExactValue scale_value(const BlockFormat& format, std::uint32_t code) {
    return format.scale ? decode(*format.scale, code) : finite_value(1);
}

ExactValue product_sum(const Block& block) {
    ExactValue sum;
    for (std::size_t i = 0; i < block.a.size(); ++i) sum = sum + block.product(i);
    return sum;
}

std::unique_ptr<Accumulate> make_accumulate(const DotSpec& spec) {
#define MXGEN_KIND(name) make_##name##_accumulate,
    static constexpr std::unique_ptr<Accumulate> (*makers[])(const DotSpec&) = {
        MXGEN_ACCUMULATOR_KINDS(MXGEN_KIND)};
#undef MXGEN_KIND
    return makers[static_cast<std::size_t>(spec.accumulator.kind)](spec);
}

}  // namespace mxgen::model
