// SPDX-License-Identifier: Apache-2.0
#include "sw/network/traffic.h"

#include <catch2/catch.hpp>

#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::network;

namespace {

const ProductShape square{.rows = 64, .depth = 64, .cols = 64};
const MatrixBytes bytes{.a = 4096, .b = 4096, .c = 8192};
const MatrixTile sums{.rows = 8, .depth = 1, .cols = 8};

}  // namespace

TEST_CASE("bytes of a matrix are its elements' bits and those of its scales") {
    const auto bytes_of = [](const char* format, std::uint64_t vectors, std::uint64_t depth) {
        return matrix_bytes(find_block_format(format).value(), vectors, depth);
    };
    CHECK(bytes_of("mxfp8_e4m3", 1, 32) == 33);   // 8.25 bits an element
    CHECK(bytes_of("mxfp6_e2m3", 4, 32) == 100);  // 6.25
    CHECK(bytes_of("mxfp4", 2, 64) == 68);        // 4.25
    CHECK(bytes_of("nvfp4", 1, 64) == 36);        // 4.5
    CHECK(bytes_of("bf16", 3, 5) == 30);
    CHECK(bytes_of("mxfp4", 1, 33) == 18.5);  // two scales
}

TEST_CASE("a large buffer moves each matrix once") {
    CHECK(memory_traffic(square, sums, bytes, 0).total() == 16384);
    CHECK(memory_traffic(square, sums, bytes, 1 << 20).total() == 16384);
}

TEST_CASE("small buffers move what streams past what they hold") {
    // Half of 4,096 bytes: 24 rows of A and 8 columns of B; deep ones do not fit, 16 x 24 sums do.
    const auto rows = memory_traffic(square, sums, bytes, 4096);
    CHECK(rows.order == "rows of A");
    CHECK(rows.total() == 4096 + 3 * 4096 + 8192);
    const ProductShape deep{.rows = 64, .depth = 4096, .cols = 64};
    const auto kept = memory_traffic(deep, sums, {.a = 262144, .b = 262144, .c = 8192}, 4096);
    CHECK(kept.order == "sums");
    CHECK(kept.total() == 3 * 262144 + 4 * 262144 + 8192);
    for (const std::uint64_t buffer : {1200, 2048, 4096, 8192, 16384}) {
        const double smaller = memory_traffic(square, sums, bytes, buffer).total();
        CHECK(smaller >= memory_traffic(square, sums, bytes, 2 * buffer).total());
        CHECK(smaller >= 16384);
    }
}

TEST_CASE("a buffer without room for two tiles is refused with what they take") {
    const auto refused = mxgen::testing::refusal([] { memory_traffic(square, sums, bytes, 100); });
    CHECK(refused.starts_with("--buffer: = 100 "));
    CHECK(refused.ends_with("nearest: 544"));
    CHECK_NOTHROW(memory_traffic(square, sums, bytes, 544));
    CHECK(!mxgen::testing::refusal([] { memory_traffic(square, sums, bytes, 543); }).empty());
}

TEST_CASE("tiles of sums read operands again, passes of weights their sums") {
    CHECK(buffer_traffic(square, sums, bytes).total() == 8 * 4096 + 8 * 4096 + 8192);
    const MatrixTile weights{.rows = 1, .depth = 16, .cols = 32, .weights_stay = true};
    CHECK(buffer_traffic(square, weights, bytes).total() ==
          2 * 4096 + 4096 + 8192 + 2 * 3 * 4 * 64 * 64);
}
