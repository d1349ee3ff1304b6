// SPDX-License-Identifier: Apache-2.0
#include "sw/proof/values.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace mxgen::ppa {

std::pair<std::string, std::string> instance_and_bit(const std::string& name) {
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) return {"", name};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

bool is_free(const Aig& circuit) {
    return std::ranges::none_of(circuit.inputs, [](const std::string& name) {
        const auto bit = instance_and_bit(name).second;
        return bit.starts_with("q") || bit.starts_with("i[");
    });
}

std::optional<bool> equal_by_values(const Aig& both) {
    constexpr std::size_t most_inputs = 22, random_words = 1000;
    constexpr std::uint64_t patterns[] = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC,
                                          0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00,
                                          0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
    const std::size_t inputs = both.inputs.size(), half = both.outputs.size() / 2;
    const bool all = inputs <= most_inputs;
    const std::size_t words = !all          ? random_words
                              : inputs <= 6 ? 1
                                            : std::size_t{1} << (inputs - 6);
    std::vector<std::uint64_t> values(both.first_gate() + both.gates.size());
    std::mt19937_64 random(1);
    for (std::size_t word = 0; word < words; ++word) {
        for (std::size_t i = 0; i < inputs; ++i)
            values[1 + i] = !all    ? random()
                            : i < 6 ? patterns[i]
                                    : std::uint64_t{0} - (word >> (i - 6) & 1);
        evaluate(both, values);
        for (std::size_t i = 0; i < half; ++i)
            if (value_of(values, both.output_literals[i]) !=
                value_of(values, both.output_literals[half + i]))
                return false;
    }
    return all ? std::optional(true) : std::nullopt;
}

}  // namespace mxgen::ppa
