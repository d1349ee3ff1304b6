// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/codes.h"
#include "sw/unit/example_operand.h"
#include "sw/unit/multiply.h"

namespace mxgen {

namespace {

struct CodePair {
    std::uint32_t a, b;
};

/// `count` pairs that are made when they are asked for.
TransactionSource pairs(std::uint64_t count, std::function<CodePair(std::uint64_t)> make) {
    return [=, index = std::uint64_t{0}](Beats& in, Beats&) mutable -> std::optional<Transaction> {
        if (index == count) return std::nullopt;
        const CodePair pair = make(index++);
        in.append();
        in.set(Role::a, pair.a);
        in.set(Role::b, pair.b);
        return Transaction{.macs = 1};
    };
}

/// One of four codes near a corner, the others any.
std::uint32_t drawn(Random& random, const Format& format, const Codes& corners) {
    const auto mask = static_cast<std::uint32_t>(model::code_count(format) - 1);
    const auto bits = static_cast<std::uint32_t>(random());
    if (random() % 4 != 0) return bits & mask;
    return (corners[bits % corners.size()] + static_cast<std::uint32_t>(random() % 5) - 2) & mask;
}

}  // namespace

Stimulus stimulus_of(const MultiplyDesign& multiply, const StimulusOptions& options) {
    const MultiplySpec spec = multiply_spec(multiply);
    const Codes a = corner_codes(spec.a), b = corner_codes(spec.b);
    const std::uint64_t a_codes = model::code_count(spec.a), b_codes = model::code_count(spec.b);
    Stimulus stimulus;
    if (spec.a.bits + spec.b.bits <= options.exhaustive_bits)
        stimulus.push_back({"exhaustive", pairs(a_codes * b_codes, [b_codes](std::uint64_t i) {
                                return CodePair{static_cast<std::uint32_t>(i / b_codes),
                                                static_cast<std::uint32_t>(i % b_codes)};
                            })});
    else
        stimulus.push_back({"corners", pairs(a.size() * b.size(), [a, b](std::uint64_t i) {
                                return CodePair{a[i / b.size()], b[i % b.size()]};
                            })});
    stimulus.push_back({"random", pairs(options.vectors,
                                        [=, random = Random(options.seed)](std::uint64_t) mutable {
                                            const std::uint32_t x = drawn(random, spec.a, a);
                                            return CodePair{x, drawn(random, spec.b, b)};
                                        })});
    return stimulus;
}

Stimulus examples_of(const MultiplyDesign& multiply) {
    constexpr std::uint64_t products = 100;
    ExampleOperand a(multiply.a, 1, true), b(multiply.b, 2, true);
    return {{"example", pairs(products, [a, b](std::uint64_t) mutable {
                 const std::uint32_t x = a.rows(1, 1).codes[0];
                 return CodePair{x, b.rows(1, 1).codes[0]};
             })}};
}

}  // namespace mxgen
