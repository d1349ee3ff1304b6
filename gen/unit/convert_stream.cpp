// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert_stream.h"

#include <vector>

#include "gen/unit/beats.h"

namespace mxgen::unit {

using namespace ir;

Value held(Module& m, const std::string& name, const Value& enable, const Value& value) {
    auto range = value.range();
    if (range.lo == range.hi) return value;
    // Where not every pattern is a number, the register must not start with any.
    bool all = range == Range::unsigned_bits(range.width());
    auto state = all ? m.state(name, range) : m.state(name, range, range.lo);
    m.next(state, mux(enable, value, state));
    return state;
}

namespace {

/// The elements of one beat with their random bits as one number, and back.
struct BeatWord {
    explicit BeatWord(const ConvertInputs& in)
        : x_width(in.x.range().width()),
          random_width(in.random ? in.random->range().width() : 0),
          x_bits(x_width * in.x.size()),
          value(in.random ? concat({joined(*in.random), joined(in.x)}) : joined(in.x)) {}

    Array x_of(const Value& word) const { return split(word.low(x_bits), x_width); }
    std::optional<Array> random_of(const Value& word) const {
        if (random_width == 0) return std::nullopt;
        return split(word.bits(value.width() - 1, x_bits), random_width);
    }

    unsigned x_width, random_width, x_bits;
    Value value;
};

/// The summary of a block's beats up to this one.
BlockSummary gathered(Module& m, const BlockSummary& beat, const Value& is_first,
                      const Value& valid) {
    auto add = [&](const std::string& name, const Value& part, auto join) {
        auto range = part.range();
        if (range.lo == range.hi) return part;
        auto before = m.state(name, range, range.lo);
        auto all = join(mux(is_first, range.lo, before), part).within(range.lo, range.hi);
        m.next(before, mux(valid, all, before));
        return all;
    };
    auto either = [](const Value& a, const Value& b) { return a | b; };
    return {add("gathered_key_q", beat.key,
                [](const Value& a, const Value& b) {
                    return max({a, b});
                }),
            add("gathered_nan_q", beat.nan, either),
            add("gathered_nonzero_q", beat.nonzero, either)};
}

/// The beats of the block that leaves, the next one lowest: loaded whole with a block's last beat.
Value leaving(Module& m, unsigned count, const Value& word, const Value& valid, const Value& last) {
    auto width = word.width();
    auto entered = m.state("entered_q", Range::unsigned_bits(width * (count - 1)));
    auto block = concat({word, entered}).as("block");
    m.next(entered, mux(valid, block.bits(width * count - 1, width), entered));
    auto left = m.state("leaving_q", Range::unsigned_bits(width * count));
    m.next(left, mux(last, block, left >> Value(Int(width))));
    return left.low(width).as("leaving_beat");
}

}  // namespace

void stream_blocks(Module& m, const ConvertLanes& lanes, const ConvertOptions& o,
                   const ConvertInputs& in) {
    const auto& valid = in.valid;
    auto count = static_cast<unsigned>(o.output.block) / in.x.size();
    BeatCounter beats(m, count, valid);
    auto last = beats.last();
    auto summary = gathered(m, lanes.summary(m, in.x), beats.is_first(), valid);
    BlockSummary block{held(m, "block_key_q", last, summary.key),
                       held(m, "block_nan_q", last, summary.nan),
                       held(m, "block_nonzero_q", last, summary.nonzero)};
    auto tensor = in.tensor;
    if (tensor.scale)
        tensor.scale =
            held(m, "block_tensor_scale_q", last, beats.from_first(*tensor.scale, "tensor_scale"));
    BeatWord word(in);
    auto beat = leaving(m, count, word.value, valid, last);
    auto left = m.state("left_q", Range{0, count}, 0);
    auto fewer = mux(left == 0, 0, left - Value(1)).within(0, count);
    m.next(left, mux(last, Int(count), fewer));

    auto scale = lanes.scale(m, block, tensor);
    auto elements = lanes.elements(m, word.x_of(beat), scale, word.random_of(beat));
    m.output("valid_o", (left != 0).control());
    m.output("scale_o", scale.code);
    m.output("codes_o", elements.codes);
    m.output("invalid_o", scale.invalid | elements.invalid);
}

}  // namespace mxgen::unit
