// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/beats.h"

namespace mxgen::unit {

using namespace ir;

BeatCounter::BeatCounter(Module& m, unsigned count, const Value& valid, const Value& moves)
    : m_(m), count_(count), valid_(valid), is_first_(m.constant(1)), last_(valid) {
    if (count == 1) return;
    auto beat = m.state("beat_q", Range{0, count - 1}, 0);
    auto is_last = (beat == Value(Int(count - 1))).as("is_last_beat");
    auto following = mux(is_last, 0, beat + 1).within(0, count - 1);
    m.next(beat, mux(moves, following, beat));
    is_first_ = (beat == 0).as("is_first_beat");
    last_ = (valid & is_last).control().as("block_valid");
}

Value BeatCounter::from_first(const Value& input, const std::string& name) const {
    if (count_ == 1) return input;
    auto held = m_.state(name + "_q", input.range());
    auto value = mux(is_first_, input, held).as(name);
    m_.next(held, mux(valid_, value, held));
    return value;
}

arith::BlockSum BeatCounter::total(const arith::BlockSum& beat) const {
    if (count_ == 1) return beat;
    auto range = beat.total.range() * Range::point(count_);
    auto partial = m_.state("partial_q", range);
    auto sum = (mux(is_first_, 0, partial) + beat.total).within(range.lo, range.hi).as("partial");
    m_.next(partial, mux(valid_, sum, partial));
    auto whole = beat;
    whole.total = sum;
    whole.numbers = beat.numbers * Range::point(count_);
    whole.special = {collected(beat.special.nan, "nan"), collected(beat.special.pos_inf, "pos_inf"),
                     collected(beat.special.neg_inf, "neg_inf")};
    return whole;
}

Value BeatCounter::collected(const Value& flag, const std::string& name) const {
    if (flag.range().hi == 0) return flag;
    auto seen = m_.state(name + "_q", Range::bit());
    auto any = (flag | (seen & !is_first_)).as(name);
    m_.next(seen, mux(valid_, any, seen));
    return any;
}

}  // namespace mxgen::unit
