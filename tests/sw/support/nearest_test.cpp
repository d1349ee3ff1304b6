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
