// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/unit/units.h"
#include "tests/sw/unit/designs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// A design whose sums take turns, its made stimulus and the answers; and the same without turns.
struct TurningDesign {
    explicit TurningDesign(const Flags& flags)
        : design(config_of(flags).design),
          alone(without_turns(design)),
          turns(static_cast<std::size_t>(unit_of(design).turns(design))),
          ports(unit_of(design).ports(design, true)),
          in(ports, Stream::input),
          weights(ports, Stream::weights),
          expected(ports) {
        REQUIRE(turns > 1);
        const StimulusOptions options{.seed = 5, .vectors = 500, .corners_every = 40};
        for (const Section& section : unit_of(design).stimulus(design, options)) {
            if (section.kind.starts_with("exhaustive")) continue;
            while (section.next(in, weights)) {
            }
        }
        const auto golden = unit_of(design).golden(design);
        for (std::size_t i = 0; i < weights.size(); ++i) golden->load(weights, i);
        for (std::size_t i = 0; i < in.size(); ++i) golden->step(in, i, expected);
        REQUIRE(expected.size() > 100);
    }

    static UnitDesign without_turns(UnitDesign design) {
        if (auto* dot = std::get_if<DotDesign>(&design)) dot->interleave = 1;
        if (auto* array = std::get_if<ArrayDesign>(&design)) array->dot.interleave = 1;
        return design;
    }

    UnitDesign design, alone;
    std::size_t turns;
    std::vector<Port> ports;
    Beats in, weights;
    Expected expected;
};

/// Copies the ports of a record, but those of some roles, into the last one of another sequence.
void copy_record(const Beats& from, std::size_t record, Beats& to,
                 const std::vector<Role>& without = {}) {
    for (std::size_t slot = 0; slot < from.ports().size(); ++slot) {
        const Role role = from.ports()[slot].role;
        if (std::find(without.begin(), without.end(), role) != without.end()) continue;
        const auto bytes = from.bytes(record, slot);
        std::copy(bytes.begin(), bytes.end(), to.bytes(to.size() - 1, slot).begin());
    }
}

bool same_record(const Beats& x, std::size_t i, const Beats& y, std::size_t j,
                 const std::vector<Role>& roles) {
    return std::all_of(roles.begin(), roles.end(),
                       [&](Role role) { return x.numbers(i, role) == y.numbers(j, role); });
}

/// Records [first, first + count) of one turn of a tile, as an array without turns takes them: with
/// the first turn's rows of A where these are held.
Beats tile_of_turn(const TurningDesign& d, std::size_t first, std::size_t count, std::size_t turn,
                   bool holds_a) {
    Beats own(d.ports, Stream::input);
    for (std::size_t i = 0; i < count; i += d.turns) {
        own.append();
        const std::vector<Role> held{Role::a, Role::a_scale, Role::mode};
        std::vector<Role> left{Role::last};
        if (holds_a) left.insert(left.end(), held.begin(), held.end());
        copy_record(d.in, first + i + turn, own, left);
        if (!holds_a) continue;
        std::vector<Role> others;
        for (const Port& port : d.in.ports())
            if (std::find(held.begin(), held.end(), port.role) == held.end())
                others.push_back(port.role);
        copy_record(d.in, first + i, own, others);
    }
    return own;
}

const std::vector<Role> result_roles{Role::result, Role::result_scale, Role::invalid, Role::sum};

}  // namespace

TEST_CASE("sums of a dot product that take turns are those of one alone") {
    const auto flags = GENERATE(from_range(std::vector<Flags>{
        {{"--a", "mxfp8_e4m3"}, {"--block", "4"}, {"--lanes", "2"}, {"--initial", "true"}},
        {{"--a", "mxfp8_e4m3"}, {"--block", "4"}, {"--lanes", "4"}, {"--accumulator", "late<20>"}},
        {{"--a", "nvfp4"}, {"--block", "2"}, {"--lanes", "8"}, {"--round", "beat<9>"}},
        {{"--a", "int5"}, {"--block", "3"}, {"--lanes", "1"}, {"--accumulator", "int14 wrap"}},
        {{"--a", "e4m3"}, {"--block", "2"}, {"--accumulator", "fixed<9,-9>"}},
        {{"--a", "e4m3"}, {"--block", "8"}, {"--accumulator", "tensorcore<13,4,14> promote=8"}},
        {{"--a", "mxint8"}, {"--modes", "int8,2xint4"}, {"--block", "4"}, {"--lanes", "2"}}}));
    const std::string interleave = GENERATE(as<std::string>{}, "2", "3");
    Flags all = flags;
    all.emplace_back("--interleave", interleave);
    const TurningDesign d(all);
    std::size_t compared = 0;
    for (std::size_t turn = 0; turn < d.turns; ++turn) {
        const auto golden = unit_of(d.alone).golden(d.alone);
        Beats own(d.ports, Stream::input);
        Expected expected(d.ports);
        for (std::size_t i = turn; i < d.in.size(); i += d.turns) {
            own.append();
            copy_record(d.in, i, own);
            golden->step(own, own.size() - 1, expected);
        }
        REQUIRE(expected.size() * d.turns == d.expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const std::size_t at = i * d.turns + turn;
            REQUIRE(same_record(expected.beats, i, d.expected.beats, at,
                                {Role::acc, Role::overflow, Role::invalid}));
            const Cause &cause = d.expected.causes[at], &alone = expected.causes[i];
            CHECK(cause.stride == d.turns);
            CHECK(cause.first == alone.first * d.turns + turn);
            CHECK(cause.last() == alone.last() * d.turns + turn);
            ++compared;
        }
    }
    CHECK(compared == d.expected.size());
}

TEST_CASE("a beat in another's turn changes the sums") {
    const TurningDesign d({{"--a", "mxfp4"}, {"--block", "4"}, {"--interleave", "3"}});
    Beats swapped(d.ports, Stream::input);
    for (std::size_t i = 0; i < d.in.size(); ++i) {
        swapped.append();
        copy_record(d.in, i % 3 == 0 ? i : i % 3 == 1 ? i + 1 : i - 1, swapped);
    }
    const auto golden = unit_of(d.design).golden(d.design);
    Expected expected(d.ports);
    for (std::size_t i = 0; i < swapped.size(); ++i) golden->step(swapped, i, expected);
    std::size_t changed = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        changed += !same_record(expected.beats, i, d.expected.beats, i, {Role::acc});
    CHECK(changed > expected.size() / 8);
}

TEST_CASE("column groups of an array that take turns are those of one alone") {
    const auto flags = GENERATE(from_range(std::vector<Flags>{
        {{"--a", "mxfp8_e4m3"}, {"--block", "4"}, {"--lanes", "2"}},
        {{"--a", "nvfp4"}, {"--block", "2"}, {"--lanes", "4"}, {"--round", "beat"}},
        {{"--a", "mxint8"}, {"--accumulator", "late<20>"}, {"--block", "2"}, {"--blocks", "100"}},
        {{"--a", "int4"}, {"--block", "3"}, {"--accumulator", "int"}},
        {{"--a", "mxint8"}, {"--block", "4"}, {"--output", "mxfp8_e4m3_b2"}},
        {{"--a", "int8"},
         {"--modes", "int8,2xint4"},
         {"--block", "2"},
         {"--accumulator", "int"}}}));
    Flags all{{"--unit", "array"}, {"--rows", "3"}, {"--cols", "2"}, {"--interleave", "3"}};
    all.insert(all.end(), flags.begin(), flags.end());
    const TurningDesign d(all);
    std::size_t result = 0, tiles = 0;
    while (result < d.expected.size()) {
        const Cause tile = d.expected.causes[result];
        for (std::size_t turn = 0; turn < d.turns; ++turn) {
            Beats own = tile_of_turn(d, tile.first, tile.count, turn, true);
            own.set(Role::last, 1);
            const auto golden = unit_of(d.alone).golden(d.alone);
            Expected expected(d.ports);
            for (std::size_t i = 0; i < own.size(); ++i) golden->step(own, i, expected);
            REQUIRE(expected.size() == 3);
            for (std::size_t row = 0; row < 3; ++row) {
                const std::size_t at = result + row * d.turns + turn;
                REQUIRE(same_record(expected.beats, row, d.expected.beats, at, result_roles));
                CHECK(d.expected.causes[at].turn == turn);
                CHECK(d.expected.causes[at].row == static_cast<int>(row));
            }
        }
        result += 3 * d.turns;
        CHECK(d.expected.beats.number(result - 1, Role::last) == 1);
        ++tiles;
    }
    CHECK(tiles > 10);
}

TEST_CASE("rows of A that take turns under stationary weights are those of one alone") {
    const auto flags = GENERATE(from_range(
        std::vector<Flags>{{{"--a", "mxfp8_e4m3"}},
                           {{"--a", "mxint8"}, {"--accumulator", "late<24>"}, {"--output", "bf16"}},
                           {{"--a", "int4"}, {"--accumulator", "int30 wrap"}}}));
    Flags all{{"--unit", "array"},  {"--rows", "3"},  {"--cols", "2"},
              {"--block", "4"},     {"--lanes", "2"}, {"--dataflow", "weight_stationary"},
              {"--interleave", "2"}};
    all.insert(all.end(), flags.begin(), flags.end());
    const TurningDesign d(all);
    constexpr std::size_t beats = 2, weight_beats = 6;
    std::size_t result = 0, weight = 0;
    while (result < d.expected.size()) {
        std::size_t end = result;
        while (d.expected.beats.number(end, Role::last) == 0) ++end;
        const std::size_t rows = end + 1 - result;
        REQUIRE(rows % d.turns == 0);
        for (std::size_t turn = 0; turn < d.turns; ++turn) {
            Beats own = tile_of_turn(d, d.expected.causes[result].first, rows * beats, turn, false);
            own.set(Role::last, 1);
            const auto golden = unit_of(d.alone).golden(d.alone);
            Expected expected(d.ports);
            for (std::size_t i = 0; i < weight_beats; ++i) golden->load(d.weights, weight + i);
            for (std::size_t i = 0; i < own.size(); ++i) golden->step(own, i, expected);
            REQUIRE(expected.size() * d.turns == rows);
            for (std::size_t i = 0; i < expected.size(); ++i)
                REQUIRE(same_record(expected.beats, i, d.expected.beats,
                                    result + i * d.turns + turn, result_roles));
        }
        result = end + 1;
        weight += weight_beats;
    }
    CHECK(weight == d.weights.size());
}
