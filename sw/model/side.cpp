// SPDX-License-Identifier: Apache-2.0
#include "sw/model/side.h"

#include <algorithm>
#include <stdexcept>

namespace mxgen::model {

Side::Side(const BlockFormat& format, const Operand& operand, int block)
    : elements_(format), operand_(operand), block_(block) {
    const auto rows = static_cast<std::size_t>(operand.rows);
    const bool codes_fit = operand.codes.size() == rows * static_cast<std::size_t>(operand.depth);
    const bool scales_fit = !format.scale || operand.scales.size() == rows * blocks();
    if (!codes_fit || !scales_fit)
        throw std::invalid_argument("an operand needs rows x depth codes and a scale a block");
}

Value Side::scale(int row, std::size_t index) const {
    return elements_.scale(operand_.scales.empty() ? 0 : operand_.scales[slot(row, index)]);
}

void Side::prepare(Sums sums) {
    for (const std::uint32_t code : operand_.codes) {
        if (sums == Sums::units) units_.push_back(elements_.units(code));
        if (sums == Sums::plain) plain_.push_back(elements_.plain(code));
    }
    for (int row = 0; row < operand_.rows; ++row) {
        for (std::size_t index = 0; index < blocks(); ++index) {
            const auto block = codes(row, index);
            const Value scale_value = scale(row, index);
            const bool special = std::any_of(block.begin(), block.end(),
                                             [&](auto code) { return elements_.special(code); });
            finite_.push_back(!special && scale_value.is_finite());
            scales_.push_back(to_wide(scale_value.number).value());
        }
    }
}

}  // namespace mxgen::model
