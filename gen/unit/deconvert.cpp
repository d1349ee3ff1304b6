// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/deconvert.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "gen/arith/decode.h"
#include "gen/arith/round.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// The same number with so many leading zeros that its highest bit is no subnormal of the format,
/// and at least as many bits as a significand.
arith::Unrounded padded(const arith::Unrounded& x, const Format& f) {
    auto width = static_cast<int>(x.mag.width());
    int low = std::max(0, f.mantissa_bits + 1 - width);
    auto lowest = static_cast<int>(x.exponent.range().lo) + x.lsb + width;
    int high = std::max(0, 2 - f.bias - lowest);
    std::vector<Value> parts(static_cast<std::size_t>(high), Value(0));
    parts.push_back(x.mag);
    auto wide = concat(parts);
    return {x.neg, wide << Value(low), x.exponent, x.lsb - low};
}

/// The codes of a beat. In rows element 0 is the highest of either.
Array codes_of(Module& m, const DeconvertOptions& o) {
    if (o.pack == CodeRows::one) return m.input("codes_i", arith::codes(o.input.element), o.lanes);
    auto pieces = m.input("codes_i", Range::unsigned_bits(2), 3 * o.lanes);
    std::vector<Value> codes;
    for (unsigned place = o.lanes; place-- > 0;)
        codes.push_back(
            concat({pieces[2 * o.lanes + place], pieces[2 * place + 1], pieces[2 * place]}));
    return gather(codes);
}

/// One element of the block, its scale given.
Module lane_module(const DeconvertOptions& o) {
    const auto& f = o.input.element;
    Module m{o.name + "_lane",
             fmt::format("The value of one {} element in {}.", f.name, o.output.name)};
    m.belongs_to(DesignPart::converters);
    auto x = arith::decode(m, f, m.input("code_i", arith::codes(f)), "x");
    auto none = m.constant(0);
    arith::Unpacked scale{none, m.constant(1), none, none, none, none, 0};
    if (o.input.scale)
        scale = arith::decode(m, *o.input.scale, m.input("scale_i", arith::codes(*o.input.scale)),
                              "scale");
    auto neg = (x.mag.range().is_signed() ? x.mag < 0 : x.neg).as("neg");
    arith::Unrounded exact{neg, (absolute(x.mag) * scale.mag).as("mag"),
                           (x.exponent + scale.exponent).as("exponent"), x.lsb + scale.lsb};
    auto magnitude = arith::round_magnitude(o.output, padded(exact, o.output));

    auto m_out = static_cast<unsigned>(o.output.mantissa_bits);
    auto fields = static_cast<unsigned>(o.output.bits) - 1;
    Int infinity = (pow2(static_cast<unsigned>(o.output.exponent_bits)) - 1) << m_out;
    auto is_inf = x.inf | (magnitude >= Value(infinity));
    auto number = neg << Value(Int(fields)) | mux(is_inf, infinity, magnitude).low(fields);
    auto nan = (x.nan | scale.nan | (x.inf & scale.zero)).as("is_nan");
    m.output("x_o", mux(nan, Int(infinity + pow2(m_out - 1)), number));
    return m;
}

}  // namespace

Module deconvert(const DeconvertOptions& o) {
    Module m{o.name, fmt::format("Converts {} elements of {} back to {}.", o.lanes, o.input.name,
                                 o.output.name)};
    m.belongs_to(DesignPart::converters);
    if (o.has_valid) m.output("valid_o", m.input("valid_i", Range::bit()).control());
    std::vector<Binding> inputs{{"code_i", codes_of(m, o)}};
    if (o.input.scale)
        inputs.emplace_back("scale_i", m.input("scale_i", arith::codes(*o.input.scale)));
    m.output("x_o", m.instances(lane_module(o), "u_lane", o.lanes, inputs).array("x_o"));
    return m;
}

}  // namespace mxgen::unit
