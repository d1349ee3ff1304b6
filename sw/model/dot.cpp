// SPDX-License-Identifier: Apache-2.0
#include "sw/model/dot.h"

#include <stdexcept>

namespace mxgen::model {
namespace {

constexpr int widest_table = 16;

}  // namespace

/// One side of the dot product: its values by code, looked up where the codes are few enough.
class Dot::Operand {
  public:
    explicit Operand(const BlockFormat& format) : format_(format) {
        const Format& element = format.element;
        if (element.bits > widest_table) return;
        table_.reserve(code_count(element));
        for (std::uint32_t code = 0; code < code_count(element); ++code)
            table_.push_back(model::decode(element, code));
    }

    std::span<const Value> decode(std::span<const std::uint32_t> codes) {
        values_.clear();
        for (const std::uint32_t code : codes)
            values_.push_back(table_.empty() ? model::decode(format_.element, code)
                                             : table_.at(code));
        return values_;
    }

    Value scale(std::uint32_t code) const {
        return format_.scale ? model::decode(*format_.scale, code) : finite_value(Dyadic(1));
    }

  private:
    BlockFormat format_;
    std::vector<Value> table_, values_;
};

Dot::Dot(const DotSpec& spec)
    : initial_(spec.initial),
      a_(std::make_unique<Operand>(spec.a)),
      b_(std::make_unique<Operand>(spec.b)),
      accumulate_(make_accumulate(spec)) {
    accumulate_->start(0);
}

Dot::~Dot() = default;
Dot::Dot(Dot&&) noexcept = default;
Dot& Dot::operator=(Dot&&) noexcept = default;

void Dot::block(bool first, std::span<const std::uint32_t> a, std::uint32_t a_scale,
                std::span<const std::uint32_t> b, std::uint32_t b_scale, const Integer& c) {
    if (a.size() != b.size()) throw std::invalid_argument("a block has as many codes in a as in b");
    if (first) accumulate_->start(initial_ ? c : Integer(0));
    accumulate_->add({a_->decode(a), b_->decode(b), a_->scale(a_scale) * b_->scale(b_scale)});
}

}  // namespace mxgen::model
