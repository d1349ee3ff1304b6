// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "gen/arith/accumulate.h"
#include "sw/model/round.h"
#include "tests/gen/arith/circuit.h"
#include "tests/support/case_seed.h"

namespace mxgen::test {

/// One block sum in numbers: a total times 2^exponent, or a special.
struct BlockNumber {
    int total = 0, exponent = 0;
    bool nan = false, pos_inf = false, neg_inf = false;

    bool is_special() const { return nan || pos_inf || neg_inf; }
    /// The value, the lowest bit at exponent 0 weighing 2^lsb.
    model::ExactValue value(int lsb) const {
        if (nan || (pos_inf && neg_inf)) return model::nan_value();
        if (pos_inf || neg_inf) return model::infinite_value(neg_inf);
        return model::finite_value(Dyadic(total, exponent + lsb));
    }
};

/// The code of a sum, rounded once; NaN is the positive quiet one, in formats of 8 bits too.
inline std::uint32_t rounded_code(const Format& f, const model::ExactValue& sum) {
    if (!sum.is_nan()) return model::round_to(f, sum);
    return ((2u << f.exponent_bits) - 1) << (f.mantissa_bits - 1);
}

/// How far block sums reach.
struct BlockRange {
    ir::Range total;
    int exponent = 0;  ///< the largest
    int lsb = 0;
    bool has_specials = false;
};

/// A block sum on the ports total_i, exponent_i and those of specials.
inline arith::BlockSum block_inputs(ir::Module& m, const BlockRange& range) {
    auto flag = [&](const char* name) {
        return range.has_specials ? m.input(name, ir::Range::bit()) : m.constant(0);
    };
    return {.neg = m.constant(0),
            .total = m.input("total_i", range.total),
            .exponent = range.exponent > 0 ? m.input("exponent_i", ir::Range{0, range.exponent})
                                           : m.constant(0),
            .lsb = range.lsb,
            .special = {flag("nan_i"), flag("pos_inf_i"), flag("neg_inf_i")},
            .numbers = {}};
}

inline void set_block(view::Interpreter& dut, const BlockRange& range, const BlockNumber& block) {
    dut.set("total_i", block.total);
    if (range.exponent > 0) dut.set("exponent_i", block.exponent);
    if (!range.has_specials) return;
    dut.set("nan_i", block.nan), dut.set("pos_inf_i", block.pos_inf);
    dut.set("neg_inf_i", block.neg_inf);
}

/// An accumulator of one block a beat.
class AccumulatorBench {
  public:
    AccumulatorBench(const Accumulator& accumulator, const BlockRange& range,
                     Goal goal = Goal::balanced)
        : range_(range),
          dut_(interpreted(
              [&](ir::Module& m) {
                  const auto block = block_inputs(m, range);
                  const auto acc =
                      arith::accumulate(m, accumulator, {block},
                                        {.take = m.input("take_i", ir::Range::bit()),
                                         .first = m.input("first_i", ir::Range::bit()),
                                         .initial = m.input("c_i", arith::codes(accumulator))});
                  m.output("acc_o", acc.code), m.output("overflow_o", acc.overflow);
                  m.output("invalid_o", acc.invalid);
              },
              goal)) {}

    /// One clock cycle; overflow and invalid are of this one, the code of the next.
    void beat(bool take, bool first, const Integer& c, const BlockNumber& block) {
        dut_.set("take_i", take), dut_.set("first_i", first), dut_.set("c_i", c);
        set_block(dut_, range_, block);
        dut_.eval();
        overflow = dut_.get("overflow_o") != 0, invalid = dut_.get("invalid_o") != 0;
        dut_.clock();
        dut_.eval();
    }
    Integer code(unsigned bits) const { return ir::slice(dut_.get("acc_o"), bits - 1, 0); }

    bool overflow = false, invalid = false;

  private:
    BlockRange range_;
    view::Interpreter dut_;
};

/// Beats of random blocks, with pauses, new sums and specials.
class BlockSource {
  public:
    BlockSource(const BlockRange& range, std::uint32_t seed) : range_(range), random_(seed) {}

    bool once_in(unsigned n) { return random_() % n == 0; }
    Integer bits(unsigned n) { return Integer(random_()) % (Integer(1) << n); }
    BlockNumber block() {
        const auto totals = static_cast<unsigned>(range_.total.hi - range_.total.lo) + 1;
        BlockNumber b{static_cast<int>(range_.total.lo) + static_cast<int>(random_() % totals),
                      static_cast<int>(random_() % static_cast<unsigned>(range_.exponent + 1))};
        if (range_.has_specials && once_in(12))
            b.nan = once_in(3), b.pos_inf = once_in(2), b.neg_inf = once_in(2);
        return b;
    }

  private:
    BlockRange range_;
    std::mt19937 random_;
};

}  // namespace mxgen::test
