// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/multiply.h"

namespace mxgen {

MultiplySpec multiply_spec(const MultiplyDesign& multiply) {
    return {.a = multiply.a.element,
            .b = multiply.b.element,
            .multiplier = make_multiplier(multiply.multiplier, multiply.a.element.mantissa_bits),
            .full = multiply.full,
            .saturate = multiply.overflow == Overflow::saturate};
}

std::vector<Port> ports_of(const MultiplyDesign& multiply, bool /*has_valid*/,
                           std::size_t /*mode*/) {
    const MultiplySpec spec = multiply_spec(multiply);
    const Format result = spec.result();
    return {make_port(Role::a, Stream::input, {1, spec.a.bits}, spec.a),
            make_port(Role::b, Stream::input, {1, spec.b.bits}, spec.b),
            make_port(Role::product, Stream::output, {1, result.bits}, result)};
}

}  // namespace mxgen
