// SPDX-License-Identifier: Apache-2.0
#include "sw/support/nearest.h"

#include <catch2/catch.hpp>

TEST_CASE("the nearest name has the fewest edits") {
    CHECK(mxgen::nearest("mxfp8", {"int8", "mxfp8_e4m3", "mxfp4"}) == "mxfp8_e4m3");
    CHECK(mxgen::nearest("lane", {"blocks", "lanes"}) == "lanes");
    CHECK(mxgen::nearest("x", {}).empty());
}

TEST_CASE("case does not count, and of equals the one that begins alike is nearest") {
    CHECK(mxgen::nearest("FP16", {"bf16", "fp16"}) == "fp16");
    CHECK(mxgen::nearest("EVEN", {"floor", "ceil", "even", "rceil"}) == "even");
    CHECK(mxgen::nearest("ARRAY", {"dot", "array"}) == "array");
    CHECK(mxgen::nearest("2int4", {"int4", "2xint4"}) == "2xint4");
    CHECK(mxgen::nearest("aymmetric", {"symmetric", "asymmetric"}) == "asymmetric");
}

TEST_CASE("what people write elsewhere leads to what they mean") {
    const std::vector<std::string> formats{
        "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4", "mxint8", "nvfp4",
        "e5m2",       "e4m3",       "e3m2",       "e2m3",       "e2m1",  "fp32",   "fp16",
        "bf16",       "tf32",       "int4",       "int8",       "int16"};
    const std::vector<std::string> choices{"multiply",
                                           "dot",
                                           "array",
                                           "convert",
                                           "deconvert",
                                           "floor",
                                           "ceil",
                                           "even",
                                           "rceil",
                                           "rne",
                                           "rtz",
                                           "rna",
                                           "sr",
                                           "area",
                                           "delay",
                                           "energy",
                                           "balanced",
                                           "saturate",
                                           "int8",
                                           "2xint4",
                                           "propagate",
                                           "weight_stationary",
                                           "output_stationary"};
    using Row = std::pair<const char*, const char*>;
    const auto lead = [](const std::vector<Row>& rows, const std::vector<std::string>& legal) {
        for (const auto& [written, meant] : rows) {
            INFO(written);
            CHECK(mxgen::nearest(written, legal) == meant);
        }
    };
    lead({{"fp4_e2m1", "e2m1"},      {"float4_e2m1fn", "e2m1"}, {"float4_e2m1fn_x2", "e2m1"},
          {"mxfp4_e2m1", "mxfp4"},   {"MXFP4", "mxfp4"},        {"mxfp8", "mxfp8_e4m3"},
          {"float8_e4m3fn", "e4m3"}, {"float8_e5m2", "e5m2"},   {"float8_e4m3fnuz", "e4m3"},
          {"fp8", "e4m3"},           {"E4M3FN", "e4m3"},        {"half", "fp16"},
          {"float16", "fp16"},       {"f16", "fp16"},           {"FP16", "fp16"},
          {"bfloat16", "bf16"},      {"BF16", "bf16"},          {"float", "fp32"},
          {"float32", "fp32"},       {"Double", "fp32"},        {"i8", "int8"},
          {"uint4", "int4"},         {"INT8", "int8"},          {"NVFP4", "nvfp4"},
          {"fp6_e3m2", "e3m2"},      {"float6_e2m3fn", "e2m3"}},
         formats);
    lead({{"EVEN", "even"},
          {"ARRAY", "array"},
          {"DELAY", "delay"},
          {"Speed", "delay"},
          {"power", "energy"},
          {"systolic", "array"},
          {"matmul", "array"},
          {"mac", "dot"},
          {"quantize", "convert"},
          {"dequantize", "deconvert"},
          {"stochastic", "sr"},
          {"truncate", "rtz"},
          {"RNE", "rne"},
          {"rz", "rtz"},
          {"ws", "weight_stationary"},
          {"2int4", "2xint4"},
          {"clamp", "saturate"}},
         choices);
}

TEST_CASE("names that formats have elsewhere lead to ours, where they are legal") {
    const std::vector<std::string> formats{"e2m1",  "e4m3", "e5m2", "mxfp4",
                                           "nvfp4", "fp16", "bf16"};
    CHECK(mxgen::nearest("fp4_e2m1", formats) == "e2m1");
    CHECK(mxgen::nearest("float4_e2m1fn", formats) == "e2m1");
    CHECK(mxgen::nearest("MXFP4_E2M1", formats) == "mxfp4");
    CHECK(mxgen::nearest("float8_e4m3fn", formats) == "e4m3");
    CHECK(mxgen::nearest("half", formats) == "fp16");
    CHECK(mxgen::nearest("bfloat16", formats) == "bf16");
    CHECK(mxgen::nearest("half", {"hall", "e4m3"}) == "hall");
    CHECK(mxgen::nearest(std::string(1000000, 'x'), formats) == "mxfp4");
}
