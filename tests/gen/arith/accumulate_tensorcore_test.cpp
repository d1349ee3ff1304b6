// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_tensorcore.h"

#include <algorithm>
#include <random>

#include "gen/arith/accumulate.h"
#include "sw/model/round.h"
#include "tests/gen/arith/circuit.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

constexpr int product_fraction = 4, product_exponents = 30;
const std::vector<unsigned> group_sizes{3, 2};

/// One product in numbers.
struct ProductNumber {
    bool neg = false;
    int mag = 0, exponent = 0;
};

struct GroupNumbers {
    std::vector<ProductNumber> products;
    bool nan = false, pos_inf = false, neg_inf = false;
};

/// docs/numerics.md, "Matrix units of NVIDIA GPUs", steps 1 to 4.
class TensorcoreGolden {
  public:
    TensorcoreGolden(const Accumulator& rule, int bias) : rule_(rule), bias_(bias) {}

    void start(std::uint32_t c) {
        running_ = model::decode(fp32_, c), promoted_ = model::finite_value(0), count_ = 0;
    }
    void add(const GroupNumbers& group) {
        auto special = running_.is_finite() ? model::finite_value(0) : running_;
        if (group.nan) special = model::nan_value();
        if (group.pos_inf) special = special + model::infinite_value(false);
        if (group.neg_inf) special = special + model::infinite_value(true);
        running_ = special.is_finite() ? truncated_sum(group) : special;
        count_ += static_cast<int>(group.products.size());
        if (rule_.promote == 0 || count_ < rule_.promote) return;
        promoted_ = total(), running_ = model::finite_value(0), count_ = 0;
    }
    std::uint32_t code() const {
        const auto sum = rule_.promote ? total() : running_;
        return sum.is_nan() ? 0x7FFFFFFF : model::round_to(fp32_, sum);
    }

  private:
    model::ExactValue total() const {
        return model::decode(fp32_, model::round_to(fp32_, promoted_ + running_));
    }
    static Dyadic cut(const Dyadic& x, int unit) {
        const Dyadic magnitude(floor_in_units(abs(x), unit), unit);
        return x.is_negative() ? -magnitude : magnitude;
    }
    model::ExactValue truncated_sum(const GroupNumbers& group) const {
        int m = -126;
        if (!running_.is_zero()) m = std::max(m, exponent_of(running_.number));
        for (const auto& p : group.products)
            if (p.mag != 0) m = std::max(m, p.exponent + bias_ - 126);
        Dyadic sum = cut(running_.number, m - rule_.alignment_bits);
        for (const auto& p : group.products)
            sum = sum + cut(number_of(p.neg, p.mag, p.exponent + bias_ - 126 - product_fraction),
                            m - rule_.alignment_bits);
        if (sum.is_zero()) return model::finite_value(0);
        const int unit = std::max(exponent_of(sum), -126) - rule_.result_bits + 1;
        const auto result = cut(sum, unit);
        return exponent_of(sum) >= 128 ? model::infinite_value(sum.is_negative())
                                       : model::finite_value(result, sum.is_negative());
    }

    Accumulator rule_;
    int bias_;
    Format fp32_ = *find_format("fp32");
    model::ExactValue running_, promoted_;
    int count_ = 0;
};

std::string group_port(const char* name, unsigned group) {
    return name + std::to_string(group) + "_i";
}

view::Interpreter accumulator_of(const Accumulator& rule, int bias) {
    return interpreted([&](ir::Module& m) {
        std::vector<arith::ProductGroup> groups;
        for (unsigned g = 0; g < group_sizes.size(); ++g) {
            auto flag = [&](const char* name) {
                return m.input(group_port(name, g), ir::Range::bit());
            };
            auto each = [&](const char* name, const ir::Range& range) {
                return m.input(group_port(name, g), range, group_sizes[g]);
            };
            groups.push_back({.neg = each("neg", ir::Range::bit()),
                              .mag = each("mag", ir::Range::unsigned_bits(product_fraction + 2)),
                              .exponent = each("exponent", {0, product_exponents}),
                              .rank = each("rank", {0, product_exponents + bias}),
                              .bias = bias,
                              .fraction = product_fraction,
                              .special = {flag("nan"), flag("pos_inf"), flag("neg_inf")}});
        }
        const auto acc =
            arith::accumulate_tensorcore(m, rule, groups,
                                         {.take = m.input("take_i", ir::Range::bit()),
                                          .first = m.input("first_i", ir::Range::bit()),
                                          .initial = m.input("c_i", ir::Range::unsigned_bits(32))});
        m.output("acc_o", acc.code);
    });
}

void set_group(view::Interpreter& dut, unsigned g, const GroupNumbers& group, int bias) {
    dut.set(group_port("nan", g), group.nan), dut.set(group_port("pos_inf", g), group.pos_inf);
    dut.set(group_port("neg_inf", g), group.neg_inf);
    for (unsigned i = 0; i < group.products.size(); ++i) {
        const auto& p = group.products[i];
        dut.set(group_port("neg", g), p.neg, i), dut.set(group_port("mag", g), p.mag, i);
        dut.set(group_port("exponent", g), p.exponent, i);
        dut.set(group_port("rank", g), p.mag ? p.exponent + bias : 0, i);
    }
}

GroupNumbers random_group(std::mt19937& random, unsigned size) {
    GroupNumbers group;
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const int base = below(product_exponents + 1), spread = 1 + below(12);
    for (unsigned i = 0; i < size; ++i)
        group.products.push_back({below(2) != 0, below(4) ? below(1 << (product_fraction + 2)) : 0,
                                  std::max(0, base - below(static_cast<unsigned>(spread)))});
    if (below(40) == 0)
        group.nan = below(3) == 0, group.pos_inf = below(2), group.neg_inf = below(2);
    return group;
}

}  // namespace

TEST_CASE("products are truncated below their group's largest, sums to so many bits") {
    const auto name =
        GENERATE(as<std::string>{}, "tensorcore<13,3,14>", "tensorcore<3,3,24>",
                 "tensorcore<25,3,4>", "tensorcore<1,3,1>", "tensorcore<13,3,14> promote=5",
                 "tensorcore<8,3,9> promote=7", "tensorcore<8,3,9> promote=3");
    // From subnormal results to infinite ones.
    const int bias = GENERATE(0, 110, 226);
    const auto rule = find_accumulator(name).value();
    const testing::CaseSeed seed(name + " bias " + std::to_string(bias));
    std::mt19937 random(seed);
    auto dut = accumulator_of(rule, bias);
    TensorcoreGolden golden(rule, bias);
    for (int n = 0; n < 1500; ++n) {
        const bool take = n == 0 || random() % 5 != 0, first = n == 0 || random() % 7 == 0;
        // Infinities stay: mostly start from what the products can meet.
        const auto field = static_cast<std::uint32_t>(bias) + random() % 24;
        const std::uint32_t c = random() % 4
                                    ? (random() & 0x807FFFFFu) | field << 23
                                    : static_cast<std::uint32_t>(random() % 2 * 0x80000000u);
        if (take && first) golden.start(c);
        dut.set("take_i", take), dut.set("first_i", first), dut.set("c_i", c);
        for (unsigned g = 0; g < group_sizes.size(); ++g) {
            const auto group = random_group(random, group_sizes[g]);
            if (take) golden.add(group);
            set_group(dut, g, group, bias);
        }
        dut.eval();
        dut.clock();
        dut.eval();
        INFO("beat " << n);
        REQUIRE(dut.get("acc_o") == golden.code());
    }
}

TEST_CASE("the codes of accumulators have their width") {
    const auto width = [](const char* name) {
        return arith::codes(find_accumulator(name).value()).width();
    };
    CHECK(width("fp32") == 32);
    CHECK(width("bf16") == 16);
    CHECK(width("int12 wrap") == 12);
    CHECK(width("fixed<8,-3>") == 12);
    CHECK(width("tensorcore<8,3,9>") == 32);
}
