// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/modes.h"

#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

/// One unit with modes beside the golden model of either mode's native unit.
class ModeBench {
  public:
    ModeBench(const unit::DotOptions& o, std::uint32_t seed)
        : o_(o), circuit_(lowered(unit::dot(o), lowering_of(seed))), dut_(circuit_), source_(seed) {
        unit::Modes modes(o_);
        for (unsigned mode : {0u, 1u}) {
            native_.push_back(modes.native(mode));
            models_.emplace_back(spec_of(native_.back()));
        }
    }

    /// A sum of a few blocks in one mode; beats that it took.
    unsigned sum(unsigned mode, unsigned blocks) {
        const auto& native = native_[mode];
        auto& model = models_[mode];
        unsigned beats = 0;
        for (unsigned n = 0; n < blocks; ++n) {
            auto input = source_.block(native);
            model.block(n == 0, input.a, input.a_scale, input.b, input.b_scale);
            dut_.set("mode_i", mode);
            dut_.set("first_i", n == 0);
            dut_.set("valid_i", 1);
            if (circuit_->find_port("a_scale_i")) dut_.set("a_scale_i", input.a_scale);
            if (circuit_->find_port("b_scale_i")) dut_.set("b_scale_i", input.b_scale);
            for (std::size_t at = 0; at < input.a.size(); at += native.lanes, ++beats) {
                for (unsigned i = 0; i < o_.lanes; ++i) {
                    dut_.set("a_i", slot(input.a, at, i, native), i);
                    dut_.set("b_i", slot(input.b, at, i, native), i);
                }
                dut_.eval();
                dut_.clock();
                // Only the first beat brings the mode.
                dut_.set("mode_i", source_.random()() % 2);
            }
            dut_.eval();
            auto width = static_cast<unsigned>(model.width());
            INFO(fmt::format("{} {} {} mode {} block {}", o_.a.name, o_.b.name, o_.accumulator.name,
                             mode, n));
            REQUIRE(dut_.get("valid_o") == 1);
            REQUIRE(ir::slice(dut_.get("acc_o"), width - 1, 0) == model.acc());
        }
        return beats;
    }

  private:
    /// An element of the port: one code, or two of four bits.
    std::uint32_t slot(const Codes& codes, std::size_t at, unsigned i,
                       const unit::DotOptions& native) const {
        if (native.lanes == o_.lanes) return codes[at + i];
        return codes[at + 2 * i] | codes[at + 2 * i + 1] << 4;
    }

    unit::DotOptions o_;
    std::shared_ptr<const ir::Circuit> circuit_;
    view::Interpreter dut_;
    std::vector<unit::DotOptions> native_;
    std::vector<fast::FastDot> models_;
    CodeSource source_;
};

unit::DotOptions mode_options(const std::string& a, const std::string& b, unsigned lanes, int block,
                              const std::string& accumulator, const char* wide,
                              const char* narrow) {
    auto o = dot_options(a, b, lanes, accumulator, block);
    o.modes = {wide, narrow};
    return o;
}

}  // namespace

TEST_CASE("each runtime mode equals the native unit") {
    auto [a, b, wide, narrow] = GENERATE(table<std::string, std::string, const char*, const char*>(
        {{"int8", "int8", "int8", "2xint4"},
         {"int8", "int4", "int8", "2xint4"},
         {"int4", "int8", "int8", "2xint4"},
         {"mxint8", "mxint8", "int8", "2xint4"},
         {"int8", "int8", "int8", "int4"},
         {"int8", "int4", "int8", "int4"},
         {"mxint8", "mxint8", "int8", "int4"},
         {"e4m3", "e4m3", "fp8", "fp4"},
         {"e4m3", "e2m1", "fp8", "fp4"},
         {"mxfp8_e4m3", "mxfp8_e4m3", "fp8", "fp4"}}));
    auto accumulator = GENERATE(as<std::string>{}, "fp32", "bf16", "int30 wrap", "fixed<30,-20>",
                                "tensorcore<20,2,18>");
    bool floats = std::string(wide) == "fp8", scaled = a.starts_with("mx");
    if (floats && accumulator.starts_with("int")) return;
    if ((!floats || scaled) && accumulator.starts_with("tensorcore")) return;
    auto [lanes, block] = GENERATE(table<unsigned, int>({{1, 1}, {3, 3}, {2, 6}}));
    auto o = mode_options(a, b, lanes, block, accumulator, wide, narrow);
    const CaseSeed seed(fmt::format("{} as {}", describe(o), narrow));
    ModeBench bench(o, seed);
    for (unsigned n = 0; n < 40; ++n) bench.sum(n % 2, 1 + n % 3);
}

TEST_CASE("windows and places of each runtime mode are those of the native unit") {
    auto [a, b, wide, narrow] = GENERATE(table<std::string, std::string, const char*, const char*>(
        {{"mxint8", "int4", "int8", "2xint4"},
         {"mxint8", "mxint8", "int8", "int4"},
         {"mxfp8_e4m3", "mxfp8_e4m3", "fp8", "fp4"}}));
    const auto [accumulator, round] =
        GENERATE(table<std::string, std::string>({{"fp32", "beat"},
                                                  {"fp32", "beat<9>"},
                                                  {"bf16", "beat<4>"},
                                                  {"late<13>", "block"},
                                                  {"late<24>", "block"}}));
    auto [lanes, block] = GENERATE(table<unsigned, int>({{1, 1}, {3, 3}, {2, 6}}));
    auto o = mode_options(a, b, lanes, block, accumulator, wide, narrow);
    o.round = find_sum_rounding(round).value();
    const CaseSeed seed(fmt::format("{} as {}", describe(o), narrow));
    ModeBench bench(o, seed);
    for (unsigned n = 0; n < 40; ++n) bench.sum(n % 2, 1 + n % 3);
}

TEST_CASE("every pair of codes of either mode") {
    auto o = mode_options("int8", "int8", 1, 1, "int30 wrap", "int8", "2xint4");
    auto dut = view::Interpreter(lower::plain(unit::dot(o).circuit()));
    auto nibble = [](int x) { return x < 8 ? x : x - 16; };
    dut.set("valid_i", 1);
    dut.set("first_i", 1);
    unsigned wrong = 0;
    for (int mode : {0, 1})
        for (int a = 0; a < 256; ++a)
            for (int b = 0; b < 256; ++b) {
                dut.set("mode_i", mode);
                dut.set("a_i", a);
                dut.set("b_i", b);
                dut.eval();
                dut.clock();
                dut.eval();
                int whole = (a < 128 ? a : a - 256) * (b < 128 ? b : b - 256);
                int pair = nibble(a % 16) * nibble(b % 16) + nibble(a / 16) * nibble(b / 16);
                wrong += dut.get("acc_o") != (mode ? pair : whole);
            }
    CHECK(wrong == 0);
}

TEST_CASE("without an accumulator either mode gives its native sum") {
    auto [a, b, wide, narrow] = GENERATE(table<std::string, std::string, const char*, const char*>(
        {{"int8", "int8", "int8", "2xint4"},
         {"int4", "mxint8", "int8", "int4"},
         {"e4m3", "e2m1", "fp8", "fp4"}}));
    auto o = mode_options(a, b, 3, 3, "none", wide, narrow);
    unit::Modes modes(o);
    auto circuit = lower::plain(unit::dot(o).circuit());
    view::Interpreter dut(circuit);
    auto port_width = circuit->find_port("sum_o")->range.width();
    const CaseSeed seed(describe(o));
    CodeSource source(seed);
    for (unsigned n = 0; n < 400; ++n) {
        unsigned mode = n % 2;
        auto native = modes.native(mode);
        auto input = source.block(native);
        fast::FastDot model(spec_of(native));
        model.block(true, input.a, 0, input.b, 0);
        unsigned factor = native.lanes / o.lanes;
        dut.set("mode_i", mode);
        for (unsigned i = 0; i < o.lanes; ++i) {
            auto slot = [&](const Codes& codes) {
                return factor == 1 ? codes[i] : codes[2 * i] | codes[2 * i + 1] << 4;
            };
            dut.set("a_i", slot(input.a), i);
            dut.set("b_i", slot(input.b), i);
        }
        dut.eval();
        auto width = static_cast<unsigned>(model.width());
        if (mode == 0) CHECK(port_width == width);
        CHECK(dut.get("special_o") == model.invalid());
        if (!model.invalid()) CHECK(dut.get("sum_o") == ir::from_pattern(model.acc(), width, true));
    }
}

TEST_CASE("two codes an element halve the cycles of a sum") {
    ModeBench bench(mode_options("int8", "int8", 4, 16, "fp32", "int8", "2xint4"), {});
    // Twice as many products in as many beats.
    CHECK(bench.sum(0, 6) == 24);
    CHECK(bench.sum(1, 3) == 12);
    auto native = unit::Modes(mode_options("int8", "int8", 4, 16, "fp32", "int8", "2xint4"));
    CHECK(native.native(1).lanes == 8);
}

TEST_CASE("modes that do not fit are refused") {
    auto refused = [](const std::string& a, const char* wide, const char* narrow,
                      const std::string& accumulator) {
        CHECK_THROWS_AS(unit::dot(mode_options(a, a, 2, 2, accumulator, wide, narrow)),
                        ir::CircuitError);
    };
    refused("e4m3", "int8", "2xint4", "fp32");
    refused("int8", "fp8", "fp4", "fp32");
    refused("e5m2", "fp8", "fp4", "fp32");
    refused("int4", "int8", "int4", "fp32");
    refused("int8", "int8", "fp4", "fp32");
}
