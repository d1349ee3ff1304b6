// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/turns.h"

namespace mxgen::unit {

using namespace ir;

TurnCounter::TurnCounter(Module& m, unsigned count, const Value& valid)
    : m_(m), count_(count), valid_(valid), is_last_(m.constant(1)), round_(valid) {
    if (count == 1) return;
    current_ = counter("turn_q", valid);
    is_last_ = (current_ == Value(Int(count - 1))).as("is_last_turn");
    round_ = (valid & is_last_).control().as("round_valid");
}

Value TurnCounter::counter(const std::string& name, const Value& steps) const {
    auto turn = m_.state(name, Range{0, count_ - 1}, 0);
    auto following = mux(turn == Value(Int(count_ - 1)), 0, turn + 1).within(0, count_ - 1);
    m_.next(turn, mux(steps, following, turn));
    return turn;
}

void TurnCounter::begin(const Value& leaves) const {
    if (count_ == 1) return;
    Turns turns{.count = count_, .current = current_, .valid = valid_};
    if (leaves.is_driven()) turns.leaving = counter("leaving_q", leaves);
    m_.take_turns(turns);
}

Value requests(Module& m, const DotOptions& options) {
    if (!options.on_request) return {};
    return m.input("read_i", Range::bit()).control();
}

void output_sum(Module& m, const Value& requested, const Value& last, const Value& code) {
    m.output("valid_o", requested.is_driven() ? requested : m.registered(last));
    m.output("acc_o", code);
}

}  // namespace mxgen::unit
