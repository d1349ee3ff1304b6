// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate.h"

#include "gen/arith/accumulate_float.h"
#include "gen/arith/accumulate_integer.h"
#include "gen/arith/decode.h"

namespace mxgen::arith {

using namespace ir;

Accumulated accumulate(Module& m, const Accumulator& accumulator, const BlockSum& block,
                       const AccumulateControl& control) {
    switch (accumulator.kind) {
        case Accumulator::Kind::floating:
            return accumulate_float(m, accumulator.format, block, control);
        case Accumulator::Kind::integer:
            return accumulate_integer(m, accumulator, block, control);
        default:
            throw Error(m.name() + ": no circuit for accumulator " + accumulator.name);
    }
}

Range codes(const Accumulator& accumulator) {
    bool is_float = accumulator.kind == Accumulator::Kind::floating;
    auto bits = is_float ? accumulator.format.bits : accumulator.bits;
    return Range::unsigned_bits(static_cast<unsigned>(bits));
}

}  // namespace mxgen::arith
