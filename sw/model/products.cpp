// SPDX-License-Identifier: Apache-2.0
#include "sw/model/products.h"

#include "sw/model/multiply.h"

namespace mxgen::model {

Products::Products(const DotSpec& spec) : multiplier_(spec.multiplier), format_(spec.a.element) {
    constexpr int widest_pair = 16;
    if (multiplier_.kind == Multiplier::Kind::exact || 2 * format_.bits > widest_pair) return;
    const auto codes = static_cast<std::uint32_t>(code_count(format_));
    table_.reserve(std::size_t{codes} * codes);
    for (std::uint32_t a = 0; a < codes; ++a)
        for (std::uint32_t b = 0; b < codes; ++b) table_.push_back(by_definition(a, b));
}

Value Products::by_definition(std::uint32_t a, std::uint32_t b) const {
    return product(multiplier_, format_, format_, decode(format_, a), decode(format_, b));
}

void Products::multiply(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                        std::vector<Value>& out) const {
    out.clear();
    if (multiplier_.kind == Multiplier::Kind::exact) return;
    const auto codes = static_cast<std::size_t>(code_count(format_));
    for (std::size_t i = 0; i < a.size(); ++i)
        out.push_back(table_.empty() ? by_definition(a[i], b[i])
                                     : table_[a[i] % codes * codes + b[i] % codes]);
}

}  // namespace mxgen::model
