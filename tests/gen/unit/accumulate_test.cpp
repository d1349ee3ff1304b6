// SPDX-License-Identifier: Apache-2.0
#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

TEST_CASE("integer accumulators are exact, wrap or saturate, from any first value") {
    auto [a, b] = GENERATE(table<std::string, std::string>(
        {{"int8", "int8"}, {"int8", "int4"}, {"int16", "int3"}, {"mxint8", "int2"}}));
    auto accumulator = GENERATE(as<std::string>{}, "int", "int32", "int12 wrap", "int9 saturate",
                                "int40 saturate");
    auto initial = GENERATE(false, true);
    auto o = dot_options(a, b, 3, accumulator, 3);
    if (o.accumulator.overflow == Accumulator::Overflow::never && o.accumulator.bits == 0 &&
        initial)
        o.blocks = 7;
    if (a == "int16" && accumulator == "int32") o.blocks = 1;
    o.start = initial ? unit::Start::port : unit::Start::zero;
    run_random(o, 300, 4);
}

TEST_CASE("sums of floats in integer and fixed accumulators are invalid from a special on") {
    auto format = GENERATE(as<std::string>{}, "e4m3", "e5m2", "hifloat8", "posit8");
    auto accumulator = GENERATE(as<std::string>{}, "int", "int20 wrap", "int30 saturate", "fixed",
                                "fixed<20,-10>", "fixed<5,3>", "fixed<60,-70>");
    run_random(dot_options(format, "int4", 2, accumulator), 300);
}

TEST_CASE("fixed accumulators floor to their lowest bit and saturate at both ends") {
    auto format = GENERATE(as<std::string>{}, "mxfp8_e4m3", "mxfp8_e5m2", "mxfp4", "mxint8",
                           "nvfp4", "nvint4", "e3m2");
    auto accumulator = GENERATE(as<std::string>{}, "fixed", "fixed<8,0>", "fixed<30,-20>",
                                "fixed<-3,-40>", "fixed<200,150>", "fixed<300,-300>");
    auto o = dot_options(format, format, 2, accumulator, GENERATE(1, 2, 6));
    if (o.a.block == 1) o.lanes = 1;
    o.start = GENERATE(unit::Start::zero, unit::Start::port);
    run_random(o, 120);
}

TEST_CASE("floating accumulators start from any first value") {
    auto accumulator = GENERATE(as<std::string>{}, "fp32", "bf16", "fp16");
    auto format = GENERATE(as<std::string>{}, "mxfp8_e5m2", "mxint8", "nvfp4", "bf16", "fp16");
    auto o = dot_options(format, format, GENERATE(1, 2), accumulator);
    o.start = unit::Start::port;
    run_random(o, 400, 2);
}

TEST_CASE("several blocks a beat are accumulated one after the other") {
    auto [format, block, lanes] = GENERATE(table<std::string, int, unsigned>(
        {{"mxfp8_e4m3", 2, 6}, {"nvfp4", 1, 3}, {"e5m2", 3, 6}, {"int8", 2, 4}}));
    auto accumulator =
        GENERATE(as<std::string>{}, "fp32", "fixed<20,-10>", "bf16", "int18 saturate");
    bool integers = std::string(format) == "int8";
    if (!integers && std::string(accumulator).starts_with("int")) return;
    auto o = dot_options(format, format, lanes, accumulator, block);
    o.start = GENERATE(unit::Start::zero, unit::Start::port);
    run_random(o, 300);
}

TEST_CASE("mixed operands of every kind") {
    auto [a, b] = GENERATE(table<std::string, std::string>({{"int4", "int8"},
                                                            {"e2m1", "e4m3"},
                                                            {"e3m2", "fp16"},
                                                            {"bf16", "int4"},
                                                            {"fp32", "e5m2"},
                                                            {"e5m2", "int4"},
                                                            {"int4", "hifloat8"},
                                                            {"hifloat8", "e5m2"},
                                                            {"nf4", "bf16"},
                                                            {"posit8", "fp16"},
                                                            {"bitmod_fp3_ea_neg", "int8"},
                                                            {"mant17", "int8"},
                                                            {"khot<2,8>", "int8"},
                                                            {"e4m3", "khot<3,4>s"},
                                                            {"khot<2,5>s", "khot<1,7>"},
                                                            {"tf32", "mxint8"},
                                                            {"mxfp8_e5m2", "nvint4"},
                                                            {"nvfp4", "bf16"},
                                                            {"e3m0", "e5m10ieee"}}));
    auto lanes = GENERATE(1u, 2u, 3u);
    run_random(dot_options(a, b, lanes, GENERATE(as<std::string>{}, "fp32", "bf16", "fp16")), 200);
}

TEST_CASE("tensorcore accumulators, groups of any size in beats of any size") {
    auto [a, b] = GENERATE(table<std::string, std::string>({{"fp16", "fp16"},
                                                            {"bf16", "bf16"},
                                                            {"e4m3", "e5m2"},
                                                            {"e2m1", "fp32"},
                                                            {"bf16", "int4"},
                                                            {"int8", "fp16"},
                                                            {"int2", "int3"},
                                                            {"nf4", "bf16"},
                                                            {"hifloat8", "mant17"},
                                                            {"khot<2,6>", "khot<2,4>s"},
                                                            {"e5m2", "e5m2"}}));
    auto [lanes, block] = GENERATE(table<unsigned, int>(
        {{1, 1}, {4, 4}, {2, 8}, {3, 12}, {5, 5}, {6, 3}, {1, 7}, {8, 4}, {4, 20}}));
    auto rule = GENERATE(as<std::string>{}, "tensorcore<23,4,24>", "tensorcore<13,32,14>",
                         "tensorcore<25,2,24> promote=6", "tensorcore<40,3,9> promote=3");
    auto o = dot_options(a, b, lanes, rule, block);
    o.start = GENERATE(unit::Start::zero, unit::Start::port);
    run_random(o, 30, 6);
}
