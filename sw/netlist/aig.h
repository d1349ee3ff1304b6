// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen::ppa {

/// A circuit of and gates, inverters and latches. Nodes by number: 0 is the constant zero, then the
/// inputs, the latches, the gates, each behind those that it reads. A literal is twice a node, plus
/// one for its complement.
struct Aig {
    std::vector<std::string> inputs;             ///< their names
    std::vector<std::string> outputs;            ///< their names
    std::vector<std::uint32_t> output_literals;  ///< as many as outputs
    std::vector<std::uint32_t> latch_literals;   ///< the next value of each latch; the first is 0
    std::vector<std::array<std::uint32_t, 2>> gates;

    std::size_t first_latch() const { return 1 + inputs.size(); }
    std::size_t first_gate() const { return first_latch() + latch_literals.size(); }
};

/// Reads the binary form of AIGER 1.9 with its table of symbols (Biere, "The AIGER And-Inverter
/// Graph Format", 2007). Throws Error (tool_failed), naming the file, for anything else, for an
/// output or input without a name, and for sizes that the text cannot hold.
Aig read_aig(std::string_view text, const std::string& file);

/// 64 evaluations at once of all nodes: values[node] has those of inputs and latches, and gets
/// those of the gates.
void evaluate(const Aig& aig, std::span<std::uint64_t> values);

/// The values of a literal.
inline std::uint64_t value_of(std::span<const std::uint64_t> values, std::uint32_t literal) {
    return values[literal / 2] ^ (literal % 2 ? ~std::uint64_t{0} : 0);
}

}  // namespace mxgen::ppa
