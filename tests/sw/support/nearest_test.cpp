// SPDX-License-Identifier: Apache-2.0
#include "sw/support/nearest.h"

#include <catch2/catch.hpp>

TEST_CASE("the nearest name has the fewest edits") {
    CHECK(mxgen::nearest("mxfp8", {"int8", "mxfp8_e4m3", "mxfp4"}) == "mxfp4");
    CHECK(mxgen::nearest("lane", {"blocks", "lanes"}) == "lanes");
    CHECK(mxgen::nearest("x", {}).empty());
}
