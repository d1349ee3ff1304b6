// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/dot_steps.h"
#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

const std::vector<std::string> accumulators{"fp32",
                                            "bf16",
                                            "fp16",
                                            "int",
                                            "int12 wrap",
                                            "int9 saturate",
                                            "int40 spill",
                                            "fixed<20,-10>",
                                            "fixed<-3,-40>",
                                            "late<14>",
                                            "late<40>",
                                            "tensorcore<23,4,24>",
                                            "tensorcore<3,1,9> promote=2",
                                            "tensorcore<60,2,20>"};

/// Every element format of the catalogue, and every block format with its scales.
std::vector<std::string> operands() {
    std::vector<std::string> names{"int2",  "int3",  "int4", "int8",
                                   "int11", "int16", "e3m0", "e4m2ieee"};
    for (const Format& row : formats())
        if (row.is_signed) names.push_back(row.name);
    for (const BlockFormat& row : block_formats())
        if (row.scale) names.push_back(row.name);
    return names;
}

bool fits(const unit::DotOptions& o) {
    const bool integers = o.a.element.kind == Kind::integer && o.b.element.kind == Kind::integer;
    const bool scaled = o.a.scale || o.b.scale;
    if (o.accumulator.kind == Accumulator::Kind::integer) return integers && !scaled;
    if (o.accumulator.kind == Accumulator::Kind::tensorcore) return !scaled;
    return o.accumulator.chain_bits == 0 || integers;
}

/// The corners of one unit by the interpreter and the golden model; steps compared.
std::size_t follow_corners(const unit::DotOptions& o) {
    DotDesign design;
    design.a = o.a, design.b = o.b;
    design.lanes = static_cast<int>(o.lanes);
    design.blocks = o.start == unit::Start::none ? 1 : 1024;
    design.accumulator = o.accumulator;
    const auto steps = corner_steps(design);
    DotBench bench(o);
    while (const auto step = steps())
        bench.block(step->first, step->a.codes, step->a.scales[0], step->b.codes,
                    step->b.scales[0]);
    return bench.beats();
}

std::size_t follow(const std::string& a, const std::string& b, unsigned lanes,
                   const std::string& accumulator) {
    auto o = dot_options(a, b, lanes, accumulator, static_cast<int>(lanes));
    if (!fits(o)) return 0;
    const auto steps = follow_corners(o);
    if (o.accumulator.kind != Accumulator::Kind::floating) return steps;
    o.start = unit::Start::none;
    return steps + follow_corners(o);
}

std::size_t follow_all(const std::string& a, const std::string& b, unsigned lanes) {
    std::size_t steps = 0;
    for (const std::string& accumulator : accumulators) steps += follow(a, b, lanes, accumulator);
    return steps;
}

/// Calls with every pair of operands in one order, the operand of the lower row now left, now
/// right.
template <class Use>
void for_unordered_pairs(const Use& use) {
    const auto names = operands();
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            const auto &a = names[(i + j) % 2 ? i : j], &b = names[(i + j) % 2 ? j : i];
            INFO(a << " and " << b);
            use(a, b);
        }
}

/// Calls with every `stride`-th ordered pair of operands, from `first` on.
template <class Use>
void for_ordered_pairs(std::size_t first, std::size_t stride, const Use& use) {
    const auto names = operands();
    for (std::size_t i = first; i < names.size() * names.size(); i += stride) {
        const auto &a = names[i / names.size()], &b = names[i % names.size()];
        INFO(a << " and " << b);
        use(a, b);
    }
}

}  // namespace

TEMPLATE_TEST_CASE_SIG(
    "corners of every format against itself in every lane of every accumulator: half", "",
    ((std::size_t half), half), 1, 2) {
    const auto names = operands();
    for (std::size_t i = half - 1; i < names.size(); i += 2) {
        INFO(names[i]);
        CHECK(follow_all(names[i], names[i], 2) > 400);
    }
}

TEST_CASE("corners of every format against every other as single products") {
    for_unordered_pairs(
        [](const std::string& a, const std::string& b) { CHECK(follow(a, b, 1, "bf16") > 20); });
}

TEMPLATE_TEST_CASE_SIG("corners of every format against every other in every accumulator: tenth",
                       "[.soak]", ((std::size_t tenth), tenth), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) {
    for_ordered_pairs(tenth - 1, 10, [](const std::string& a, const std::string& b) {
        CHECK(follow_all(a, b, 1) > 30);
        CHECK(follow_all(a, b, 3) > 100);
    });
}
