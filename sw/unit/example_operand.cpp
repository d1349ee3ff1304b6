// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/example_operand.h"

#include <algorithm>

#include "sw/model/round.h"

namespace mxgen {

model::MatrixOperand ExampleOperand::rows(int rows, int blocks) {
    model::MatrixOperand operand{rows, blocks * format_.block, {}, {}};
    for (int block = 0; block < rows * blocks; ++block) {
        const int kind = made_++ % 4;
        for (int i = 0; i < format_.block; ++i) operand.codes.push_back(code(kind));
        if (format_.scale) operand.scales.push_back(scale());
    }
    return operand;
}

/// By kind of block: zeros with a few codes, extremes, then random codes.
std::uint32_t ExampleOperand::code(int kind) {
    const auto mask = static_cast<std::uint32_t>(model::code_count(format_.element) - 1);
    const auto bits = static_cast<std::uint32_t>(random_());
    std::uint32_t code = bits & mask;
    if (kind == 0 && (bits >> 24) % 4 != 0) code = 0;
    if (kind == 1) code = bits >> 31 != 0 ? mask >> 1 : (mask >> 1) + 1;
    const bool counts = specials_ || format_.element.kind != Kind::floating ||
                        model::decode(format_.element, code).is_finite();
    return counts ? code : 0;
}

/// Near the middle of its range, where sums of several blocks meet.
std::uint32_t ExampleOperand::scale() {
    const Format& scale = *format_.scale;
    const std::uint32_t one = static_cast<std::uint32_t>(scale.bias) << scale.mantissa_bits;
    return one + static_cast<std::uint32_t>(random_()) % 16;
}

int max_example_steps(const DotDesign& dot) {
    const int blocks = dot.beats().blocks_per_step();
    return std::clamp(max_blocks(dot).value_or(example_max_steps * blocks) / blocks, 1,
                      example_max_steps);
}

Integer example_first_value(const DotDesign& dot, int number) {
    const Format sum = sum_format(dot);
    if (sum.kind != Kind::floating) return number;
    return model::round_to(sum, model::finite_value(Dyadic(2 * number - 5, -2)));
}

}  // namespace mxgen
