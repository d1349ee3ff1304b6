// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/expr.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "gen/ir/evaluate.h"
#include "gen/ir/module.h"
#include "tests/gen/ir/error_of.h"

using namespace mxgen::ir;
using mxgen::test::error_of;

namespace {

/// All values of a circuit's nodes (of each element) for given inputs, in wide and, where that is
/// permitted, narrow arithmetic; every value must lie in its node's range.
class Values {
  public:
    Values(const Circuit& c, const std::vector<Int>& inputs) : c_(c) {
        for (NodeId id = 0, input = 0; id < c.nodes.size(); ++id) {
            const auto& n = c.node(id);
            of_.push_back(n.op == Op::input ? std::vector{inputs.at(input++)} : compute(n));
            if (of_[id].size() != n.count()) FAIL(name_of(n.op) << " has too few elements");
            for (const auto& value : of_[id])
                if (!n.range.contains(value))
                    FAIL(name_of(n.op) << " " << to_string(n.range) << " is " << value);
        }
    }
    const Int& operator()(const Value& v) {
        if (v.is_literal()) return literal_ = v.range().lo;
        return of_[v.id_in(*v.circuit())][0];
    }

  private:
    std::vector<Int> compute(const Node& n) const {
        std::vector<Int> args;
        std::vector<char> negative;
        for (std::size_t i = 0; i < n.args.size(); ++i)
            for (const auto& value : of_[n.args[i]]) {
                args.push_back(value);
                negative.push_back(n.op == Op::sum && n.data[i] < 0);
            }
        if (n.op == Op::gather) return args;
        if (n.op == Op::elements) return {args.begin() + n.lo, args.begin() + n.hi + 1};
        std::vector<std::int64_t> narrow;
        for (const auto& value : args) narrow.push_back(static_cast<std::int64_t>(value));
        auto of = [&](auto span) {
            using I = std::remove_cv_t<typename decltype(span)::element_type>;
            return n.op == Op::sum ? evaluate_sum<I>(span, negative) : evaluate<I>(n, span);
        };
        auto wide = of(std::span<const Int>(args));
        if (wide != of(std::span<const std::int64_t>(narrow))) FAIL("narrow differs from wide");
        return {wide};
    }

    const Circuit& c_;
    std::vector<std::vector<Int>> of_;
    Int literal_;
};

using Build = std::function<Value(const Value&, const Value&)>;
using Expect = std::function<int(int, int)>;

/// An operation, and what it computes of two small integers.
struct Operation {
    std::string name;
    Build build;
    Expect expect;
    bool needs_a_nonnegative = false, needs_b_nonnegative = false;
};

int floor_shifted(int x, int s) { return x >> s; }
int bit_count(int x) { return x == 0 ? 0 : 1 + bit_count(x >> 1); }

std::vector<Operation> arithmetic() {
    auto V = [](int x) { return Value(x); };
    return {
        {"a + b", [](auto a, auto b) { return a + b; }, [](int a, int b) { return a + b; }},
        {"a - b", [](auto a, auto b) { return a - b; }, [](int a, int b) { return a - b; }},
        {"-a", [](auto a, auto) { return -a; }, [](int a, int) { return -a; }},
        {"-(-a)", [](auto a, auto) { return -(-a); }, [](int a, int) { return a; }},
        {"a * b", [](auto a, auto b) { return a * b; }, [](int a, int b) { return a * b; }},
        {"4a", [=](auto a, auto) { return a * V(4); }, [](int a, int) { return 4 * a; }},
        {"-3a", [=](auto a, auto) { return V(-3) * a; }, [](int a, int) { return -3 * a; }},
        {"0a", [=](auto a, auto) { return a * V(0); }, [](int, int) { return 0; }},
        {"1 + a + 2", [=](auto a, auto) { return V(1) + a + V(2); },
         [](int a, int) { return a + 3; }},
        {"sum",
         [=](auto a, auto b) {
             return sum({a, b, a, V(-7), b, V(2)});
         },
         [](int a, int b) { return 2 * a + 2 * b - 5; }},
        {"a << b", [](auto a, auto b) { return a << b; }, [](int a, int b) { return a * (1 << b); },
         false, true},
        {"a >> b", [](auto a, auto b) { return a >> b; }, floor_shifted, false, true},
        {"a >> 2", [=](auto a, auto) { return a >> V(2); },
         [](int a, int) { return floor_shifted(a, 2); }},
        {"a >> 40", [=](auto a, auto) { return a >> V(40); },
         [](int a, int) { return a < 0 ? -1 : 0; }},
        {"a << 3", [=](auto a, auto) { return a << V(3); }, [](int a, int) { return a * 8; }},
        {"max",
         [=](auto a, auto b) {
             return max({a, b, V(1)});
         },
         [](int a, int b) {
             return std::max({a, b, 1});
         }},
    };
}

std::vector<Operation> choices() {
    auto V = [](int x) { return Value(x); };
    return {
        {"a == b", [](auto a, auto b) { return a == b; }, [](int a, int b) { return a == b; }},
        {"a != b", [](auto a, auto b) { return a != b; }, [](int a, int b) { return a != b; }},
        {"a < b", [](auto a, auto b) { return a < b; }, [](int a, int b) { return a < b; }},
        {"a > b", [](auto a, auto b) { return a > b; }, [](int a, int b) { return a > b; }},
        {"a <= b", [](auto a, auto b) { return a <= b; }, [](int a, int b) { return a <= b; }},
        {"a >= b", [](auto a, auto b) { return a >= b; }, [](int a, int b) { return a >= b; }},
        {"a < 0", [=](auto a, auto) { return a < V(0); }, [](int a, int) { return a < 0; }},
        {"a == 0", [=](auto a, auto) { return a == V(0); }, [](int a, int) { return a == 0; }},
        {"a == 1", [=](auto a, auto) { return a == V(1); }, [](int a, int) { return a == 1; }},
        {"a != 3", [=](auto a, auto) { return a != V(3); }, [](int a, int) { return a != 3; }},
        {"mux", [](auto a, auto b) { return mux(a < b, a, b); },
         [](int a, int b) { return std::min(a, b); }},
        {"mux not", [](auto a, auto b) { return mux(!(a < b), a, b); },
         [](int a, int b) { return std::max(a, b); }},
        {"mux 1 0", [=](auto a, auto b) { return mux(a < b, V(1), V(0)); },
         [](int a, int b) { return a < b; }},
        {"mux 0 1", [=](auto a, auto b) { return mux(a < b, V(0), V(1)); },
         [](int a, int b) { return a >= b; }},
        {"bits", [](auto a, auto) { return a.bits(3, 1); }, [](int a, int) { return a >> 1 & 7; }},
        {"bits of bits", [](auto a, auto) { return a.bits(6, 1).bits(4, 2); },
         [](int a, int) { return a >> 3 & 7; }},
        {"high bits", [](auto a, auto) { return a.bits(9, 7); },
         [](int a, int) { return a >> 7 & 7; }},
        {"as_signed", [](auto a, auto) { return a.as_signed(3); },
         [](int a, int) { return ((a & 7) ^ 4) - 4; }},
        {"high bits signed", [](auto a, auto) { return a.as_signed(6).bits(5, 2).as_signed(4); },
         [](int a, int) { return a >> 2; }},
        {"within", [](auto a, auto) { return a.within(-16, 16); }, [](int a, int) { return a; }},
    };
}

std::vector<Operation> patterns() {
    auto V = [](int x) { return Value(x); };
    auto table = [](int x) { return (x * x) % 11 - 5; };
    std::vector<Int> entries;
    for (int i = 0; i < 16; ++i) entries.push_back(table(i));
    return {
        {"a & b", [](auto a, auto b) { return a & b; }, [](int a, int b) { return a & b; }, true,
         true},
        {"a | b", [](auto a, auto b) { return a | b; }, [](int a, int b) { return a | b; }, true,
         true},
        {"a ^ b", [](auto a, auto b) { return a ^ b; }, [](int a, int b) { return a ^ b; }, true,
         true},
        {"a ^ a", [](auto a, auto) { return a ^ a; }, [](int, int) { return 0; }, true},
        {"a & a", [](auto a, auto) { return a & a; }, [](int a, int) { return a; }, true},
        {"a & 5", [=](auto a, auto) { return a & V(5); }, [](int a, int) { return a & 5; }, true},
        {"a & 15", [=](auto a, auto) { return V(15) & a; }, [](int a, int) { return a & 15; },
         true},
        {"a | 7", [=](auto a, auto) { return a | V(7); }, [](int a, int) { return a | 7; }, true},
        {"a ^ 7", [=](auto a, auto) { return V(7) ^ a; }, [](int a, int) { return a ^ 7; }, true},
        {"a | 0", [=](auto a, auto) { return a | V(0); }, [](int a, int) { return a; }, true},
        {"lookup", [=](auto a, auto) { return lookup(a, entries); },
         [=](int a, int) { return table(a); }, true},
        {"sticky shift", [](auto a, auto b) { return shift_right_sticky(a, b).value; },
         floor_shifted, false, true},
        {"sticky", [](auto a, auto b) { return shift_right_sticky(a, b).sticky; },
         [](int a, int b) { return (a & ((1 << b) - 1)) != 0; }, false, true},
    };
}

const std::vector<Range>& operand_ranges() {
    static const std::vector<Range> ranges{{0, 1},  {0, 5},   {-3, 4}, {-8, 7}, {-5, -2},
                                           {2, 6},  {6, 7},   {3, 3},  {0, 15}, {-1, 0},
                                           {1, 12}, {-16, 3}, {4, 4},  {0, 8}};
    return ranges;
}

unsigned check(const Operation& operation, const Range& ra, const Range& rb) {
    bool refused = (operation.needs_a_nonnegative && ra.lo < 0) ||
                   (operation.needs_b_nonnegative && rb.lo < 0);
    Module m{"m", "One operation."};
    auto a = m.input("a_i", ra), b = m.input("b_i", rb);
    if (refused) {
        CHECK_THROWS_AS(operation.build(a, b), CircuitError);
        return 1;
    }
    auto result = operation.build(a, b);
    unsigned checked = 0;
    for (Int x = ra.lo; x <= ra.hi; ++x)
        for (Int y = rb.lo; y <= rb.hi; ++y) {
            Values values(*m.circuit(), {x, y});
            INFO(operation.name << " of " << x << " in " << to_string(ra) << " and " << y << " in "
                                << to_string(rb));
            CHECK(values(result) == operation.expect(static_cast<int>(x), static_cast<int>(y)));
            ++checked;
        }
    return checked;
}

}  // namespace

TEST_CASE("every operation computes its meaning on integers, within its range") {
    auto operations = GENERATE(arithmetic(), choices(), patterns());
    unsigned checked = 0;
    for (const auto& operation : operations)
        for (const auto& ra : operand_ranges())
            for (const auto& rb : operand_ranges()) checked += check(operation, ra, rb);
    CHECK(checked > 10000);
}

TEST_CASE("complements and leading zeros count within the width of their operand") {
    for (unsigned width = 1; width < 7; ++width) {
        Module m{"m", "Complement and count."};
        auto a = m.input("a_i", Range::unsigned_bits(width));
        auto complement = ~a, zeros = leading_zeros(a), again = ~~a;
        for (int x = 0; x < 1 << width; ++x) {
            Values values(*m.circuit(), {x});
            CHECK(values(complement) == (1 << width) - 1 - x);
            CHECK(values(again) == x);
            CHECK(values(zeros) == static_cast<int>(width) - bit_count(x));
        }
    }
}

TEST_CASE("concatenation takes each part as wide as its range") {
    Module m{"m", "Patterns side by side."};
    auto a = m.input("a_i", Range{-4, 3}), b = m.input("b_i", Range{0, 4});
    auto pattern = concat({b, a, b.within(0, 1)}), cut = pattern.bits(5, 3);
    CHECK(pattern.width() == 7);
    for (int x = -4; x <= 3; ++x)
        for (int y : {0, 1}) {
            Values values(*m.circuit(), {x, y});
            CHECK(values(pattern) == (y << 4 | (x & 7) << 1 | y));
            CHECK(values(cut) == ((y << 4 | (x & 7) << 1 | y) >> 3 & 7));
        }
}

TEST_CASE("a condition that is a complement of a wider number keeps its meaning") {
    Module m{"m", "Complement of 6 or 7."};
    auto a = m.input("a_i", Range{6, 7});
    auto chosen = mux(~a, 10, 20), negated = !(~a);
    for (int x : {6, 7}) {
        Values values(*m.circuit(), {x});
        CHECK(values(chosen) == (x == 6 ? 10 : 20));
        CHECK(values(negated) == (x == 7));
    }
}

TEST_CASE("arrays hand out, cut and gather their elements") {
    Module m{"m", "Arrays."};
    auto a = m.input("a_i", Range{-2, 5}), b = m.input("b_i", Range{0, 9});
    auto both = gather({a, b, a + b, Value(3)});
    CHECK(both.range() == Range{-2, 14});
    CHECK(both.size() == 4);
    auto cut = both.slice(1, 2);
    auto second = cut[1], total = sum(both), maximum = max(both);
    auto bits = gather({a < b, a == b});
    auto some = any(bits);
    for (int x = -2; x <= 5; ++x)
        for (int y = 0; y <= 9; ++y) {
            Values values(*m.circuit(), {x, y});
            CHECK(values(second) == x + y);
            CHECK(values(total) == 2 * (x + y) + 3);
            CHECK(values(maximum) == std::max({x, y, x + y, 3}));
            CHECK(values(some) == (x <= y));
        }
    CHECK(error_of([&] { both[4]; }) == "m: element 4 of an array of 4");
    CHECK(error_of([&] { both.slice(2, 3); }) == "m: elements 2..4 of an array of 4");
}

TEST_CASE("what is equal is one node, what is known is a constant") {
    Module m{"m", "Sharing."};
    auto a = m.input("a_i", Range::unsigned_bits(4)), b = m.input("b_i", Range::unsigned_bits(4));
    auto& c = *a.circuit();
    CHECK((a + b).id_in(c) == (a + b).id_in(c));
    CHECK((a & b).id_in(c) == (b & a).id_in(c));
    CHECK((a + b).id_in(c) != (a - b).id_in(c));
    CHECK((a < Value(16)).range() == Range::point(1));
    CHECK((a == Value(16)).range() == Range::point(0));
    CHECK(a.within(0, 20).id_in(c) == a.id_in(c));
    CHECK(a.within(-5, 9).range() == Range{0, 9});
    CHECK(m.registered(a).id_in(c) != m.registered(a).id_in(c));
    CHECK((a + b).as("first").as("second").id_in(c) == (a + b).id_in(c));
    CHECK(c.node((a + b).id_in(c)).name == "first");
}

TEST_CASE("errors name module, wire and numbers") {
    Module m{"m", "Errors."}, other{"other", "Another module."};
    auto a = m.input("a_i", Range{-4, 3}), u = m.input("u_i", Range::unsigned_bits(3));
    auto foreign = other.input("x_i", Range::bit());
    CHECK(error_of([&] { a + foreign; }) == "m: a wire of module other is used");
    CHECK(error_of([&] { a& u; }) ==
          "m: operand of a bitwise operation may be negative: a_i [-4, 3]");
    CHECK(error_of([&] { u << a; }) == "m: shift amount may be negative: a_i [-4, 3]");
    CHECK(error_of([&] { mux(u, a, a); }) == "m: condition is not a single bit: u_i [0, 7]");
    CHECK(error_of([&] { u.bits(1, 2); }) == "m: bits 1..2 of u_i [0, 7] are none");
    CHECK(error_of([&] { a.within(4, 9); }) == "m: a_i [-4, 3] cannot lie within [4, 9]");
    CHECK(error_of([&] {
              lookup(u, {1, 2, 3});
          }) == "m: a table of 3 entries has no entry for u_i [0, 7]");
    CHECK(error_of([] { Value(1) + Value(2); }) ==
          "an operation on literals only belongs to no module");
    CHECK(error_of([] { !Value(1); }) == "an operation on literals only belongs to no module");
}
