// SPDX-License-Identifier: Apache-2.0
#include "sw/model/dot.h"

#include <stdexcept>

namespace mxgen::model {

Dot::Dot(const DotSpec& spec)
    : initial_(spec.initial), a_(spec.a), b_(spec.b), accumulate_(make_accumulate(spec)) {
    accumulate_->start(0);
}

void Dot::block(bool first, std::span<const std::uint32_t> a, std::uint32_t a_scale,
                std::span<const std::uint32_t> b, std::uint32_t b_scale, const Integer& c) {
    if (a.size() != b.size()) throw std::invalid_argument("a block has as many codes in a as in b");
    if (first) accumulate_->start(initial_ ? c : Integer(0));
    a_.values(a, a_values_);
    b_.values(b, b_values_);
    accumulate_->add({a_values_, b_values_, a_.scale(a_scale) * b_.scale(b_scale)});
}

}  // namespace mxgen::model
