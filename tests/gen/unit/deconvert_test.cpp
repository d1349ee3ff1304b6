// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/deconvert.h"

#include <catch2/catch.hpp>

#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "sw/model/convert.h"

using namespace mxgen;

namespace {

/// Every `step`-th code of the format with every scale against the golden model.
void sweep(const std::string& format, const std::string& output, std::uint32_t step) {
    unit::DeconvertOptions o{.name = "dut",
                             .input = *find_block_format(format),
                             .output = *find_format(output),
                             .lanes = 2};
    view::Interpreter dut{lower::plain(unit::deconvert(o).circuit())};
    std::size_t compared = 0;
    auto codes = 1u << o.input.element.bits;
    auto scales = o.input.scale ? 1u << o.input.scale->bits : 1;
    for (std::uint32_t scale = 0; scale < scales; ++scale) {
        for (std::uint32_t code = Catch::rngSeed() % step; code < codes; code += step) {
            if (o.input.scale) dut.set("scale_i", scale);
            dut.set("codes_i", code, 0);
            dut.set("codes_i", codes - 1 - code, 1);
            dut.eval();
            for (unsigned lane = 0; lane < 2; ++lane) {
                auto x = lane ? codes - 1 - code : code;
                auto expected = model::deconvert(o.input, x, scale, o.output);
                INFO(format << " to " << output << " code " << x << " scale " << scale);
                if (dut.get("x_o", lane) != expected) REQUIRE(dut.get("x_o", lane) == expected);
                ++compared;
            }
        }
    }
    CHECK(compared >= scales * (codes / step));
}

}  // namespace

TEST_CASE("elements and scales of every block format back to floats") {
    auto format =
        GENERATE(as<std::string>{}, "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",
                 "mxint8", "mxint6", "mxint4", "nvfp4", "nvint4", "dfp16", "e4m3", "nf4");
    auto output = GENERATE(as<std::string>{}, "fp32", "bf16", "fp16");
    sweep(format, output, find_block_format(format)->element.bits > 8 ? 61 : 7);
}

TEST_CASE("every element with every scale of every block format back to floats", "[.soak]") {
    auto format =
        GENERATE(as<std::string>{}, "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",
                 "mxint8", "mxint6", "mxint4", "nvfp4", "nvint4", "dfp16");
    auto output = GENERATE(as<std::string>{}, "fp32", "bf16", "fp16");
    sweep(format, output, 1);
}
