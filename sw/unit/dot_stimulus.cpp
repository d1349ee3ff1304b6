// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/codes.h"
#include "sw/unit/dot.h"
#include "sw/unit/dot_steps.h"
#include "sw/unit/example_operand.h"
#include "sw/unit/operands.h"

namespace mxgen {

namespace {

/// The beats of steps in run-time mode `number`.
TransactionSource source_of(const DotMode& mode, std::size_t number, StepSource steps) {
    const BeatShape shape = mode.native.beats();
    const OperandPort a{Role::a, mode.a_bits, shape}, b{Role::b, mode.b_bits, shape};
    return [=](Beats& in, Beats&) -> std::optional<Transaction> {
        const std::optional<Step> step = steps();
        if (!step) return std::nullopt;
        for (int beat = 0; beat < shape.beats_per_step(); ++beat) {
            in.append();
            in.set(Role::first, step->first);
            in.set(Role::c, step->initial);
            in.set(Role::mode, number);
            put_operand(in, a, step->a, beat);
            put_operand(in, b, step->b, beat);
        }
        return Transaction{.macs = static_cast<std::uint64_t>(shape.products())};
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
                       dot.initial ? example_first_value(dot.accumulator, number) : 0});
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
    for (std::size_t i = 0; i < modes.size(); ++i) {
        const DotDesign& native = modes[i].native;
        const std::uint64_t vectors = (options.vectors + i) / modes.size();
        const auto add = [&](const char* kind, StepSource steps) {
            stimulus.push_back(
                {kind_of(kind, i, modes.size()), source_of(modes[i], i, std::move(steps))});
        };
        add("exhaustive", exhaustive_steps(native, options.exhaustive_bits));
        add("corners", every(options.corners_every, corner_steps(native)));
        add("random", random_steps(native, options.seed + i, vectors));
    }
    return stimulus;
}

Stimulus product_stimulus(const DotDesign& dot, const std::vector<ProductOperands>& products) {
    const auto modes = runtime_modes(dot);
    Stimulus stimulus;
    for (std::size_t i = 0; i < products.size(); ++i) {
        const DotDesign& native = modes.at(i).native;
        const auto padded = padded_product(native, products[i]);
        stimulus.push_back({kind_of("tensor", i, modes.size()),
                            source_of(modes[i], i, product_steps(native, padded))});
    }
    return stimulus;
}

Stimulus examples_of(const DotDesign& dot) {
    const auto modes = runtime_modes(dot);
    Stimulus stimulus;
    for (int number = 0; number < example_sums; ++number) {
        const std::size_t mode = static_cast<std::size_t>(number) % modes.size();
        stimulus.push_back({"example", source_of(modes[mode], mode,
                                                 listed(example_sum(modes[mode].native, number)))});
    }
    return stimulus;
}

}  // namespace mxgen
