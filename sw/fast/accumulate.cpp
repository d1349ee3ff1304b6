// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/accumulate.h"

namespace mxgen::fast {

namespace {

bool rounds_by_block(const model::DotSpec& spec) {
    return spec.round.kind == SumRounding::Kind::block ||
           (spec.round.kind == SumRounding::Kind::beat && spec.blocks_per_beat == 1);
}

}  // namespace

void FastAccumulate::add_sum(const Wide& sum, const WideScale& scale) {
    // A block of one product is its sum.
    const auto product = model::finite_value(to_dyadic(sum));
    const std::span one(&product, 1);
    add({one, one, model::finite_value(to_dyadic(scale.value)), one, scale.exponent});
}

std::unique_ptr<FastAccumulate> make_accumulate(const model::DotSpec& spec) {
    switch (spec.accumulator.kind) {
        case Accumulator::Kind::floating:
            // Blocks of a beat that are rounded together wait for each other in the definition.
            if (rounds_by_block(spec)) return fast::make_floating_accumulate(spec);
            break;
        case Accumulator::Kind::tensorcore:
            return fast::make_tensorcore_accumulate(spec);
        default:
            break;
    }
    // The definition, where no class has machine words.
    return std::make_unique<FastAccumulate>(model::make_accumulate(spec));
}

}  // namespace mxgen::fast
