// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/normalize.h"

#include "gen/arith/decode.h"
#include "sw/model/value.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

TEST_CASE("every code of an IEEE-like format is normalized as far as the limit permits") {
    const auto f =
        *find_format(GENERATE(as<std::string>{}, "e4m3ieee", "e3m5ieee", "fp16", "bf16"));
    const auto p = static_cast<unsigned>(f.mantissa_bits);
    for (unsigned limit = 0; limit <= p + 2; ++limit) {
        if (f.bits == 16 && limit % 4 != 0 && limit != 1) continue;
        auto dut = interpreted([&](ir::Module& m) {
            auto n = arith::normalize(f, m.input("x_i", arith::codes(f)), limit);
            m.output("neg_o", n.neg), m.output("significand_o", n.significand);
            m.output("exponent_o", n.exponent), m.output("special_o", n.special);
            m.output("nan_o", n.nan);
        });
        const int lowest = 1 - static_cast<int>(std::min(limit, p + 1));
        for (std::uint32_t code = 0; code < model::code_count(f); code += f.bits == 16 ? 3 : 1) {
            dut.set("x_i", code);
            dut.eval();
            const auto x = model::decode(f, code);
            INFO(f.name << " code " << code << " limit " << limit);
            REQUIRE((dut.get("special_o") != 0) == !x.is_finite());
            REQUIRE((dut.get("nan_o") != 0) == x.is_nan());
            REQUIRE((dut.get("neg_o") != 0) == x.negative);
            if (!x.is_finite()) continue;
            const auto significand = dut.get("significand_o");
            const int exponent = integer_at(dut, "exponent_o");
            REQUIRE(number_of(false, significand, exponent - f.bias - f.mantissa_bits) ==
                    abs(x.number));
            if (!x.is_zero()) REQUIRE((significand >= ir::pow2(p) || exponent == lowest));
        }
    }
}
