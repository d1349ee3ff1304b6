// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/theory.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace mxgen;
using namespace mxgen::tensor;

TEST_CASE("the four crossovers of integer and floating block formats") {
    struct Row {
        const char *integer, *floating;
        double crest, db;
    };
    for (const Row& row :
         {Row{"mxint8", "mxfp8_e4m3", 7.55, 31.86}, Row{"mxint6", "mxfp6_e2m3", 1.96, 31.54},
          Row{"mxint4", "mxfp4", 2.04, 19.14}, Row{"nvint4", "nvfp4", 2.39, 21.14}}) {
        const auto integer = find_block_format(row.integer).value();
        const auto floating = find_block_format(row.floating).value();
        const auto crest = crossover_crest(integer, floating);
        INFO(row.integer << " " << row.floating);
        REQUIRE(crest);
        CHECK(std::fabs(*crest - row.crest) < 0.005);
        CHECK(std::fabs(theoretical_qsnr_db(integer, *crest).value() - row.db) < 0.005);
        CHECK(std::fabs(theoretical_qsnr_db(floating, *crest).value() - row.db) < 0.005);
    }
}

TEST_CASE("the theory says nothing of tables and unscaled formats") {
    CHECK_FALSE(theoretical_qsnr_db(find_block_format("e4m3").value(), 3));
    CHECK_FALSE(
        theoretical_qsnr_db({"", "", find_format("nf4").value(), 32, find_format("e8m0")}, 3));
    CHECK_FALSE(
        crossover_crest(find_block_format("mxfp4").value(), find_block_format("mxfp4").value()));
}
