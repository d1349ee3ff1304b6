// SPDX-License-Identifier: Apache-2.0
#include "sw/model/accumulate.h"

#include <algorithm>

namespace mxgen::model {

int block_size(const DotSpec& spec) {
    return spec.block > 0 ? spec.block : std::max(spec.a.block, spec.b.block);
}

Value product_sum(const Block& block) {
    Value sum;
    for (std::size_t i = 0; i < block.a.size(); ++i) sum = sum + block.product(i);
    return sum;
}

void Accumulate::add_wide(const Wide& sum, const Wide& scale) {
    add_sum(finite_value(to_dyadic(sum)), finite_value(to_dyadic(scale)));
}

std::unique_ptr<Accumulate> make_accumulate(const DotSpec& spec) {
    switch (spec.accumulator.kind) {
        case Accumulator::Kind::floating:
            return make_floating_accumulate(spec);
        case Accumulator::Kind::integer:
            return make_integer_accumulate(spec);
        case Accumulator::Kind::fixed:
            return make_fixed_accumulate(spec);
        case Accumulator::Kind::tensorcore:
            return make_tensorcore_accumulate(spec);
        case Accumulator::Kind::none:
            break;
    }
    return make_block_sum(spec);
}

}  // namespace mxgen::model
