// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "sw/netlist/aig.h"

namespace mxgen::ppa {

/// The literals of a number's bits, lowest first.
using AigWord = std::vector<std::uint32_t>;

/// A circuit of and gates under construction. Literals are twice a node, plus one for its
/// complement: 0 is zero, 1 is one. Equal gates are one.
class AigBuilder {
  public:
    /// The input of that name, the same whenever it is asked for.
    std::uint32_t input(const std::string& name);
    std::uint32_t both(std::uint32_t a, std::uint32_t b);
    std::uint32_t either(std::uint32_t a, std::uint32_t b) { return both(a ^ 1, b ^ 1) ^ 1; }
    std::uint32_t exclusive_or(std::uint32_t a, std::uint32_t b);
    /// a + b modulo 2^(bits of a), by carries that ripple.
    AigWord sum(const AigWord& a, const AigWord& b);

    /// Adds a circuit without latches, its inputs by name; returns the literal of each of its
    /// nodes.
    std::vector<std::uint32_t> copy(const Aig& source);

    /// The circuit of these outputs alone, "o0", "o1", ..., with the inputs that one of `beside`
    /// or of the outputs depends on: circuits of equal `beside` have equal inputs.
    Aig circuit(const AigWord& outputs, const AigWord& beside) const;

  private:
    struct BuilderNode {
        std::uint32_t left = 0, right = 0;
        std::string name = {};  ///< of an input
    };
    std::vector<char> cone(const std::vector<AigWord>& of) const;

    std::vector<BuilderNode> nodes_{BuilderNode{}};  ///< first: zero
    std::map<std::string, std::uint32_t> inputs_;
    std::unordered_map<std::uint64_t, std::uint32_t> gates_;
};

/// A literal of a circuit's copy.
inline std::uint32_t copied(const std::vector<std::uint32_t>& copy, std::uint32_t literal) {
    return copy[literal / 2] ^ (literal & 1);
}

/// The binary form that read_aig() reads. Throws std::logic_error for a circuit with latches.
std::string aig_text(const Aig& aig);

}  // namespace mxgen::ppa
