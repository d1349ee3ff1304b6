// SPDX-License-Identifier: Apache-2.0
// Sums that are rounded once a beat, or when they leave.
#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

unit::DotOptions rounded_options(const std::string& format, unsigned lanes, int block,
                                 const std::string& accumulator, const std::string& round) {
    auto o = dot_options(format, format, lanes, accumulator, block);
    o.round = find_sum_rounding(round).value();
    return o;
}

/// All combinations of `special` and ordinary codes in two places of a beat.
void follow_specials(const unit::DotOptions& o, const std::vector<std::uint32_t>& codes) {
    DotBench bench(o);
    CodeSource source(5);
    const auto block = static_cast<unsigned>(o.a.block);
    for (unsigned place = 0; place < o.lanes; ++place)
        for (const auto x : codes)
            for (const auto y : codes) {
                std::vector<BlockInput> blocks(bench.blocks_per_beat());
                for (auto& b : blocks) {
                    b = {Codes(block, 0x10), Codes(block, 0x28), 130, 121};
                    if (!o.a.scale) b.a_scale = b.b_scale = 0;
                }
                blocks.front().a.front() = x;
                blocks[place / block].b[place % block] = y;
                const auto c = static_cast<std::uint32_t>(source.once_in(3)   ? 0xFF800000
                                                          : source.once_in(2) ? 0x7F800000
                                                                              : 0x3F800000);
                bench.beat(source.once_in(4), blocks, o.has_initial() ? Integer(c) : Integer(0));
            }
    CHECK(bench.beats() == o.lanes * codes.size() * codes.size());
}

/// Every lane at its largest or smallest product, blocks of both signs, scales at either end.
void follow_extremes(const unit::DotOptions& o) {
    DotBench bench(o);
    std::mt19937 random(3);
    const auto& f = o.a.element;
    const auto largest = f.kind == Kind::integer ? mask(f.bits - 1) : mask(f.bits - 1) - 1;
    const auto sign = 1u << (f.bits - 1);
    const auto scale_of = [&](const BlockFormat& format) -> std::uint32_t {
        if (!format.scale) return 0;
        const auto all = mask(format.scale->bits - (format.scale->name == "ue4m3"));
        return random() % 3 == 0 ? 0 : random() % 2 ? all - 1 : all / 2;
    };
    for (int n = 0; n < 300; ++n) {
        std::vector<BlockInput> blocks(bench.blocks_per_beat());
        for (auto& b : blocks) {
            const auto code = random() % 3 == 0 ? sign : random() % 2 ? largest : largest | sign;
            b.a.assign(static_cast<std::size_t>(o.a.block), code);
            b.b.assign(static_cast<std::size_t>(o.a.block), random() % 2 ? largest : sign);
            b.a_scale = scale_of(o.a), b.b_scale = scale_of(o.b);
        }
        bench.beat(n == 0 || random() % 6 == 0, blocks);
    }
}

const std::vector<std::uint32_t> e5m2_codes{0x00, 0x80, 0x01, 0x7B, 0xFB, 0x7C, 0xFC, 0x7D, 0x3C};

}  // namespace

TEST_CASE("sums are rounded once a beat, exact or in a window") {
    const auto [format, block] = GENERATE(table<std::string, int>({{"nvfp4", 4},
                                                                   {"nvfp4", 1},
                                                                   {"mxfp4", 2},
                                                                   {"mxfp8_e4m3", 4},
                                                                   {"mxint8", 3},
                                                                   {"nvint4", 2},
                                                                   {"e5m2", 2},
                                                                   {"int8", 4},
                                                                   {"e4m3", 1}}));
    const auto [accumulator, times] = GENERATE(table<std::string, unsigned>(
        {{"fp32", 1}, {"fp32", 2}, {"fp32", 5}, {"bf16", 2}, {"fp16", 2}}));
    const auto lanes = static_cast<unsigned>(block) * times;
    for (const auto round : {"beat", "beat<1>", "beat<13>", "beat<40>"}) {
        auto o = rounded_options(format, lanes, block, accumulator, round);
        run_random(o, 16);
        o.start = unit::Start::port;
        run_random(o, 8);
    }
}

TEST_CASE("blocks of several beats are rounded once a block, in a window too") {
    const auto format = GENERATE(as<std::string>{}, "nvfp4", "mxfp8_e5m2", "mxint4");
    for (const auto round : {"beat", "beat<6>", "beat<24>"})
        run_random(rounded_options(format, 2, 8, "fp32", round), 100);
}

TEST_CASE("late sums of dot products equal the golden model") {
    const auto [format, block] = GENERATE(table<std::string, int>({{"nvfp4", 4},
                                                                   {"mxfp4", 2},
                                                                   {"mxfp8_e4m3", 4},
                                                                   {"mxfp8_e5m2", 2},
                                                                   {"mxint8", 8},
                                                                   {"nvint4", 2},
                                                                   {"e4m3", 4},
                                                                   {"bf16", 1},
                                                                   {"int8", 4}}));
    const unsigned times = GENERATE(0u, 1u, 2u, 4u);
    const auto lanes = times ? static_cast<unsigned>(block) * times : 1;
    const auto bits = GENERATE(14, 24, 64);
    auto o = dot_options(format, format, lanes, fmt::format("late<{}>", bits), block);
    for (const auto start : {unit::Start::zero, unit::Start::port, unit::Start::link}) {
        o.start = start;
        // What travels in whole blocks.
        if (start == unit::Start::link && times == 0) continue;
        run_random(o, 24);
    }
    o.start = unit::Start::zero, o.carries_sums = true;
    run_random(o, 12);
}

TEST_CASE("late sums with no bit to spare") {
    const auto [bits, blocks] = GENERATE(table<int, unsigned>({{4, 4}, {5, 7}, {8, 64}}));
    auto o = dot_options("mxint8", "mxint8", 2, fmt::format("late<{}>", bits), 2);
    o.blocks = blocks;
    follow_extremes(o);
    run_random(o, 400, 3);
}

TEST_CASE("specials of any two places of a beat, and of the first value") {
    const auto start = GENERATE(unit::Start::zero, unit::Start::port);
    for (const auto round : {"beat", "beat<11>"}) {
        auto o = rounded_options("mxfp8_e5m2", 6, 2, "fp32", round);
        o.start = start;
        follow_specials(o, e5m2_codes);
    }
    auto o = dot_options("mxfp8_e5m2", "mxfp8_e5m2", 6, "late<20>", 2);
    o.start = start;
    follow_specials(o, e5m2_codes);
    o.start = unit::Start::zero, o.carries_sums = true;
    follow_specials(o, e5m2_codes);
}

TEST_CASE("extremes in all lanes of all blocks of a beat") {
    const auto format =
        GENERATE(as<std::string>{}, "nvfp4", "mxfp8_e4m3", "mxfp8_e5m2", "mxint8", "mxfp4");
    for (const auto round : {"beat", "beat<8>", "beat<30>"})
        follow_extremes(rounded_options(format, 12, 4, "fp32", round));
    for (const auto late : {"late<14>", "late<24>"})
        follow_extremes(dot_options(format, format, 12, late, 4));
}
