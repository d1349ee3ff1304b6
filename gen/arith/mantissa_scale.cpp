// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/mantissa_scale.h"

#include <algorithm>
#include <vector>

#include "gen/arith/normalize.h"
#include "gen/arith/threshold.h"

namespace mxgen::arith {

using namespace ir;

namespace {

const Format& fp32() {
    static const Format format = find_format("fp32").value();
    return format;
}

/// Takes a magnitude apart, its leading one at the top unless it is zero.
Normalized normalized(const Format& f, const Value& code) {
    return normalize(f, code, static_cast<unsigned>(f.mantissa_bits) + 1);
}

}  // namespace

MantissaScaleChooser::MantissaScaleChooser(const Format& input, const Format& scale,
                                           const Format& element, bool saturates)
    : input_(input), scale_(scale), largest_(largest(element)), saturates_(saturates) {}

Value scale_key(const Format& input, const Value& code, bool saturates) {
    auto magnitude = code.low(static_cast<unsigned>(input.bits) - 1);
    if (!saturates) return magnitude.as("key");
    return mux(normalize(input, code, 0).special, 0, magnitude).as("key");
}

/// The code of the nearest scale to product * 2^exponent / max, for a product whose leading one is
/// its highest bit or the next.
Value MantissaScaleChooser::rounded(const Value& product, const Value& exponent) const {
    auto mantissa = static_cast<unsigned>(scale_.mantissa_bits);
    // In units of max at the product's weight the quotient lies between 1/2 and 4: its binade.
    auto unit = static_cast<int>(product.width()) - 2 - largest_.fraction_bits;
    auto weight = static_cast<unsigned>(unit);
    auto binade = (product >= Value(largest_.significand << weight)) +
                  (product >= Value(largest_.significand << (weight + 1)));
    auto max_exponent = largest_.exponent - largest_.fraction_bits;
    auto field =
        (exponent + Value(unit - max_exponent + scale_.bias - 1) + binade).as("scale_field");
    // Below the smallest normal number the places kept stay where they are there.
    auto is_normal = field >= Value(1);
    auto deep = mux(is_normal, 0, Value(1) - field).within(0, 1 - field.range().lo);
    // A step of the scale is max / 2^mantissa, half a step one place more.
    auto down = binade + deep + Value(unit - 1 - static_cast<int>(mantissa) - 1);
    std::vector<Threshold> steps;
    for (int step = 1; step <= 2 << mantissa; ++step)
        steps.push_back({(2 * step - 1) * largest_.significand, step % 2 == 1});
    auto bits = Range{0, steps.back().value}.width() + 1;
    auto aligned = align(product, down, bits, product.width() - 2);
    auto index =
        count_reached(aligned, steps, Value{product.circuit(), product.circuit()->constant(1)});
    auto base = mux(is_normal, field - Value(1), 0).within(0, field.range().hi);
    auto code = (base << Value(Int(mantissa))) + index;
    Int last = largest_code(scale_);
    auto stored = code.low(static_cast<unsigned>(scale_.bits));
    return mux(code > Value(last), last, stored).as("rounded_scale");
}

ScaledBlock MantissaScaleChooser::scale(const Value& largest_key, const Value& tensor_scale) const {
    auto amax = normalized(input_, concat({Value(0), largest_key}));
    auto g = normalized(fp32(), tensor_scale);
    auto nonzero = (tensor_scale.low(31) != 0);
    auto usable = (nonzero & !g.neg & !g.special).as("is_usable");
    auto weight = [](const Format& f) { return f.bias + f.mantissa_bits; };
    // A largest element of many bits needs as many of the product.
    int bits = input_.mantissa_bits + fp32().mantissa_bits;
    int places = std::max(0, largest_.fraction_bits - bits);
    auto product = ((amax.significand * g.significand) << Value(places)).as("largest_product");
    auto exponent = amax.exponent + g.exponent - Value(weight(input_) + weight(fp32()) + places);
    auto number = mux(largest_key == 0, 0, rounded(product, exponent));
    auto nan = (saturates_ ? !usable : !(usable & !amax.special)).as("is_nan");

    auto mantissa = static_cast<unsigned>(scale_.mantissa_bits);
    auto field = (number >> Value(Int(mantissa))).as("scale_exponent");
    auto normal = (field != 0);
    auto divisor = concat({normal, number.low(mantissa)});
    auto lowest = mux(normal, field, 1);
    auto base = g.exponent - lowest - Value(weight(input_) + weight(fp32()) - weight(scale_));
    return {.code = mux(nan, nan_code(scale_).value(), number).as("scale"),
            .divisor = divisor.as("divisor"),
            .gain = g.significand,
            .exponent = base.as("base_exponent"),
            .clear = nan | (number == 0),
            .invalid = !usable};
}

}  // namespace mxgen::arith
