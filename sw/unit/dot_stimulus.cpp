// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <random>

#include "sw/unit/codes.h"
#include "sw/unit/dot.h"
#include "sw/unit/dot_steps.h"
#include "sw/unit/dot_turns.h"
#include "sw/unit/example_operand.h"
#include "sw/unit/noise.h"
#include "sw/unit/operands.h"

namespace mxgen {

namespace {

/// The steps of a source in run-time mode `number`.
StepSource in_mode(StepSource steps, std::size_t number) {
    return [steps = std::move(steps), number]() -> std::optional<Step> {
        auto step = steps();
        if (step) step->mode = number;
        return step;
    };
}

/// Appends beat `beat` of a step, with what is sampled with the first.
void append_beat(Beats& in, const DotMode& mode, const Step& step, int beat) {
    const BeatShape shape = mode.native.beats();
    in.append();
    in.set(Role::first, step.first);
    in.set(Role::c, step.initial);
    in.set(Role::rescale, step.rescale);
    in.set(Role::mode, step.mode);
    put_operand(in, {Role::a, mode.a_bits, shape}, step.a, beat);
    put_operand(in, {Role::b, mode.b_bits, shape}, step.b, beat);
}

/// The same of a later beat, with noise in place of what must not matter there.
void append_noisy_beat(Beats& in, const DotMode& mode, const Step& step, int beat,
                       std::mt19937& random) {
    const BeatShape shape = mode.native.beats();
    in.append();
    put_elements(in, {Role::a, mode.a_bits, shape}, step.a, beat, {0, 1});
    put_elements(in, {Role::b, mode.b_bits, shape}, step.b, beat, {0, 1});
    put_noise(in, {Role::first, Role::c, Role::rescale, Role::mode, Role::a_scale, Role::b_scale},
              random);
}

/// The beats of sums that take turns: a transaction is a step of each.
TransactionSource source_of(const DotDesign& dot, std::vector<StepSource> sources) {
    const auto modes = runtime_modes(dot);
    const auto turns =
        std::make_shared<SumTurns>(std::move(sources), dot.interleave, quiet_step(modes[0].native));
    return [=, interleaved = dot.interleave > 1, random = std::mt19937(1)](
               Beats& in, Beats&) mutable -> std::optional<Transaction> {
        const std::vector<Step> steps = turns->next();
        if (steps.empty()) return std::nullopt;
        for (int beat = 0; beat < modes[0].native.beats().beats_per_step(); ++beat) {
            for (const Step& step : steps) {
                const DotMode& mode = modes[step.mode];
                if (beat > 0 && interleaved)
                    append_noisy_beat(in, mode, step, beat, random);
                else
                    append_beat(in, mode, step, beat);
            }
        }
        Transaction transaction;
        for (const Step& step : steps)
            if (!step.fills)
                transaction.macs +=
                    static_cast<std::uint64_t>(modes[step.mode].native.beats().products());
        return transaction;
    };
}

/// Sums of growing length, sum number `number` in the mode whose turn it is.
std::vector<Step> example_sum(const DotDesign& dot, int number) {
    const auto seed = static_cast<unsigned>(2 * number);
    const BeatShape shape = dot.beats();
    const int steps = 1 + number % max_example_steps(dot);
    const int blocks = steps * shape.blocks_per_step();
    const bool specials = dot.accumulator.is_float();
    const auto a = ExampleOperand(dot.a, seed + 1, specials).rows(1, blocks);
    const auto b = ExampleOperand(dot.b, seed + 2, specials).rows(1, blocks);
    std::vector<Step> sum;
    for (int step = 0; step < steps; ++step)
        sum.push_back({step == 0, step_of(a, 0, shape, step), step_of(b, 0, shape, step),
                       dot.initial ? example_first_value(dot, number) : 0});
    return sum;
}

StepSource listed(std::vector<Step> steps) {
    return [steps = std::move(steps), next = std::size_t{0}]() mutable -> std::optional<Step> {
        if (next == steps.size()) return std::nullopt;
        return steps[next++];
    };
}

}  // namespace

Stimulus stimulus_of(const DotDesign& dot, const StimulusOptions& options) {
    const auto modes = runtime_modes(dot);
    Stimulus stimulus;
    std::vector<StepSource> all_modes;
    for (std::size_t i = 0; i < modes.size(); ++i) {
        const DotDesign& native = modes[i].native;
        const std::uint64_t vectors = (options.vectors + i) / modes.size();
        const auto add = [&](const char* kind, StepSource steps) {
            stimulus.push_back(
                {kind_of(kind, i, modes.size()), source_of(dot, {in_mode(std::move(steps), i)})});
        };
        add("exhaustive", exhaustive_steps(native, options.exhaustive_bits));
        add("corners", every(options.corners_every, corner_steps(native)));
        add("random", random_steps(native, options.seed + i, vectors));
        all_modes.push_back(
            in_mode(random_steps(native, options.seed + modes.size() + i, vectors / 4), i));
    }
    // Sums that take turns may be in different modes at a time.
    if (dot.interleave > 1 && modes.size() > 1)
        stimulus.push_back({"random_modes", source_of(dot, std::move(all_modes))});
    return stimulus;
}

Stimulus product_stimulus(const DotDesign& dot, const std::vector<ProductOperands>& products) {
    const auto modes = runtime_modes(dot);
    Stimulus stimulus;
    for (std::size_t i = 0; i < products.size(); ++i) {
        const DotDesign& native = modes.at(i).native;
        const auto padded = padded_product(native, products[i]);
        stimulus.push_back({kind_of("tensor", i, modes.size()),
                            source_of(dot, {in_mode(product_steps(native, padded), i)})});
    }
    return stimulus;
}

Stimulus examples_of(const DotDesign& dot) {
    const auto modes = runtime_modes(dot);
    std::vector<StepSource> sums;
    for (int number = 0; number < example_sums; ++number) {
        const std::size_t mode = static_cast<std::size_t>(number) % modes.size();
        sums.push_back(in_mode(listed(example_sum(modes[mode].native, number)), mode));
    }
    return {{"example", source_of(dot, std::move(sums))}};
}

}  // namespace mxgen
