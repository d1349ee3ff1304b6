// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/accumulate.h"

namespace mxgen::fast {

void FastAccumulate::add_sum(const Wide& sum, const Wide& scale) {
    // A block of one product is its sum.
    const auto product = model::finite_value(to_dyadic(sum));
    const std::span one(&product, 1);
    add({one, one, model::finite_value(to_dyadic(scale)), one});
}

std::unique_ptr<FastAccumulate> make_accumulate(const model::DotSpec& spec) {
    switch (spec.accumulator.kind) {
        case Accumulator::Kind::floating:
            return fast::make_floating_accumulate(spec);
        case Accumulator::Kind::tensorcore:
            return fast::make_tensorcore_accumulate(spec);
        default:  // the definition, where no class has machine words
            return std::make_unique<FastAccumulate>(model::make_accumulate(spec));
    }
}

}  // namespace mxgen::fast
