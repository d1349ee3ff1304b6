// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/terms.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/lower/booth.h"
#include "gen/lower/carries.h"
#include "gen/lower/shift.h"

namespace mxgen::lower {

using namespace ir;

namespace {

class Terms {
  public:
    Terms(Circuit& c, const Costs& costs, Goal goal)
        : c_(c), costs_(costs), goal_(goal), when_(arrivals(c, costs)) {}

    HeapTerms take() { return std::move(terms_); }

    /// Adds +-node * 2^weight.
    void add(NodeId id, unsigned weight, bool negative) {
        const auto n = c_.node(id);
        const PartScope scope(c_, n.part);
        switch (n.op) {
            case Op::constant:
                return add_constant(n.data[0], weight, negative);
            case Op::within:
                if (opens(n.args[0])) return add(n.args[0], weight, negative);
                break;
            case Op::sum:
                return add_sum(n, weight, negative);
            case Op::product:
                return add_product(n, weight, negative);
            case Op::shift_left:
                if (c_.node(n.args[1]).op == Op::constant)
                    return add(n.args[0],
                               weight + static_cast<unsigned>(c_.node(n.args[1]).data[0]),
                               negative);
                break;
            case Op::mux:
                if (weight == 0 && !negative && is_signed_magnitude(n)) return add_signed(n);
                break;
            default:
                break;
        }
        add_number(id, weight, negative);
    }

  private:
    bool opens(NodeId id) const {
        auto op = c_.node(id).op;
        return op == Op::sum || op == Op::product || op == Op::mux || op == Op::within;
    }

    double when(NodeId id) const { return id < when_.size() ? when_[id] : 0; }

    void add_constant(const Int& value, unsigned weight, bool negative) {
        Int shifted = value * pow2(weight);
        terms_.constant += negative ? Int(-shifted) : shifted;
    }

    /// +-wire * 2^weight; a negative bit is its complement less one.
    void add_bit(const Value& wire, unsigned weight, bool negative, double arrival,
                 bool inverted = false) {
        terms_.bits.push_back({wire, weight, inverted != negative, arrival});
        if (negative) terms_.constant -= pow2(weight);
    }

    void add_sum(const Node& n, unsigned weight, bool negative) {
        for (std::size_t i = 0; i < n.args.size(); ++i) {
            bool minus = negative != (n.data[i] < 0);
            auto elements = c_.node(n.args[i]).elements;
            if (elements == 0) add(n.args[i], weight, minus);
            for (unsigned k = 0; k < elements; ++k)
                add(Array{&c_, n.args[i]}[k].id_in(c_), weight, minus);
        }
    }

    void add_number(NodeId id, unsigned weight, bool negative) {
        const auto range = c_.node(id).range;
        Value x{&c_, id};
        for (unsigned i = 0; i < range.width(); ++i) {
            bool sign = range.is_signed() && i + 1 == range.width();
            add_bit(x.bit(i), weight + i, negative != sign, when(id));
        }
    }

    void add_product(const Node& n, unsigned weight, bool negative) {
        Value a{&c_, n.args[0]}, b{&c_, n.args[1]};
        if (a.width() < b.width()) std::swap(a, b);
        double ready = std::max(when(n.args[0]), when(n.args[1]));
        bool booth = booth_product(a.range(), b.range(), costs_).merit(goal_) <
                     array_product(a.range(), b.range(), costs_).merit(goal_);
        booth ? add_booth(a, b, weight, negative, ready) : add_array(a, b, weight, negative, ready);
    }

    static std::string partial_product(unsigned row, unsigned column) {
        return fmt::format("pp_{}_{}", row, column);
    }

    /// Every bit of a with every bit of b, the bits with a sign of weight -1 counting negative.
    /// Named by row and column of the product. Kept inverted: a NAND is smaller than an AND, and
    /// full adders carry the polarity on.
    void add_array(const Value& a, const Value& b, unsigned weight, bool negative, double ready) {
        for (unsigned i = 0; i < a.width(); ++i)
            for (unsigned k = 0; k < b.width(); ++k) {
                bool a_sign = a.range().is_signed() && i + 1 == a.width();
                bool b_sign = b.range().is_signed() && k + 1 == b.width();
                bool minus = negative != (a_sign != b_sign);
                auto wire = (!(a.bit(i) & b.bit(k))).as(partial_product(k, i + k));
                add_bit(wire, weight + i + k, minus, ready + costs_.delays.gate, true);
            }
    }

    /// Digits -2..2 of b times a: half as many rows, each a select and a negation.
    void add_booth(const Value& a, const Value& b, unsigned weight, bool negative, double ready) {
        double settled = ready + booth_row_delay(costs_.delays);
        unsigned width = a.width();
        Value zero{&c_, c_.constant(0)};
        auto a_bit = [&](int i) {
            if (i < 0) return zero;
            if (static_cast<unsigned>(i) < width) return a.bit(static_cast<unsigned>(i));
            return a.range().is_signed() ? a.bit(width - 1) : zero;
        };
        for (unsigned digit = 0; digit < booth_digits(b.range()); ++digit) {
            auto d = booth_digit(b, digit);
            unsigned at = weight + 2 * digit;
            for (unsigned i = 0; i <= width; ++i) {
                auto once = d.one & a_bit(static_cast<int>(i)),
                     twice = d.two & a_bit(static_cast<int>(i) - 1);
                bool sign = a.range().is_signed() && i == width;
                auto wire = ((once | twice) ^ d.negative).as(partial_product(digit, 2 * digit + i));
                add_bit(wire, at + i, negative != sign, settled);
            }
            if (!a.range().is_signed()) add_bit(d.negative, at + width + 1, !negative, ready);
            add_bit(d.negative, at, negative, ready);
        }
    }

    /// mux(neg, -x, x).
    bool is_signed_magnitude(const Node& n) const {
        const auto& when_negative = c_.node(n.args[1]);
        return when_negative.op == Op::sum && when_negative.args.size() == 1 &&
               when_negative.data[0] < 0 && when_negative.args[0] == n.args[2] &&
               !c_.node(n.args[2]).range.is_signed();
    }

    /// -x = (x ^ ones) + 1 - 2^width: the bits of x ^ neg, and neg * (1 - 2^width) apart.
    void add_signed(const Node& n) {
        Value neg{&c_, n.args[0]}, x{&c_, n.args[2]};
        auto flipped = signed_bits(neg, n.args[2]);
        const auto settled = arrivals(c_, costs_);
        for (unsigned i = 0; i < flipped.size(); ++i)
            add_bit(flipped[i].as(fmt::format("t{}", i)), i, false, settled[flipped[i].id_in(c_)]);
        terms_.signs.push_back({own_copy(neg), 0, false, when(n.args[0])});
        terms_.sign_weight = x.width();
    }

    /// An exclusive or once more, in a cell of its own: the count of signs does not wait for the
    /// wire that flips all bits, and a synthesis tool would merge two plain ones.
    Value own_copy(const Value& neg) {
        const auto n = c_.node(neg.id_in(c_));
        if (n.op != Op::bit_xor || n.args.size() != 2) return neg;
        const Value a{&c_, n.args[0]}, b{&c_, n.args[1]};
        if (costs_.carry_cells)
            return instantiate(c_, exclusive_or(), "u_sign", 0, {{"p_i", a}, {"q_i", b}})
                .value("propagate_o")
                .as("sign");
        return instantiate(c_, half_adder(), "u_sign", 0, {{"a_i", a}, {"b_i", b}})
            .value("sum_o")
            .as("sign");
    }

    /// The bits of x ^ neg. A shifted number is flipped before the shift, which fills up with the
    /// sign, or behind one by decoded amounts.
    std::vector<Value> signed_bits(const Value& neg, NodeId id) {
        const auto n = c_.node(id);
        unsigned width = n.range.width();
        bool is_slice = n.op == Op::slice && c_.node(n.args[0]).op == Op::shift_left;
        const auto shift = is_slice ? c_.node(n.args[0]) : n;
        bool shifted = shift.op == Op::shift_left && !c_.node(shift.args[0]).range.is_signed();
        std::vector<Value> bits;
        if (!shifted) {
            for (unsigned i = 0; i < width; ++i) bits.push_back(Value{&c_, id}.bit(i) ^ neg);
            return bits;
        }
        unsigned lo = is_slice ? n.lo : 0;
        auto x = c_.node(shift.args[0]).range, amount = c_.node(shift.args[1]).range;
        auto number = multiplied(shift.args[0]);
        if (decodes(x, amount))
            return shifted_by_decoded(neg, number, Value{&c_, shift.args[1]}, lo, width);
        auto all = shifted_with_fill(neg, number, Value{&c_, shift.args[1]});
        for (unsigned i = 0; i < width; ++i)
            bits.push_back(lo + i < all.size() ? all[lo + i] : neg);
        return bits;
    }

    /// Whether a number's shift decodes its amount, and a note of it.
    bool decodes(const Range& x, const Range& amount) {
        Candidate staged{"sign flipped first, a select a bit of the amount",
                         staged_shift(x, amount, costs_)};
        Candidate decoded{"amounts decoded, sign flipped last", decoded_shift(x, amount, costs_)};
        // Measured with cells of libraries that were read: the or of 29 amounts is no quicker than
        // five selects, and takes half as much area again.
        constexpr unsigned most_decoded = 16;
        const bool pays = !costs_.carry_cells || amount.hi - amount.lo < most_decoded;
        bool better = pays && decoded.estimate.merit(goal_) < staged.estimate.merit(goal_);
        if (better) std::swap(staged, decoded);
        terms_.choices.push_back({fmt::format("{}: shift of {} bits by {} to {}", c_.name,
                                              x.width(), amount.lo.str(), amount.hi.str()),
                                  staged,
                                  {decoded}});
        return better;
    }

    /// Whether a number is `value`; of a sum of two short ones by decoding both.
    Value amounts_to(const Value& number, unsigned value) {
        const auto n = c_.node(number.id_in(c_));
        constexpr unsigned max_values = 4;
        auto is_short = [&](NodeId id) {
            const auto r = c_.node(id).range;
            return c_.node(id).elements == 0 && r.hi - r.lo < max_values;
        };
        if (n.op != Op::sum || n.args.size() != 2 || n.data[0] < 0 || n.data[1] < 0 ||
            !is_short(n.args[0]) || !is_short(n.args[1]))
            return number == Value(value);
        Value a{&c_, n.args[0]}, b{&c_, n.args[1]};
        std::vector<Value> found;
        for (Int x = a.range().lo; x <= a.range().hi; ++x) {
            const Int rest = Int(value) - x;
            if (rest >= b.range().lo && rest <= b.range().hi)
                found.push_back((a == Value(x)) & (b == Value(rest)));
        }
        return any_of(found);
    }

    /// One wire for every amount; each bit gathers what the amounts bring to it.
    std::vector<Value> shifted_by_decoded(const Value& neg, const Value& x, const Value& amount,
                                          unsigned lo, unsigned width) {
        auto min_amount = static_cast<unsigned>(amount.range().lo);
        std::vector<std::vector<Value>> brought(width);
        for (auto by = min_amount; by <= static_cast<unsigned>(amount.range().hi); ++by) {
            auto is_by = amounts_to(amount, by);
            for (unsigned i = 0; i < x.width(); ++i)
                if (i + by >= lo && i + by - lo < width)
                    brought[i + by - lo].push_back(x.bit(i) & is_by);
        }
        std::vector<Value> bits;
        for (const auto& parts : brought) bits.push_back(any_of(parts) ^ neg);
        return bits;
    }

    /// The or of single bits, as shallow as can be.
    Value any_of(std::vector<Value> bits) {
        if (bits.empty()) return {&c_, c_.constant(0)};
        for (std::size_t i = 0; i + 1 < bits.size(); i += 2) bits.push_back(bits[i] | bits[i + 1]);
        return bits.back();
    }

    /// A product whose value is needed at once, by adders in cells: they cut the logic into short
    /// pieces, which pays from three bits by three on.
    Value multiplied(NodeId id) {
        const auto n = c_.node(id);
        bool pays = n.op == Op::product && c_.node(n.args[0]).range.width() > 2 &&
                    c_.node(n.args[1]).range.width() > 2;
        if (!pays) return {&c_, id};
        Terms partial(c_, costs_, goal_);
        partial.add(id, 0, false);
        BitHeap heap(c_, n.range.width(), costs_, goal_);
        heap.add(partial.take());
        return heap.sum();
    }

    std::vector<Value> shifted_with_fill(const Value& neg, const Value& x, const Value& amount) {
        std::vector<Value> bits;
        for (unsigned i = 0; i < x.width(); ++i) bits.push_back(x.bit(i) ^ neg);
        auto max_amount = static_cast<unsigned>(amount.range().hi);
        for (unsigned stage = 0; stage < amount.width(); ++stage) {
            unsigned step = 1u << stage;
            auto select = amount.bit(stage);
            auto before = bits;
            auto size = std::min<std::size_t>(before.size() + step, x.width() + max_amount);
            auto at = [&](std::size_t i) { return i < before.size() ? before[i] : neg; };
            bits.clear();
            for (std::size_t i = 0; i < size; ++i)
                bits.push_back(mux(select, i < step ? neg : at(i - step), at(i)));
        }
        return bits;
    }

    Circuit& c_;
    Costs costs_;
    Goal goal_;
    std::vector<double> when_;
    HeapTerms terms_;
};

}  // namespace

HeapTerms terms_of(Circuit& c, NodeId id, const Costs& costs, Goal goal) {
    Terms terms(c, costs, goal);
    terms.add(id, 0, false);
    return terms.take();
}

}  // namespace mxgen::lower
