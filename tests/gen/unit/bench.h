// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/interpret.h"
#include "sw/fast/dot.h"
#include "tests/support/case_seed.h"

namespace mxgen::testing {

using Codes = std::vector<std::uint32_t>;

/// What sums and products are structured for; none: plain + and *.
using Lowering = std::optional<Goal>;

inline const std::vector<Lowering>& lowerings() {
    static const std::vector<Lowering> all{std::nullopt, Goal::balanced, Goal::area, Goal::delay,
                                           Goal::energy};
    return all;
}

inline std::shared_ptr<const ir::Circuit> lowered(const ir::Module& unit, Lowering lowering) {
    return lower::plain(lowering ? lower::compressed(unit.circuit(), *lowering) : unit.circuit());
}

/// The lowering that a random case is tried with.
inline Lowering lowering_of(std::uint32_t seed) { return lowerings()[seed % lowerings().size()]; }

/// "e4m3*e8m0 int4 lanes 3 block 6 fp32 c_i": what a case is about.
inline std::string describe(const unit::DotOptions& o) {
    auto side = [](const BlockFormat& f) {
        return f.element.name + (f.scale ? "*" + f.scale->name : "");
    };
    const auto round = o.round == SumRounding{} ? "" : " round " + to_string(o.round);
    return fmt::format("{} {} lanes {} block {} {}{}{}{}", side(o.a), side(o.b), o.lanes, o.a.block,
                       o.accumulator.name, round, o.has_initial() ? " c_i" : "",
                       o.start == unit::Start::link ? " link" : "");
}

/// Options of a dot product; the catalogue's blocks give way to `block` where it is given.
inline unit::DotOptions dot_options(const std::string& a, const std::string& b, unsigned lanes,
                                    const std::string& accumulator, int block = 0) {
    unit::DotOptions o{.name = "dut",
                       .a = find_block_format(a).value(),
                       .b = find_block_format(b).value(),
                       .lanes = lanes,
                       .accumulator = find_accumulator(accumulator).value()};
    o.a.block = o.b.block = block > 0 ? block : static_cast<int>(lanes);
    return o;
}

inline model::DotSpec spec_of(const unit::DotOptions& o) {
    const bool late = o.accumulator.kind == Accumulator::Kind::late;
    return {.a = o.a,
            .b = o.b,
            .accumulator = o.accumulator,
            .blocks = static_cast<int>(o.blocks),
            .initial = o.has_initial(),
            .block = o.a.block,
            .multiplier = o.multiplier,
            .round = o.round,
            .blocks_per_beat =
                static_cast<int>(std::max(1u, o.lanes / static_cast<unsigned>(o.a.block))),
            .unrounded = late && (o.carries_sums || o.start == unit::Start::link)};
}

/// One block for either operand and its scales.
struct BlockInput {
    Codes a, b;
    std::uint32_t a_scale = 0, b_scale = 0;
};

/// Feeds beats to the interpreted circuit and to the golden model, and compares accumulator and
/// flags after each.
class DotBench {
  public:
    explicit DotBench(const unit::DotOptions& o, Lowering lowering = {})
        : o_(o), circuit_(lowered(unit::dot(o), lowering)), dut_(circuit_), model_(spec_of(o)) {
        REQUIRE(circuit_->find_port("acc_o")->range.width() ==
                static_cast<unsigned>(model_.width()));
    }

    /// As many blocks as a beat takes (one where it takes a part).
    void beat(bool first, const std::vector<BlockInput>& blocks, const Integer& c = 0) {
        drive(first, blocks, c);
        std::vector<Integer> before;
        for (const auto& block : blocks) {
            before.push_back(model_.acc());
            model_.block(first && &block == &blocks.front(), block.a, block.a_scale, block.b,
                         block.b_scale, c);
        }
        ++beats_;
        if (is_equal()) return;
        std::string story;
        for (std::size_t i = 0; i < blocks.size(); ++i)
            story += describe(first, before[i], blocks[i]);
        fail(story);
    }
    void block(bool first, const Codes& a, std::uint32_t sa, const Codes& b, std::uint32_t sb,
               const Integer& c = 0) {
        beat(first, {{a, b, sa, sb}}, c);
    }

    std::size_t beats() const { return beats_; }
    const fast::FastDot& model() const { return model_; }
    unsigned blocks_per_beat() const {
        return std::max(1u, o_.lanes / static_cast<unsigned>(o_.a.block));
    }

  private:
    void drive(bool first, const std::vector<BlockInput>& blocks, const Integer& c) {
        set_scales("a_scale_i", blocks, &BlockInput::a_scale);
        set_scales("b_scale_i", blocks, &BlockInput::b_scale);
        if (o_.has_initial()) dut_.set("c_i", c);
        if (circuit_->find_port("first_i")) dut_.set("first_i", first);
        dut_.set("valid_i", 1);
        Codes a, b;
        for (const auto& block : blocks) {
            a.insert(a.end(), block.a.begin(), block.a.end());
            b.insert(b.end(), block.b.begin(), block.b.end());
        }
        for (std::size_t beat = 0; beat < a.size() / o_.lanes; ++beat) {
            for (unsigned i = 0; i < o_.lanes; ++i) {
                dut_.set("a_i", a[beat * o_.lanes + i], i);
                dut_.set("b_i", b[beat * o_.lanes + i], i);
            }
            dut_.eval();
            dut_.clock();
        }
        dut_.eval();
    }
    void set_scales(const char* port, const std::vector<BlockInput>& blocks,
                    std::uint32_t BlockInput::*scale) {
        if (!circuit_->find_port(port)) return;
        for (unsigned i = 0; i < blocks.size(); ++i) dut_.set(port, blocks[i].*scale, i);
    }
    bool flag(const char* port) const { return circuit_->find_port(port) && dut_.get(port) != 0; }
    /// The code at acc_o.
    Integer sum() const {
        const auto width = static_cast<unsigned>(model_.width());
        return ir::slice(dut_.get("acc_o"), width - 1, 0);
    }
    bool is_equal() const {
        const bool overflow = circuit_->find_port("overflow_o") && model_.overflow();
        return sum() == model_.acc() && flag("valid_o") && flag("overflow_o") == overflow &&
               flag("invalid_o") == model_.invalid();
    }
    void fail(const std::string& story) const {
        FAIL(fmt::format("{} beat {}:{}\n got {} ovf {} inv {}, expected {} ovf {} inv {}",
                         testing::describe(o_), beats_, story, hex(sum()), flag("overflow_o"),
                         flag("invalid_o"), hex(model_.acc()), model_.overflow(),
                         model_.invalid()));
    }
    static std::string hex(const Integer& x) { return x.str(0, std::ios::hex); }
    static std::string describe(bool first, const Integer& onto, const BlockInput& block) {
        std::string text = fmt::format("{} onto {}:", first ? " first" : "", hex(onto));
        for (std::size_t i = 0; i < block.a.size(); ++i)
            text += fmt::format(" {:x}*{:x}", block.a[i], block.b[i]);
        return text + fmt::format(" scales {:x} {:x}", block.a_scale, block.b_scale);
    }

    unit::DotOptions o_;
    std::shared_ptr<const ir::Circuit> circuit_;
    view::Interpreter dut_;
    fast::FastDot model_;
    std::size_t beats_ = 0;
};

inline std::uint32_t mask(int bits) {
    return static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
}

/// The nonsense that makes up interesting codes: random, with many zeros, extremes and specials.
class CodeSource {
  public:
    explicit CodeSource(unsigned seed) : random_(seed) {}

    std::mt19937& random() { return random_; }
    bool once_in(unsigned n) { return random_() % n == 0; }

    std::uint32_t code(const Format& f) {
        auto all = mask(f.bits);
        switch (random_() % 8) {
            case 0:
                return 0;
            case 1:
                return all >> (random_() % 3);
            case 2:
                return (all ^ (all >> 1)) + random_() % 2;
            default:
                return static_cast<std::uint32_t>(random_()) & all;
        }
    }
    /// Mostly scales near each other, so that sums meet.
    std::uint32_t scale(const std::optional<Format>& f) {
        if (!f) return 0;
        if (once_in(16)) return code(*f);
        auto one = static_cast<std::uint32_t>(f->bias) << f->mantissa_bits;
        return one + static_cast<std::uint32_t>(random_() % 24);
    }
    BlockInput block(const unit::DotOptions& o) {
        BlockInput input{{}, {}, scale(o.a.scale), scale(o.b.scale)};
        bool finite = !once_in(4);
        auto drawn = [&](const Format& f) {
            auto c = code(f);
            while (finite && !model::decode(f, c).is_finite()) c = code(f);
            return c;
        };
        for (int i = 0; i < o.a.block; ++i) {
            input.a.push_back(drawn(o.a.element));
            input.b.push_back(drawn(o.b.element));
        }
        return input;
    }
    Integer initial(int width) {
        Integer c = 0;
        for (int i = 0; i < width; i += 32) c = (c << 32) | random_();
        return c % (Integer(1) << width);
    }

  private:
    std::mt19937 random_;
};

/// Random sums of random lengths over `beats` beats.
inline void run_random(const unit::DotOptions& o, unsigned beats, unsigned sums_of = 8) {
    const CaseSeed seed(describe(o));
    DotBench bench(o, lowering_of(seed));
    CodeSource source(seed);
    for (unsigned n = 0; n < beats; ++n) {
        std::vector<BlockInput> blocks;
        for (unsigned i = 0; i < bench.blocks_per_beat(); ++i) blocks.push_back(source.block(o));
        // Of sums that come with flags above them, few have one.
        const bool flags = spec_of(o).unrounded && !source.once_in(8);
        auto c = o.has_initial() ? source.initial(bench.model().width() - 3 * flags) : Integer(0);
        const bool first = o.start == unit::Start::link || n == 0 || source.once_in(sums_of);
        bench.beat(first, blocks, c);
    }
    REQUIRE(bench.beats() == beats);
}

}  // namespace mxgen::testing
