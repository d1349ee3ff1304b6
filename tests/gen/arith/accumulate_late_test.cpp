// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_late.h"

#include <algorithm>

#include "tests/gen/arith/accumulator_bench.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

constexpr int late_scales = 30, late_bias = -9, late_lsb = -3;

/// M and E by the definition, in integers.
struct LateGolden {
    Integer m = 0;
    int e = 0;
    bool nan = false, pos_inf = false, neg_inf = false;

    void raise(int exponent) {
        if (exponent <= e) return;
        m = ir::floor_shift(m, static_cast<unsigned>(exponent - e));
        e = exponent;
    }
};

struct LateBlock {
    int total = 0, scale = 0;
    bool nan = false, pos_inf = false, neg_inf = false;
};

struct LateCase {
    unsigned bits, terms, blocks;
    bool initial;
    std::string format;
};

/// Totals in nine bits at 2^(scale + bias + lsb); E_S is their scale with a place that leaves room
/// for `terms` of them.
class LateBench {
  public:
    explicit LateBench(const LateCase& c)
        : case_(c), f_(*find_format(c.format)), form_(form_of(c, f_)) {
        dut_.emplace(interpreted([&](ir::Module& m) { build(m); }));
    }

    void beat(bool take, bool first, std::uint32_t c, const std::vector<LateBlock>& blocks) {
        dut_->set("take_i", take), dut_->set("first_i", first);
        if (case_.initial) dut_->set("c_i", c);
        for (unsigned i = 0; i < case_.blocks; ++i) {
            const auto set = [&](const char* name, int x) {
                dut_->set(name + std::to_string(i), x);
            };
            set("total", blocks[i].total), set("scale", blocks[i].scale);
            set("nan", blocks[i].nan), set("pos_inf", blocks[i].pos_inf);
            set("neg_inf", blocks[i].neg_inf);
        }
        dut_->eval(), dut_->clock(), dut_->eval();
        if (take) step(first, c, blocks);
    }
    void check() const {
        const auto sum = golden_.nan || (golden_.pos_inf && golden_.neg_inf) ? model::nan_value()
                         : golden_.pos_inf || golden_.neg_inf
                             ? model::infinite_value(golden_.neg_inf)
                             : model::finite_value(Dyadic(golden_.m, golden_.e));
        REQUIRE(code_at(*dut_, "acc_o") == rounded_code(f_, sum));
        if (!sum.is_finite()) return;
        REQUIRE(dut_->get("m_o") == golden_.m);
        REQUIRE(dut_->get("e_o") == golden_.e);
    }

  private:
    static arith::LateForm form_of(const LateCase& c, const Format& f) {
        arith::LateForm form{.bits = c.bits, .terms = c.terms};
        // The least place with terms * ceil(256 * 2^(lsb - place)) <= 2^(bits - 1) - 1.
        int place = 12;
        const auto fits = [&](int p) {
            const auto unit = Dyadic(-256, late_lsb);
            return c.terms * -floor_in_units(unit, p) <= (Integer(1) << (c.bits - 1)) - 1;
        };
        REQUIRE(fits(place));
        while (fits(place - 1)) --place;
        form.places = {place};
        form.exponents = ir::Range{late_bias + place, late_bias + place + late_scales};
        if (c.initial) form.exponents = join(form.exponents, arith::first_exponents(form, f));
        return form;
    }
    void build(ir::Module& m) {
        std::vector<arith::BlockSum> blocks;
        for (unsigned i = 0; i < case_.blocks; ++i) {
            const auto port = [&](const char* name, const ir::Range& range) {
                return m.input(name + std::to_string(i), range);
            };
            const auto scale = port("scale", {0, late_scales});
            blocks.push_back(
                {.neg = m.constant(0),
                 .total = port("total", ir::Range::signed_bits(9)),
                 .exponent = scale,
                 .lsb = late_lsb + late_bias,
                 .special = {port("nan", ir::Range::bit()), port("pos_inf", ir::Range::bit()),
                             port("neg_inf", ir::Range::bit())},
                 .own_exponent = m.constant(0),
                 .scale_exponent = scale,
                 .scale_bias = late_bias});
        }
        arith::LateState initial;
        if (case_.initial)
            initial = arith::begin_late(
                m, form_, f_,
                m.input("c_i", ir::Range::unsigned_bits(static_cast<unsigned>(f_.bits))));
        const auto sum = arith::accumulate_late(m, form_, blocks,
                                                {.take = m.input("take_i", ir::Range::bit()),
                                                 .first = m.input("first_i", ir::Range::bit()),
                                                 .initial = m.constant(0)},
                                                case_.initial ? &initial : nullptr);
        // Through the code that elements hand on.
        const auto carried = arith::unpack_late(m, form_, arith::pack_late(form_, sum));
        REQUIRE(arith::pack_late(form_, sum).width() == form_.code_bits());
        m.output("m_o", carried.mantissa), m.output("e_o", carried.exponent);
        m.output("acc_o", arith::round_late(m, form_, f_, carried));
    }
    void step(bool first, std::uint32_t c, const std::vector<LateBlock>& blocks) {
        int top = -1000;
        for (const auto& b : blocks) top = std::max(top, b.scale + late_bias + form_.places[0]);
        if (first) start(c, top);
        golden_.raise(top);
        for (const auto& b : blocks) {
            const Dyadic value(b.total, b.scale + late_bias + late_lsb);
            golden_.m += floor_in_units(value, golden_.e);
            golden_.nan |= b.nan, golden_.pos_inf |= b.pos_inf, golden_.neg_inf |= b.neg_inf;
        }
    }
    void start(std::uint32_t code, int top) {
        golden_ = {.e = top};
        if (!case_.initial) return;
        const auto c = model::decode(f_, code);
        golden_.nan = c.is_nan();
        golden_.pos_inf = c.is_infinite() && !c.negative,
        golden_.neg_inf = c.is_infinite() && c.negative;
        const auto field =
            static_cast<int>(code >> f_.mantissa_bits) & ((1 << f_.exponent_bits) - 1);
        int extra = 2;
        while ((1u << (extra - 2)) < case_.terms) ++extra;
        golden_.e = std::max(field, 1) - f_.bias + extra - static_cast<int>(case_.bits);
        if (c.is_finite()) golden_.m = floor_in_units(c.number, golden_.e);
    }

    LateCase case_;
    Format f_;
    arith::LateForm form_;
    std::optional<view::Interpreter> dut_;
    LateGolden golden_;
};

}  // namespace

TEST_CASE("late sums are M * 2^E beat by beat, and rounded once behind their registers") {
    const auto c = GENERATE(LateCase{12, 16, 1, false, "fp32"}, LateCase{20, 64, 1, false, "fp16"},
                            LateCase{24, 100, 1, true, "fp32"}, LateCase{9, 3, 1, true, "bf16"},
                            LateCase{16, 48, 3, false, "fp32"}, LateCase{33, 49, 3, true, "fp16"},
                            LateCase{64, 1000, 2, true, "fp32"});
    const testing::CaseSeed seed(c.format + std::to_string(c.bits));
    std::mt19937 random(seed);
    LateBench bench(c);
    unsigned left = 0;
    int base = 0;
    for (int n = 0; n < 4000; ++n) {
        const bool first = left < c.blocks || random() % 20 == 0;
        const bool take = random() % 6 != 0;
        if (first) left = c.terms - c.initial, base = static_cast<int>(random() % late_scales);
        std::vector<LateBlock> blocks(c.blocks);
        for (auto& b : blocks) {
            b.total = static_cast<int>(random() % 512) - 256;
            if (random() % 3 == 0) b.total = random() % 2 ? -256 : 255;
            b.scale = std::clamp(base + static_cast<int>(random() % 5) - 3, 0, late_scales);
            if (random() % 9 == 0) b.scale = static_cast<int>(random() % (late_scales + 1));
            b.nan = random() % 200 == 0, b.pos_inf = random() % 90 == 0;
            b.neg_inf = random() % 90 == 0;
        }
        const auto code = static_cast<std::uint32_t>(random());
        bench.beat(take, first, code & ((1ull << find_format(c.format)->bits) - 1), blocks);
        if (take) left -= std::min(left, c.blocks);
        if (n > 20) bench.check();
        if (first && !take) left = 0;
    }
}
