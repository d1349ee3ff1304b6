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

TEST_CASE("all e3m2 codes leave their rows of four and two bits, as fp16 by their fields") {
    const unit::DeconvertOptions o{.name = "dut",
                                   .input = *find_block_format("e3m2"),
                                   .output = *find_format("fp16"),
                                   .lanes = 4,
                                   .pack = CodeRows::four_two};
    view::Interpreter dut{lower::plain(unit::deconvert(o).circuit())};
    for (std::uint32_t code = 0; code < 64; ++code) {
        std::uint32_t row = 0;
        for (unsigned i = 0; i < 4; ++i) {
            const std::uint32_t element = (code + 17 * i) % 64;
            row |= element % 16 << (12 - 4 * i) | element / 16 << (22 - 2 * i);
        }
        for (unsigned piece = 0; piece < 12; ++piece)
            dut.set("codes_i", row >> (2 * piece) & 3, piece);
        dut.eval();
        for (unsigned i = 0; i < 4; ++i) {
            // {s, 00 eee, mm 0000 0000} * 2^12, a product of two fp16 numbers that is exact.
            const std::uint32_t element = (code + 17 * i) % 64;
            const std::uint32_t fields = element / 32 << 15 | element % 32 << 8;
            const auto value = model::decode(o.output, fields) * model::finite_value(4096);
            INFO("element " << i << " code " << element);
            REQUIRE(dut.get("x_o", i) == model::encode(o.output, value).code);
        }
    }
}

TEST_CASE("every element with every scale of every block format back to floats", "[.soak]") {
    auto format =
        GENERATE(as<std::string>{}, "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",
                 "mxint8", "mxint6", "mxint4", "nvfp4", "nvint4", "dfp16");
    auto output = GENERATE(as<std::string>{}, "fp32", "bf16", "fp16");
    sweep(format, output, 1);
}
