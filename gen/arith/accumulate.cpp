// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate.h"

#include "gen/arith/accumulate_fixed.h"
#include "gen/arith/accumulate_float.h"
#include "gen/arith/accumulate_integer.h"

namespace mxgen::arith {

using namespace ir;

Value AccumulateControl::sticky(Module& m, const Value& now, const std::string& name) const {
    if (now.range().hi == 0) return now;
    auto seen = m.state(name + "_q", Range::bit());
    auto flag = mux(take, now | (seen & !first), seen).as(name);
    m.next(seen, flag);
    return flag;
}

Accumulated accumulate(Module& m, const Accumulator& accumulator,
                       const std::vector<BlockSum>& blocks, const AccumulateControl& control) {
    const PartScope scope(m, DesignPart::accumulator);
    switch (accumulator.kind) {
        case Accumulator::Kind::floating:
            return accumulate_float(m, accumulator.format, blocks, control);
        case Accumulator::Kind::integer:
            return accumulate_integer(m, accumulator, blocks, control);
        case Accumulator::Kind::fixed:
            return accumulate_fixed(m, accumulator, blocks, control);
        case Accumulator::Kind::tensorcore:
        case Accumulator::Kind::none:
            break;
    }
    throw CircuitError(m.name() + ": no circuit for sums in accumulator " + accumulator.name);
}

std::string_view structure_of(const Accumulator& accumulator) {
    switch (accumulator.kind) {
        case Accumulator::Kind::floating:
            return "unpacked, in two's complement, rounding carried into the next block";
        case Accumulator::Kind::integer:
        case Accumulator::Kind::fixed:
            return "two's complement, one adder";
        case Accumulator::Kind::tensorcore:
            return "packed, truncated after each group";
        case Accumulator::Kind::none:
            break;
    }
    return "none";
}

Range codes(const Accumulator& accumulator) {
    return Range::unsigned_bits(static_cast<unsigned>(accumulator.bits));
}

}  // namespace mxgen::arith
