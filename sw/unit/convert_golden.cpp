// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "sw/model/convert.h"
#include "sw/model/lfsr.h"
#include "sw/unit/convert.h"

namespace mxgen {

namespace {

/// Collects a block, whose beats then leave one after the other.
class ConvertGolden : public Golden {
  public:
    explicit ConvertGolden(const ConvertDesign& design)
        : design_(design), format_(design.clipped()), tensor_scale_(design.tensor_scale()) {
        if (design.has_lfsr())
            lfsr_.emplace(design.lanes, design.rule.rounding.random_bits,
                          static_cast<std::uint32_t>(design.lfsr_seed));
    }

    void step(const Beats& in, std::size_t record, Expected& out) override {
        if (design_.loads_tensor()) {
            if (in.number(record, Role::tensor_load) != 0) {
                gain_ = tensor_scale(in, record);
                return;
            }
        } else if (beat_ == 0) {
            gain_ = tensor_scale(in, record);
        }
        const auto lanes = static_cast<std::size_t>(design_.lanes);
        in.take_codes(record, Role::x, 0, lanes, design_.input.bits, x_);
        if (lfsr_) {
            const Codes bits = lfsr_->next();
            random_.insert(random_.end(), bits.begin(), bits.end());
        }
        in.take_codes(record, Role::random, 0, lanes, design_.rule.rounding.random_bits, random_);
        if (++beat_ < design_.beats().beats_per_step()) return;
        append_block({.first = record + 1 - beat_, .count = static_cast<std::size_t>(beat_)}, out);
        x_.clear(), random_.clear();
        beat_ = 0;
    }

  private:
    model::ExactValue tensor_scale(const Beats& in, std::size_t record) const {
        if (!tensor_scale_) return model::finite_value(1);
        return model::decode(*tensor_scale_,
                             static_cast<std::uint32_t>(in.number(record, Role::tensor_scale)));
    }

    void append_block(const Cause& cause, Expected& out) const {
        std::vector<model::ExactValue> values;
        for (const std::uint32_t code : x_) values.push_back(model::decode(design_.input, code));
        const auto block = model::convert_block(format_, values, design_.rule, random_, gain_);
        const auto lanes = static_cast<std::size_t>(design_.lanes);
        for (std::size_t first = 0; first < x_.size(); first += lanes) {
            out.append(cause);
            out.beats.set(Role::scale, block.scale);
            out.beats.set_codes(Role::codes, std::span(block.codes).subspan(first, lanes),
                                format_.element.bits);
            out.beats.set(Role::invalid, block.invalid);
        }
    }

    ConvertDesign design_;
    BlockFormat format_;
    std::optional<Format> tensor_scale_;
    std::optional<model::Lfsr> lfsr_;
    int beat_ = 0;
    Codes x_, random_;                             ///< of the block so far
    model::ExactValue gain_ = model::nan_value();  ///< unusable until one comes
};

}  // namespace

std::unique_ptr<Golden> golden_of(const ConvertDesign& convert) {
    return std::make_unique<ConvertGolden>(convert);
}

}  // namespace mxgen
