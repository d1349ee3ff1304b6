// SPDX-License-Identifier: Apache-2.0
#include "sw/support/metrics_file.h"

#include <catch2/catch.hpp>

#include "sw/support/json.h"

using namespace mxgen;

TEST_CASE("figures of a kind stand together, whenever they were added") {
    const Json mixed{{"name", "x"},         {"cosim__vectors", 3}, {"error__ep", 0},
                     {"estimate__area", 2}, {"synth__area", 1},    {"error__mae", 1}};
    CHECK(in_order(mixed).dump() ==
          R"({"name":"x","synth__area":1,"estimate__area":2,"error__ep":0,"error__mae":1,)"
          R"("cosim__vectors":3})");
}
