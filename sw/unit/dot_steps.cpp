// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/dot_steps.h"

#include <algorithm>
#include <memory>

#include "sw/model/value.h"
#include "sw/unit/codes.h"
#include "sw/unit/operands.h"

namespace mxgen {

namespace {

/// A finite list of steps that are made when they are asked for.
struct StepSection {
    std::uint64_t count = 0;
    std::function<Step(std::uint64_t)> make;
};

StepSource steps_of(std::vector<StepSection> sections) {
    struct State {
        std::vector<StepSection> sections;
        std::size_t section = 0;
        std::uint64_t index = 0;
    };
    auto state = std::make_shared<State>(State{std::move(sections)});
    return [state]() -> std::optional<Step> {
        while (state->section < state->sections.size()) {
            const StepSection& section = state->sections[state->section];
            if (state->index < section.count) return section.make(state->index++);
            ++state->section;
            state->index = 0;
        }
        return std::nullopt;
    };
}

/// Takes an index apart like the digits of a number.
class Digits {
  public:
    explicit Digits(std::uint64_t index) : rest_(index) {}
    std::uint64_t next(std::uint64_t base) {
        const std::uint64_t digit = rest_ % base;
        rest_ /= base;
        return digit;
    }

  private:
    std::uint64_t rest_;
};

std::uint32_t unit_scale(const BlockFormat& format) {
    return format.scale ? one_code(*format.scale) : 0;
}

int scale_bits(const BlockFormat& format) { return format.scale ? format.scale->bits : 0; }

struct FactorPair {
    std::uint32_t a, b;
};

/// Products that decide what a sum is: specials in every way, extremes, one.
std::vector<FactorPair> telling_products(const DotDesign& dot) {
    const Format &fa = dot.a.element, &fb = dot.b.element;
    std::vector<FactorPair> pairs;
    const auto big_a = corner_codes(fa), big_b = corner_codes(fb);
    for (const std::uint32_t a : special_codes(fa)) {
        pairs.push_back({a, one_code(fb)});
        pairs.push_back({a, zero_code(fb)});
    }
    for (const std::uint32_t b : special_codes(fb)) {
        pairs.push_back({one_code(fa), b});
        pairs.push_back({zero_code(fa), b});
    }
    const auto largest = [](const Format& format, const Codes& codes) {
        std::uint32_t best = zero_code(format);
        for (const std::uint32_t code : codes) {
            const auto value = model::decode(format, code),
                       largest_value = model::decode(format, best);
            if (value.is_finite() && largest_value.number < value.number) best = code;
        }
        return best;
    };
    const std::uint32_t a = largest(fa, big_a), b = largest(fb, big_b);
    pairs.insert(pairs.end(), {{a, b}, {negated(fa, a), b}, {a, negated(fb, b)}});
    pairs.insert(pairs.end(), {{one_code(fa), one_code(fb)}, {negated(fa, 1), 1}});
    return pairs;
}

StepSection lane_corners(const DotDesign& dot) {
    const Codes a = corner_codes(dot.a.element), b = corner_codes(dot.b.element);
    const Step quiet = quiet_step(dot);
    return {a.size() * b.size() * quiet.a.codes.size(), [a, b, quiet](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                const auto lane = digits.next(step.a.codes.size());
                step.a.codes[lane] = a[digits.next(a.size())];
                step.b.codes[lane] = b[digits.next(b.size())];
                return step;
            }};
}

StepSection neighbour_corners(const DotDesign& dot) {
    const auto pairs = telling_products(dot);
    const Step quiet = quiet_step(dot);
    const std::size_t lanes = quiet.a.codes.size();
    if (lanes < 2) return {};
    // Of long blocks some lanes, evenly spread.
    const std::size_t places = std::min<std::size_t>(lanes, 64);
    return {pairs.size() * pairs.size() * places,
            [pairs, quiet, lanes, places](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                const auto lane = digits.next(places) * (lanes / places);
                for (const auto place : {lane, (lane + 1) % lanes}) {
                    const FactorPair& pair = pairs[digits.next(pairs.size())];
                    step.a.codes[place] = pair.a;
                    step.b.codes[place] = pair.b;
                }
                return step;
            }};
}

Codes scale_corners(const BlockFormat& format) {
    return format.scale ? corner_codes(*format.scale) : Codes{0};
}

/// All corner scales of both operands, in every block of a step, with every telling product.
StepSection scale_pairs(const DotDesign& dot) {
    if (!dot.a.scale && !dot.b.scale) return {};
    const Codes a = scale_corners(dot.a), b = scale_corners(dot.b);
    const auto pairs = telling_products(dot);
    const Step quiet = quiet_step(dot);
    const int block = dot.beats().block;
    const std::size_t blocks = quiet.a.scales.size();
    return {a.size() * b.size() * pairs.size() * blocks,
            [a, b, pairs, quiet, block, blocks](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                const auto place = digits.next(blocks);
                const FactorPair& pair = pairs[digits.next(pairs.size())];
                step.a.codes[place * block] = pair.a;
                step.b.codes[place * block] = pair.b;
                step.a.scales[place] = a[digits.next(a.size())];
                step.b.scales[place] = b[digits.next(b.size())];
                return step;
            }};
}

/// One telling product after the other in the same accumulator, with equal corner scales.
StepSection two_step_sums(const DotDesign& dot) {
    const auto pairs = telling_products(dot);
    const Codes scales = scale_corners(dot.a.scale ? dot.a : dot.b);
    const Step quiet = quiet_step(dot);
    const int blocks = 2 * dot.beats().blocks_per_step();
    const bool two_steps = max_blocks(dot).value_or(blocks) >= blocks;
    return {2 * pairs.size() * pairs.size() * scales.size() * (dot.rescale ? 2 : 1),
            [pairs, scales, quiet, dot, two_steps](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                step.first = digits.next(2) == 0 || !two_steps;
                step.rescale = digits.next(dot.rescale ? 2 : 1) == 1;
                const FactorPair& early = pairs[digits.next(pairs.size())];
                const FactorPair& late = pairs[digits.next(pairs.size())];
                step.a.codes[0] = (step.first ? early : late).a;
                step.b.codes[0] = (step.first ? early : late).b;
                const std::uint32_t scale = scales[digits.next(scales.size())];
                (dot.a.scale ? step.a.scales : step.b.scales)[0] = scale;
                return step;
            }};
}

/// Weighted random sums; now and then a step that undoes the one before.
class RandomSums {
  public:
    RandomSums(const DotDesign& dot, std::uint64_t seed, std::uint64_t count)
        : dot_(dot),
          first_(dot),
          a_(dot.a),
          b_(dot.b),
          random_(seed),
          left_(count),
          max_steps_(std::max(1, dot.blocks / dot.beats().blocks_per_step())) {}

    std::optional<Step> operator()() {
        if (left_ == 0) return std::nullopt;
        --left_;
        const bool first = in_sum_ == 0;
        if (first) begin_sum();
        --in_sum_;
        if (!first && random_() % 8 == 0) {
            for (auto& code : last_.a.codes) code = negated(dot_.a.element, code);
        } else {
            last_ = fresh_step();
        }
        last_.first = first;
        if (first && dot_.initial) last_.initial = first_(random_);
        if (dot_.rescale) last_.rescale = random_() % 4 == 0;
        return last_;
    }

  private:
    void begin_sum() {
        const int typical = std::min(max_steps_, 12), rare = std::min(max_steps_, 300);
        in_sum_ = 1 + random_() % (random_() % 64 ? typical : rare);
        specials_ = random_() % 10 == 0;
    }

    Step fresh_step() {
        Step step = quiet_step(dot_);
        const int block = dot_.beats().block;
        for (std::size_t i = 0; i < step.a.scales.size(); ++i) {
            a_.elements(random_, specials_, std::span(step.a.codes).subspan(i * block, block));
            b_.elements(random_, specials_, std::span(step.b.codes).subspan(i * block, block));
            step.a.scales[i] = a_.scale(random_, specials_);
            step.b.scales[i] = b_.scale(random_, specials_);
        }
        return step;
    }

    DotDesign dot_;
    FirstValues first_;
    BlockSource a_, b_;
    Random random_;
    std::uint64_t left_;
    int max_steps_;
    int in_sum_ = 0;
    bool specials_ = false;
    Step last_;
};

}  // namespace

Step quiet_step(const DotDesign& dot) {
    const auto quiet = [&](const BlockFormat& format) {
        const BeatShape shape = dot.beats();
        const auto products = static_cast<std::size_t>(shape.products());
        const auto blocks = static_cast<std::size_t>(shape.blocks_per_step());
        return model::MatrixOperand{1, shape.products(), Codes(products, zero_code(format.element)),
                                    Codes(blocks, unit_scale(format))};
    };
    return {.a = quiet(dot.a), .b = quiet(dot.b)};
}

StepSource exhaustive_steps(const DotDesign& dot, int limit) {
    const int a_bits = dot.a.element.bits, b_bits = dot.b.element.bits;
    const int sa_bits = scale_bits(dot.a), sb_bits = scale_bits(dot.b);
    const Step quiet = quiet_step(dot);
    const int all_bits = a_bits + b_bits + sa_bits + sb_bits;
    const bool scales = quiet.a.codes.size() == 1 && all_bits <= limit;
    if (!scales && a_bits + b_bits > std::min(limit, 16)) return steps_of({});
    const int bits = scales ? all_bits : a_bits + b_bits;
    return steps_of({{std::uint64_t{1} << bits, [=](std::uint64_t index) {
                          Digits digits(index);
                          Step step = quiet;
                          const auto lane = index % step.a.codes.size();
                          step.a.codes[lane] = digits.next(1u << a_bits);
                          step.b.codes[lane] = digits.next(1u << b_bits);
                          if (scales && sa_bits) step.a.scales[0] = digits.next(1u << sa_bits);
                          if (scales && sb_bits) step.b.scales[0] = digits.next(1u << sb_bits);
                          return step;
                      }}});
}

StepSource corner_steps(const DotDesign& dot) {
    return steps_of(
        {lane_corners(dot), neighbour_corners(dot), scale_pairs(dot), two_step_sums(dot)});
}

StepSource random_steps(const DotDesign& dot, std::uint64_t seed, std::uint64_t count) {
    auto sums = std::make_shared<RandomSums>(dot, seed, count);
    return [sums] { return (*sums)(); };
}

StepSource product_steps(const DotDesign& dot, const ProductOperands& operands) {
    const BeatShape shape = dot.beats();
    const auto &a = operands.a, &b = operands.b;
    const std::uint64_t steps = a.depth / shape.products();
    const auto rescaled = rescaled_blocks(operands, dot.a.block);
    return steps_of({{steps * a.rows * b.rows, [=](std::uint64_t index) {
                          Digits digits(index);
                          const int at = static_cast<int>(digits.next(steps));
                          const int col = static_cast<int>(digits.next(b.rows));
                          const int row = static_cast<int>(digits.next(a.rows));
                          return Step{.first = at == 0,
                                      .a = step_of(operands.a, row, shape, at),
                                      .b = step_of(operands.b, col, shape, at),
                                      .rescale = rescaled.contains(static_cast<std::size_t>(at))};
                      }}});
}

}  // namespace mxgen
