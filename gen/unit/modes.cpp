// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/modes.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// The code of the wide format whose value is a power of two times the narrow code's.
Value placed(const Format& wide, const Value& code) {
    if (wide.kind == mxgen::Kind::integer) return code.low(4) << Value(4);
    return (code.bit(3) << Value(7)) | (code.low(3) << Value(2));
}

/// log2 of a placed code's value over the narrow code's: E2M1 in the fields of E4M3 is smaller by
/// the difference of their biases.
int placed_exponent(const Format& f, const Format& narrow) {
    if (f == narrow) return 0;
    return f.kind == mxgen::Kind::integer ? 4 + f.lsb : narrow.bias - f.bias;
}

Range product_range(const Format& a, const Format& b) {
    auto range = [](const Format& f) { return Range::signed_bits(static_cast<unsigned>(f.bits)); };
    return range(a) * range(b);
}

}  // namespace

Modes::Modes(const DotOptions& o) : o_(o) {
    const auto modes = find_modes(o.modes, o.a, o.b);
    if (!modes)
        throw CircuitError(fmt::format("{}: modes {} do not fit {} and {}", o.name,
                                       fmt::join(o.modes, " and "), o.a.name, o.b.name));
    narrow_formats_ = (*modes)[1];
    split_ = narrow_formats_.products > 1;
    narrow_ = narrow_formats_.a.element;
    wide_ = o.a.element == narrow_ ? o.b.element : o.a.element;
}

DotOptions Modes::native(unsigned mode) const {
    auto n = o_;
    n.modes.clear();
    if (mode == 0) return n;
    n.a = narrow_formats_.a, n.b = narrow_formats_.b;
    n.lanes *= static_cast<unsigned>(narrow_formats_.products);
    return n;
}

Range Modes::slot(const BlockFormat& operand) const {
    return split_ ? Range::unsigned_bits(8) : arith::codes(operand.element);
}

DotLane Modes::lane(const std::string& name) const {
    if (split_) return split_lane(name);
    return unit::lane(name, o_.a.element, o_.b.element, {}, recode());
}

Recode Modes::recode() const {
    auto raised = placed_exponent(o_.a.element, narrow_) + placed_exponent(o_.b.element, narrow_);
    return {[narrow = narrow_](const Value& mode, const Value& code, const Format& f) {
                return f == narrow ? code : mux(mode, placed(f, code), code);
            },
            -raised};
}

/// Two multipliers of 8 x 5 bits: whole * (16 * high + low), or one product of nibbles each.
DotLane Modes::split_lane(const std::string& name) const {
    Module m{name, "One product of eight bits, or the sum of two of four bits."};
    m.belongs_to(DesignPart::multipliers);
    auto mode = m.input("mode_i", Range::bit());
    auto a = m.input("a_i", Range::unsigned_bits(8)), b = m.input("b_i", Range::unsigned_bits(8));
    bool splits_b = o_.b.element != narrow_;
    auto whole = splits_b ? a : b, parts = splits_b ? b : a;
    const auto& format = splits_b ? o_.a.element : o_.b.element;

    auto high_nibble = [](const Value& x) { return x.bits(7, 4).as_signed(4); };
    auto low_nibble = [](const Value& x) { return x.low(4).as_signed(4); };
    auto bits = static_cast<unsigned>(format.bits);
    auto number = whole.low(bits).as_signed(bits);
    auto whole_high = mux(mode, high_nibble(whole), number).as("whole_high");
    auto whole_low = mux(mode, low_nibble(whole), number).as("whole_low");
    auto part_low = mux(mode, low_nibble(parts), parts.low(4)).as("part_low");
    auto high = (whole_high * high_nibble(parts)).as("high"),
         low = (whole_low * part_low).as("low");

    auto pair = product_range(narrow_, narrow_);
    auto range = join(product_range(format, wide_), pair + pair);
    auto term = (mux(mode, high, high << Value(4)) + low).within(range.lo, range.hi);
    m.output("term_o", term.as("term"));
    return {.module = m, .lsb = o_.a.element.lsb + o_.b.element.lsb, .numbers = range};
}

arith::BlockSum Modes::in_units(const arith::BlockSum& sum, const Value& mode) const {
    auto narrow = unit::lane("narrow", narrow_, narrow_, {});
    // The weight of the sum's lowest bit in mode 1.
    int raised = placed_exponent(o_.a.element, narrow_) + placed_exponent(o_.b.element, narrow_);
    int lsb = split_ ? narrow.lsb : sum.lsb - raised;
    auto s = sum;
    if (!o_.accumulator.row().aligns()) {
        s.total = mux(mode, sum.total >> Value(narrow.lsb - lsb), sum.total).as("mode_total");
        return s;
    }
    s.lsb = std::min(lsb, sum.lsb);
    s.exponent = mux(mode, lsb - s.lsb, sum.lsb - s.lsb).as("mode_exponent");
    s.numbers = sum.numbers << s.exponent.range();
    return s;
}

}  // namespace mxgen::unit
