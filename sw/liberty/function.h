// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen::ppa {

/// A Boolean function of named pins, as Liberty writes it ("(A B)+!C", "A'^B"; Liberty User Guide,
/// "function attribute").
class Function {
  public:
    /// Throws Error (usage) for text that is no function, or more than 4096 characters of it.
    static Function parse(std::string_view text);

    /// The pins of the function, in the order of their first use.
    const std::vector<std::string>& pins() const { return pins_; }

    /// 64 evaluations at once: bit i of the result for bits i of the pins' words, in order of
    /// pins().
    std::uint64_t operator()(std::span<const std::uint64_t> words) const;

    /// The truth table over `inputs` (at most 6): bit i for the inputs' bits of i, inputs[0]
    /// lowest. Throws std::out_of_range when the function has a pin that is not among them.
    std::uint64_t table(std::span<const std::string> inputs) const;

    /// The function as a Verilog expression; `rename` gives each pin its text.
    std::string verilog(const std::function<std::string(const std::string&)>& rename) const;

  private:
    enum class Op : std::uint8_t { pin, zero, one, invert, both, either, differ };
    struct Step {
        Op op;
        std::size_t pin = 0;
    };
    friend class FunctionParser;

    std::vector<std::string> pins_;
    std::vector<Step> steps_;  ///< reverse Polish
    std::size_t depth_ = 0;    ///< of the stack that steps_ need
};

/// Bits of a truth table over `inputs` inputs: all ones.
std::uint64_t table_mask(std::size_t inputs);

/// The table of input `index` itself: 0xAAAA..., 0xCCCC..., and so on.
std::uint64_t input_table(std::size_t index);

}  // namespace mxgen::ppa
