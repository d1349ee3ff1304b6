// SPDX-License-Identifier: Apache-2.0
#include "sim/dot_steps.h"

#include <algorithm>
#include <memory>

#include "sw/config/dot.h"
#include "sw/model/value.h"

namespace mxgen::sim {

namespace {

/// A finite list of steps that are made when they are asked for.
struct Section {
    std::uint64_t count = 0;
    std::function<Step(std::uint64_t)> make;
};

Steps steps_of(std::vector<Section> sections) {
    struct State {
        std::vector<Section> sections;
        std::size_t section = 0;
        std::uint64_t index = 0;
    };
    auto state = std::make_shared<State>(State{std::move(sections)});
    return [state]() -> std::optional<Step> {
        while (state->section < state->sections.size()) {
            const Section& section = state->sections[state->section];
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

/// A first step of zeros with scales of 1.
Step quiet_step(const Config& config) {
    const Shape shape(config);
    Step step;
    step.a.assign(shape.products(), zero_code(config.a.element));
    step.b.assign(shape.products(), zero_code(config.b.element));
    step.a_scales.assign(shape.blocks_a_step, unit_scale(config.a));
    step.b_scales.assign(shape.blocks_a_step, unit_scale(config.b));
    return step;
}

int scale_bits(const BlockFormat& format) { return format.scale ? format.scale->bits : 0; }

struct Pair {
    std::uint32_t a, b;
};

/// Products that decide what a sum is: specials in every way, extremes, one.
std::vector<Pair> telling_products(const Config& config) {
    const Format &fa = config.a.element, &fb = config.b.element;
    std::vector<Pair> pairs;
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
            const auto value = model::decode(format, code), most = model::decode(format, best);
            if (value.is_finite() && most.number < value.number) best = code;
        }
        return best;
    };
    const std::uint32_t a = largest(fa, big_a), b = largest(fb, big_b);
    pairs.insert(pairs.end(), {{a, b}, {negated(fa, a), b}, {a, negated(fb, b)}});
    pairs.insert(pairs.end(), {{one_code(fa), one_code(fb)}, {negated(fa, 1), 1}});
    return pairs;
}

Section lane_corners(const Config& config) {
    const Codes a = corner_codes(config.a.element), b = corner_codes(config.b.element);
    const Step quiet = quiet_step(config);
    return {a.size() * b.size() * quiet.a.size(), [a, b, quiet](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                const auto lane = digits.next(step.a.size());
                step.a[lane] = a[digits.next(a.size())];
                step.b[lane] = b[digits.next(b.size())];
                return step;
            }};
}

Section neighbour_corners(const Config& config) {
    const auto pairs = telling_products(config);
    const Step quiet = quiet_step(config);
    const std::size_t lanes = quiet.a.size();
    if (lanes < 2) return {};
    // Of long blocks some lanes, evenly spread.
    const std::size_t places = std::min<std::size_t>(lanes, 64);
    return {pairs.size() * pairs.size() * places,
            [pairs, quiet, lanes, places](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                const auto lane = digits.next(places) * (lanes / places);
                for (const auto place : {lane, (lane + 1) % lanes}) {
                    const Pair& pair = pairs[digits.next(pairs.size())];
                    step.a[place] = pair.a;
                    step.b[place] = pair.b;
                }
                return step;
            }};
}

Codes scale_corners(const BlockFormat& format) {
    return format.scale ? corner_codes(*format.scale) : Codes{0};
}

/// All corner scales of both operands, in every block of a step, with every telling product.
Section scale_pairs(const Config& config) {
    if (!config.a.scale && !config.b.scale) return {};
    const Codes a = scale_corners(config.a), b = scale_corners(config.b);
    const auto pairs = telling_products(config);
    const Step quiet = quiet_step(config);
    const int block = Shape(config).block;
    const std::size_t blocks = quiet.a_scales.size();
    return {a.size() * b.size() * pairs.size() * blocks,
            [a, b, pairs, quiet, block, blocks](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                const auto place = digits.next(blocks);
                const Pair& pair = pairs[digits.next(pairs.size())];
                step.a[place * block] = pair.a;
                step.b[place * block] = pair.b;
                step.a_scales[place] = a[digits.next(a.size())];
                step.b_scales[place] = b[digits.next(b.size())];
                return step;
            }};
}

/// One telling product after the other in the same accumulator, with equal corner scales.
Section two_step_sums(const Config& config) {
    const auto pairs = telling_products(config);
    const Codes scales = scale_corners(config.a.scale ? config.a : config.b);
    const Step quiet = quiet_step(config);
    const int blocks = 2 * Shape(config).blocks_a_step;
    const bool two_steps = most_blocks(config).value_or(blocks) >= blocks;
    return {2 * pairs.size() * pairs.size() * scales.size(),
            [pairs, scales, quiet, config, two_steps](std::uint64_t index) {
                Digits digits(index);
                Step step = quiet;
                step.first = digits.next(2) == 0 || !two_steps;
                const Pair& early = pairs[digits.next(pairs.size())];
                const Pair& late = pairs[digits.next(pairs.size())];
                step.a[0] = (step.first ? early : late).a;
                step.b[0] = (step.first ? early : late).b;
                const std::uint32_t scale = scales[digits.next(scales.size())];
                (config.a.scale ? step.a_scales : step.b_scales)[0] = scale;
                return step;
            }};
}

/// Weighted random sums; now and then a step that undoes the one before.
class RandomSums {
  public:
    RandomSums(const Config& config, std::uint64_t seed, std::uint64_t count)
        : config_(config),
          first_(config),
          a_(config.a),
          b_(config.b),
          random_(seed),
          left_(count),
          longest_(std::max(1, config.dot.blocks / Shape(config).blocks_a_step)) {}

    std::optional<Step> operator()() {
        if (left_ == 0) return std::nullopt;
        --left_;
        const bool first = in_sum_ == 0;
        if (first) begin_sum();
        --in_sum_;
        if (!first && random_() % 8 == 0) {
            for (auto& code : last_.a) code = negated(config_.a.element, code);
        } else {
            last_ = fresh_step();
        }
        last_.first = first;
        if (first && config_.dot.initial) last_.initial = first_(random_);
        return last_;
    }

  private:
    void begin_sum() {
        const int usual = std::min(longest_, 12), rare = std::min(longest_, 300);
        in_sum_ = 1 + random_() % (random_() % 64 ? usual : rare);
        specials_ = random_() % 10 == 0;
    }

    Step fresh_step() {
        Step step = quiet_step(config_);
        const int block = Shape(config_).block;
        for (std::size_t i = 0; i < step.a_scales.size(); ++i) {
            a_.elements(random_, specials_, std::span(step.a).subspan(i * block, block));
            b_.elements(random_, specials_, std::span(step.b).subspan(i * block, block));
            step.a_scales[i] = a_.scale(random_, specials_);
            step.b_scales[i] = b_.scale(random_, specials_);
        }
        return step;
    }

    Config config_;
    FirstValues first_;
    BlockSource a_, b_;
    Random random_;
    std::uint64_t left_;
    int longest_;
    int in_sum_ = 0;
    bool specials_ = false;
    Step last_;
};

/// Elements from `from` on of a row, as many as `to` has.
void take(const Codes& row_major, int row, int length, int from, Codes& to) {
    std::copy_n(row_major.begin() + std::ptrdiff_t{row} * length + from, to.size(), to.begin());
}

}  // namespace

Steps exhaustive_steps(const Config& config, int limit) {
    const int a_bits = config.a.element.bits, b_bits = config.b.element.bits;
    const int sa_bits = scale_bits(config.a), sb_bits = scale_bits(config.b);
    const Step quiet = quiet_step(config);
    const int all_bits = a_bits + b_bits + sa_bits + sb_bits;
    const bool scales = quiet.a.size() == 1 && all_bits <= limit;
    if (!scales && a_bits + b_bits > std::min(limit, 16)) return steps_of({});
    const int bits = scales ? all_bits : a_bits + b_bits;
    return steps_of({{std::uint64_t{1} << bits, [=](std::uint64_t index) {
                          Digits digits(index);
                          Step step = quiet;
                          const auto lane = index % step.a.size();
                          step.a[lane] = digits.next(1u << a_bits);
                          step.b[lane] = digits.next(1u << b_bits);
                          if (scales && sa_bits) step.a_scales[0] = digits.next(1u << sa_bits);
                          if (scales && sb_bits) step.b_scales[0] = digits.next(1u << sb_bits);
                          return step;
                      }}});
}

Steps corner_steps(const Config& config) {
    return steps_of({lane_corners(config), neighbour_corners(config), scale_pairs(config),
                     two_step_sums(config)});
}

Steps random_steps(const Config& config, std::uint64_t seed, std::uint64_t count) {
    auto sums = std::make_shared<RandomSums>(config, seed, count);
    return [sums] { return (*sums)(); };
}

Steps product_steps(const Config& config, const ProductOperands& operands) {
    const Shape shape(config);
    const auto& [a, b] = operands;
    const std::uint64_t steps = a.depth / shape.products();
    const int blocks = a.depth / shape.block;
    const Step quiet = quiet_step(config);
    const std::uint64_t count = steps * a.rows * b.rows;
    return steps_of({{count, [=](std::uint64_t index) {
                          Digits digits(index);
                          const int at = static_cast<int>(digits.next(steps));
                          const int col = static_cast<int>(digits.next(b.rows));
                          const int row = static_cast<int>(digits.next(a.rows));
                          Step step = quiet;
                          step.first = at == 0;
                          take(a.codes, row, a.depth, at * shape.products(), step.a);
                          take(b.codes, col, b.depth, at * shape.products(), step.b);
                          if (config.a.scale)
                              take(a.scales, row, blocks, at * shape.blocks_a_step, step.a_scales);
                          if (config.b.scale)
                              take(b.scales, col, blocks, at * shape.blocks_a_step, step.b_scales);
                          return step;
                      }}});
}

}  // namespace mxgen::sim
