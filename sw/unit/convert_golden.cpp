// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "sw/model/convert.h"
#include "sw/model/lfsr.h"
#include "sw/model/rotate.h"
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
        if (beat_ == 0) signs_ = signs(in, record);
        const auto lanes = static_cast<std::size_t>(design_.lanes);
        in.take_codes(record, Role::x, 0, lanes, design_.input.bits, x_);
        if (lfsr_) {
            const Codes bits = lfsr_->next();
            random_.insert(random_.end(), bits.begin(), bits.end());
        }
        in.take_codes(record, Role::random, 0, lanes, design_.rule.rounding.random_bits, random_);
        if (++beat_ < design_.beats().beats_per_step()) return;
        append_group({.first = record + 1 - beat_, .count = static_cast<std::size_t>(beat_)}, out);
        x_.clear(), random_.clear();
        beat_ = 0;
    }

  private:
    model::ExactValue tensor_scale(const Beats& in, std::size_t record) const {
        if (!tensor_scale_) return model::finite_value(1);
        return model::decode(*tensor_scale_,
                             static_cast<std::uint32_t>(in.number(record, Role::tensor_scale)));
    }

    /// Which numbers of a rotation change their sign.
    std::vector<bool> signs(const Beats& in, std::size_t record) const {
        const Rotation& rotation = design_.rotation;
        Codes given;
        if (rotation.has_sign_port())
            in.take_codes(record, Role::signs, 0, rotation.size, 1, given);
        else
            for (int i = 0; i < rotation.size; ++i) given.push_back(rotation.negates(i));
        return {given.begin(), given.end()};
    }

    void append_group(const Cause& cause, Expected& out) const {
        std::vector<model::ExactValue> values;
        for (const std::uint32_t code : x_) values.push_back(model::decode(design_.input, code));
        if (design_.rotation) values = model::rotate(values, design_.rotation, signs_);
        const auto size = static_cast<std::size_t>(format_.block);
        std::vector<model::ConvertedBlock> blocks;
        for (std::size_t first = 0; first < x_.size(); first += size) {
            const std::span random(random_);
            blocks.push_back(
                model::convert_block(format_, std::span(values).subspan(first, size), design_.rule,
                                     random.empty() ? random : random.subspan(first, size), gain_));
        }
        append_beats(cause, blocks, out);
    }

    /// A beat has a part of a block, or several.
    void append_beats(const Cause& cause, const std::vector<model::ConvertedBlock>& blocks,
                      Expected& out) const {
        const auto lanes = static_cast<std::size_t>(design_.lanes);
        const auto size = static_cast<std::size_t>(format_.block);
        for (std::size_t first = 0; first < x_.size(); first += lanes) {
            out.append(cause);
            Codes codes, scales;
            bool invalid = false;
            for (std::size_t i = first; i < first + lanes; ++i) {
                const model::ConvertedBlock& block = blocks[i / size];
                if (i == first || i % size == 0) {
                    scales.push_back(block.scale);
                    invalid |= block.invalid;
                }
                codes.push_back(block.codes[i % size]);
            }
            if (format_.scale) out.beats.set_codes(Role::scale, scales, format_.scale->bits);
            out.beats.set_codes(Role::codes, codes, format_.element.bits);
            out.beats.set(Role::invalid, invalid);
        }
    }

    ConvertDesign design_;
    BlockFormat format_;
    std::optional<Format> tensor_scale_;
    std::optional<model::Lfsr> lfsr_;
    int beat_ = 0;
    Codes x_, random_;                             ///< of the block so far
    model::ExactValue gain_ = model::nan_value();  ///< unusable until one comes
    std::vector<bool> signs_;
};

}  // namespace

std::unique_ptr<Golden> golden_of(const ConvertDesign& convert) {
    return std::make_unique<ConvertGolden>(convert);
}

}  // namespace mxgen
