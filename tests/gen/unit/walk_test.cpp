// SPDX-License-Identifier: Apache-2.0
// The numbers of docs/walk.md: two products and two blocks of hw/configs/dot_mxfp8.toml.
#include <fstream>
#include <sstream>

#include "gen/unit/lane.h"
#include "sw/model/dot.h"
#include "sw/support/pattern.h"
#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

/// Whether the page says so, line breaks aside.
bool is_said(const std::string& words) {
    std::ifstream in(MXGEN_SOURCE_DIR "/docs/walk.md");
    std::ostringstream page;
    page << in.rdbuf();
    const std::string text = Pattern("\\s+").replace(page.str(), " ");
    return text.find(words) != std::string::npos;
}

view::Interpreter product_of(const ir::Module& lane, std::uint32_t a, std::uint32_t b) {
    view::Interpreter product(lane);
    product.set("a_i", a);
    product.set("b_i", b);
    product.eval();
    return product;
}

/// "140, 15": magnitude and exponent of a product.
std::string parts_of(std::uint32_t a, std::uint32_t b) {
    const Format e4m3 = find_format("e4m3").value();
    const auto product = product_of(unit::product_lane("lane", e4m3, e4m3, {}).module, a, b);
    return product.get("mag_o").str() + ", " + product.get("exponent_o").str();
}

/// "-1146880": a product in units of the smallest.
std::string term_of(std::uint32_t a, std::uint32_t b) {
    const Format e4m3 = find_format("e4m3").value();
    return product_of(unit::lane("lane", e4m3, e4m3, {}).module, a, b).get("term_o").str();
}

}  // namespace

TEST_CASE("the products of docs/walk.md") {
    CHECK(is_said("neg, " + parts_of(0x3E, 0xC2) + " and " + parts_of(0x03, 0x38)));
    CHECK(is_said(term_of(0x3E, 0xC2) + " and 24 << 6 = " + term_of(0x03, 0x38)));
    CHECK_FALSE(is_said(term_of(0x3E, 0xC3)));
}

TEST_CASE("the blocks of docs/walk.md") {
    const auto o = dot_options("mxfp8_e4m3", "mxfp8_e4m3", 32, "fp32");
    DotBench bench(o, GENERATE(Lowering{}, Lowering{Goal::balanced}));
    model::Dot definition(spec_of(o));
    Codes a(32), b(32);
    a[0] = 0x3E, a[1] = 0x03;
    b[0] = 0xC2, b[1] = 0x38;
    const auto block = [&](bool first, std::uint32_t a_scale, std::uint32_t b_scale) {
        bench.block(first, a, a_scale, b, b_scale);
        definition.block(first, a, a_scale, b, b_scale);
        CHECK(bench.model().acc() == definition.acc());
        return "`" + bench.model().acc().str(0, std::ios::hex | std::ios::uppercase) + "`";
    };
    const std::string first = block(true, 0x80, 0x7D), second = block(false, 0x70, 0x7F);
    CHECK(is_said("= -2.1845703125, code " + first));
    CHECK(is_said("rounded to fp32, code " + second));
    CHECK(first != second);
}
