// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/dump.h"

#include <catch2/catch.hpp>

#include "gen/ir/module.h"

using namespace mxgen::ir;

TEST_CASE("a circuit reads line by line") {
    Module child{"child", "One more."};
    child.output("y_o", child.input("x_i", Range::unsigned_bits(4)) + 1);
    CHECK(dump(*child.circuit()) == R"(module child: One more.
%0 input x_i [0, 15]
%1 constant [1, 1] = 1
%2 sum [1, 16] +%0 +%1
output y_o %2
)");

    Module m{"m", "Everything that has a text of its own."};
    m.clock_enable(m.input("en_i", Range::bit()));
    auto valid = m.input("valid_i", Range::bit()).control();
    auto x = m.input("x_i", Range::unsigned_bits(4), 3);
    auto out = m.instances(child, "u_child", 3, {{"x_i", x}});
    auto s = m.state("s", Range::unsigned_bits(4), 7);
    m.next(s, mux(valid, lookup(x[1].low(1), {5, 9}), s));
    m.output("s_o", s);
    m.output("sum_o", (sum(out.array("y_o")) - s).as("total"));
    m.output("valid_o", m.registered(valid));
    CHECK(dump(*m.circuit()) == R"(module m: Everything that has a text of its own.
%0 input en_i [0, 1]
%1 input valid_i [0, 1] reset 0
%2 input x_i [0, 15] x3
%3 state s [0, 15] %7 reset 7
%4 elements [0, 15] %2 1..1
%5 slice [0, 1] %4 0..0
%6 lookup [5, 9] %5 = 5 9
%7 mux [0, 15] %1 %6 %3
%8 instance y [1, 16] x3 u_child.y_o
%9 sum [3, 48] +%8
%10 sum total [-12, 48] +%9 -%3
%11 delay [0, 1] %1 reset 0
instance u_child child x3 x_i=%2
clock enable %0
output s_o %3
output sum_o %10
output valid_o %11
)");
}
