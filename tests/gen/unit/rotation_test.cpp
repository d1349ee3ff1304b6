// SPDX-License-Identifier: Apache-2.0
// Converters of rotated numbers in the interpreter, a group a beat; in several beats they are
// co-simulated (tests/sim/rotation_cosim_test.cpp).
#include "sw/model/rotate.h"
#include "tests/gen/unit/convert_bench.h"

using namespace mxgen;
using namespace mxgen::test;
using testing::CaseSeed;

namespace {

unit::ConvertOptions rotating(std::mt19937& random) {
    const auto pick = [&](std::vector<std::string> names) {
        return names[random() % names.size()];
    };
    auto o = convert_options(pick({"bf16", "fp16", "fp32"}),
                             pick({"mxfp4", "mxfp8_e4m3", "mxint8", "nvfp4", "nvint4"}),
                             1 << (3 + random() % 3));
    set_choice(o, random() % all_choices);
    if (o.output.tensor_scale) o.rule.scale = ScaleRule::floor;
    o.rule.nonfinite = NonFinite::nan_block;
    o.rotation = {.size = 16,
                  .signs = random() % 2 ? "port" : "0x5a3c",
                  .window = 4 + static_cast<int>(random() % 24),
                  .half = random() % 2 ? RotateHalf::ceil : RotateHalf::floor};
    return o;
}

/// A group through a circuit and the definition.
void compare(const unit::ConvertOptions& o, view::Interpreter& dut, InputSource& source,
             std::mt19937& random) {
    std::vector<model::ExactValue> values;
    std::vector<bool> negated;
    Codes bits;
    const std::uint32_t g = 0x3F000000u + random() % 0x01000000u;
    const Codes x = source.block(static_cast<int>(o.group()));
    for (unsigned i = 0; i < x.size(); ++i) {
        dut.set("x_i", x[i], i);
        values.push_back(model::decode(o.input, x[i]));
        bits.push_back(o.is_stochastic() ? random() >> (32 - o.random_bits()) : 0);
        if (o.is_stochastic()) dut.set("random_i", bits.back(), i);
    }
    for (int i = 0; i < o.rotation.size; ++i) {
        const bool given = random() % 2;
        negated.push_back(o.rotation.has_sign_port() ? given : o.rotation.negates(i));
        if (o.rotation.has_sign_port()) dut.set("signs_i", given, static_cast<unsigned>(i));
    }
    if (o.output.tensor_scale) dut.set("tensor_scale_i", g);
    dut.eval();
    values = model::rotate(values, o.rotation, negated);
    const auto size = static_cast<std::size_t>(o.output.block);
    for (std::size_t first = 0; first < x.size(); first += size) {
        const auto wanted = model::convert_block(o.output, std::span(values).subspan(first, size),
                                                 o.rule, std::span(bits).subspan(first, size),
                                                 model::decode(*find_format("fp32"), g));
        INFO(about(o, 0) << listed(x) << " block at " << first);
        REQUIRE(dut.get("scale_o", static_cast<unsigned>(first / size)) == wanted.scale);
        for (std::size_t i = 0; i < size; ++i)
            REQUIRE(dut.get("codes_o", static_cast<unsigned>(first + i)) == wanted.codes[i]);
    }
}

}  // namespace

TEST_CASE("random converters of rotated numbers follow the golden model") {
    for (unsigned n = 0; n < 30; ++n) {
        const CaseSeed seed(fmt::format("rotating converter {}", n));
        std::mt19937 random(seed);
        auto o = rotating(random);
        InputSource source(o.input, seed);
        source.draw_details(o);
        view::Interpreter dut(lower::plain(unit::convert(o).circuit()));
        for (int i = 0; i < 12; ++i) compare(o, dut, source, random);
    }
}
