// SPDX-License-Identifier: Apache-2.0
#include "sw/model/dot.h"

#include <stdexcept>
#include <vector>

#include "sw/model/multiply.h"

namespace mxgen::model {
namespace {

std::vector<ExactValue> decoded(const Format& format, std::span<const std::uint32_t> codes) {
    std::vector<ExactValue> values;
    for (const std::uint32_t code : codes) values.push_back(decode(format, code));
    return values;
}

/// The products of an approximate multiplier.
std::vector<ExactValue> approximate_products(const DotSpec& spec, std::span<const ExactValue> a,
                                             std::span<const ExactValue> b) {
    std::vector<ExactValue> products;
    if (spec.multiplier.kind == Multiplier::Kind::exact) return products;
    for (std::size_t i = 0; i < a.size(); ++i)
        products.push_back(product(spec.multiplier, spec.a.element, spec.b.element, a[i], b[i]));
    return products;
}

}  // namespace

Dot::Dot(const DotSpec& spec) : spec_(spec), accumulate_(make_accumulate(spec)) {
    accumulate_->start(0);
}

void Dot::add(std::span<const std::uint32_t> a, std::uint32_t a_scale,
              std::span<const std::uint32_t> b, std::uint32_t b_scale) {
    if (a.size() != b.size()) throw std::invalid_argument("a block has as many codes in a as in b");
    const auto a_values = decoded(spec_.a.element, a), b_values = decoded(spec_.b.element, b);
    const auto products = approximate_products(spec_, a_values, b_values);
    const ExactValue scale = scale_value(spec_.a, a_scale) * scale_value(spec_.b, b_scale);
    const int exponent = scale_exponent(spec_.a, a_scale) + scale_exponent(spec_.b, b_scale);
    accumulate_->add({a_values, b_values, scale, products, exponent});
}

}  // namespace mxgen::model
