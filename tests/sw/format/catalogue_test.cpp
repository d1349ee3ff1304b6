// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/format/accumulator.h"
#include "sw/format/format.h"

using namespace mxgen;

TEST_CASE("every row is found by its own name") {
    REQUIRE_FALSE(formats().empty());
    for (const Format& row : formats()) CHECK(find_format(row.name) == row);
    REQUIRE_FALSE(block_formats().empty());
    for (const BlockFormat& row : block_formats()) CHECK(find_block_format(row.name) == row);
}

TEST_CASE("integers from 2 to 16 bits are a family") {
    for (int bits = 2; bits <= 16; ++bits) {
        const auto f = find_format("int" + std::to_string(bits));
        REQUIRE(f);
        CHECK(f->kind == Kind::integer);
        CHECK(f->bits == bits);
        CHECK(f->lsb == 0);
    }
    for (const char* name : {"int1", "int17", "int08", "int", "int8x", "int+8"})
        CHECK_FALSE(find_format(name));
}

TEST_CASE("minifloats are a family of any bias and specials") {
    const auto f = find_format("e2m3b2");
    REQUIRE(f);
    CHECK(f->bits == 6);
    CHECK(f->bias == 2);
    CHECK(f->specials == Specials::none);
    CHECK(find_format("e3m4")->bias == 3);
    CHECK(find_format("e4m3b7")->specials == Specials::none);
    CHECK(find_format("e4m3")->specials == Specials::fn);
    CHECK(find_format("e3m4fn")->specials == Specials::fn);
    CHECK(find_format("e3m4b-2ieee")->bias == -2);
    CHECK(find_format("e1m6")->bias == 0);
    for (const char* name : {"e0m3", "e1m0", "e8m8", "e3", "e3m", "e3m2b", "e1m6ieee", "e3m2x", ""})
        CHECK_FALSE(find_format(name));
}

TEST_CASE("a bare element is an unscaled operand; a block name wins over an element's") {
    const auto bare = find_block_format("e4m3");
    REQUIRE(bare);
    CHECK(bare->block == 1);
    CHECK_FALSE(bare->scale);
    const auto mxint8 = find_block_format("mxint8");
    REQUIRE(mxint8);
    CHECK(mxint8->block == 32);
    CHECK(mxint8->element.lsb == -6);
    CHECK(mxint8->scale == find_format("e8m0"));
    CHECK(find_block_format("nvfp4")->tensor_scale);
    CHECK(find_block_format("dfp16")->tensor_exponent);
    CHECK_FALSE(find_block_format("mxfp9"));
}

TEST_CASE("accumulators are parsed whole or not at all") {
    using Kind = Accumulator::Kind;
    CHECK(find_accumulator("fp32")->kind == Kind::floating);
    CHECK(find_accumulator("bf16")->format == find_format("bf16"));
    CHECK(find_accumulator("int")->bits == 0);
    CHECK(find_accumulator("int32")->bits == 32);
    CHECK(find_accumulator("int<24> wrap")->overflow == Accumulator::Overflow::wrap);
    CHECK(find_accumulator("int20 saturate")->overflow == Accumulator::Overflow::saturate);
    CHECK(find_accumulator("fixed<40,-20>")->lsb == -20);
    CHECK_FALSE(find_accumulator("fixed")->msb);
    const auto core = find_accumulator("tensorcore<13,32,14> promote=128");
    REQUIRE(core);
    CHECK(core->alignment_bits == 13);
    CHECK(core->group == 32);
    CHECK(core->result_bits == 14);
    CHECK(core->promote == 128);
    CHECK(core->name == "tensorcore<13,32,14> promote=128");
    CHECK(find_accumulator("none")->kind == Kind::none);
    for (const char* name :
         {"", "fp64", "e4m3", "int1", "int<32", "int wrap", "int32wrap", "fixed<1,2>", "fixed<4>",
          "tensorcore<1,2>", "tensorcore<25,16,25>", "tensorcore<25,16,24> promote=8", "None"})
        CHECK_FALSE(find_accumulator(name));
}
