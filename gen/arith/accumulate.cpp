// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate.h"

namespace mxgen::arith {

using namespace ir;

Value AccumulateControl::sticky(Module& m, const Value& now, const std::string& name) const {
    if (now.range().hi == 0) return now;
    auto seen = m.state(name + "_q", Range::bit());
    auto flag = mux(take, now | (seen & !first), seen).as(name);
    m.next(seen, flag);
    return flag;
}

namespace {

AccumulatorCircuit circuit_of(const Accumulator& accumulator) {
#define MXGEN_KIND(name) name##_circuit,
    static constexpr AccumulatorCircuit (*circuits[])() = {MXGEN_ACCUMULATOR_KINDS(MXGEN_KIND)};
#undef MXGEN_KIND
    return circuits[static_cast<std::size_t>(accumulator.kind)]();
}

}  // namespace

Accumulated accumulate(Module& m, const Accumulator& accumulator,
                       const std::vector<BlockSum>& blocks, const AccumulateControl& control) {
    const PartScope scope(m, DesignPart::accumulator);
    const auto circuit = circuit_of(accumulator);
    if (circuit.accumulate == nullptr)
        throw CircuitError(m.name() + ": no circuit for sums in accumulator " + accumulator.name);
    return circuit.accumulate(m, accumulator, blocks, control);
}

std::string_view structure_of(const Accumulator& accumulator) {
    return circuit_of(accumulator).structure;
}

AccumulatorCircuit none_circuit() { return {nullptr, "none"}; }

Range codes(const Accumulator& accumulator) {
    if (accumulator.kind == AccumulatorKind::late)
        return Range::unsigned_bits(static_cast<unsigned>(accumulator.format.bits));
    return Range::unsigned_bits(static_cast<unsigned>(accumulator.bits));
}

}  // namespace mxgen::arith
