// SPDX-License-Identifier: Apache-2.0
#include "sw/model/accumulate.h"

#include <algorithm>

#include "sw/model/tensorcore.h"

namespace mxgen::model {

int block_size(const DotSpec& spec) {
    return spec.block > 0 ? spec.block : std::max(spec.a.block, spec.b.block);
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
    switch (spec.accumulator.kind) {
        case Accumulator::Kind::floating:
            return make_floating_accumulate(spec);
        case Accumulator::Kind::integer:
            return make_integer_accumulate(spec);
        case Accumulator::Kind::fixed:
            return make_fixed_accumulate(spec);
        case Accumulator::Kind::tensorcore:
            return std::make_unique<Tensorcore>(spec);
        case Accumulator::Kind::none:
            break;
    }
    return make_block_sum(spec);
}

}  // namespace mxgen::model
