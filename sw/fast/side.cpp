// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/side.h"

#include <algorithm>

namespace mxgen::fast {

Side::Side(const BlockFormat& format, const model::MatrixOperand& operand, int block)
    : elements_(format), operand_(operand), block_(block) {}

model::ExactValue Side::scale(int row, std::size_t index) const {
    return elements_.scale(operand_.scales.empty() ? 0 : operand_.scales[slot(row, index)]);
}

int Side::scale_exponent(int row, std::size_t index) const {
    return operand_.scales.empty() ? 0
                                   : elements_.scale_exponent(operand_.scales[slot(row, index)]);
}

void Side::prepare(SumMethod sums) {
    for (const std::uint32_t code : operand_.codes) {
        if (sums == SumMethod::units) units_.push_back(elements_.units(code));
        if (sums == SumMethod::plain) plain_.push_back(elements_.plain(code));
    }
    for (int row = 0; row < operand_.rows; ++row) {
        for (std::size_t index = 0; index < blocks(); ++index) {
            const auto block = codes(row, index);
            const model::ExactValue scale_value = scale(row, index);
            const bool special = std::any_of(block.begin(), block.end(),
                                             [&](auto code) { return elements_.special(code); });
            finite_.push_back(!special && scale_value.is_finite());
            scales_.push_back(to_wide(scale_value.number).value());
        }
    }
}

}  // namespace mxgen::fast
