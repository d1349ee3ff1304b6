// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <unordered_map>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::gates {

/// A bit of a graph: twice the index of a vertex, odd for its complement. 0 is false, 1 is true.
using Literal = std::uint32_t;

constexpr Literal no = 0, yes = 1;
constexpr Literal inverse(Literal x) { return x ^ 1; }
constexpr std::uint32_t vertex_of(Literal x) { return x >> 1; }

using Literals = std::vector<Literal>;

/// Two-input ANDs with complemented edges, every one there once, constants folded (Kuehlmann et
/// al., "Robust Boolean reasoning for equivalence checking and functional property verification",
/// IEEE TCAD 21(12), 2002), around the adder cells and registers of a design. Vertices are made
/// after what they read, but for registers, which are given what they take later.
class Graph {
  public:
    /// A vertex: an AND of two literals, or a source (of an input, an adder or a register), which
    /// has none.
    struct Vertex {
        Literal a = 0, b = 0;
        bool is_source() const { return a == 0 && b == 0; }
    };
    /// An adder cell: two or three inputs.
    struct Adder {
        Literals inputs;
        Literal sum = no, carry = no;
        bool is_full() const { return inputs.size() == 3; }
    };
    struct Register {
        Literal value = no, next = no;
        bool has_reset = false;
        int stage = 0;  ///< of a scheduled circuit: the stage at whose end it is written
    };

    /// `sweeps`: ANDs that a few thousand patterns do not tell apart are one. Synthesis does so
    /// with a proof (Kuehlmann et al.); without one, such a graph tells areas and not what is
    /// computed.
    explicit Graph(bool sweeps = false) : vertices_(1), sweeps_(sweeps), signatures_(1) {}

    Literal source();
    Literal both(Literal a, Literal b);
    Literal either(Literal a, Literal b) { return inverse(both(inverse(a), inverse(b))); }
    Literal exclusive(Literal a, Literal b);
    /// s ? a : b
    Literal select(Literal s, Literal a, Literal b);
    /// Trees of neighbours; of nothing `yes` and `no`.
    Literal all(Literals bits);
    Literal any(Literals bits);

    /// Makes the cell and returns its place in adders().
    std::size_t add_adder(Literals inputs);
    std::size_t add_register(bool has_reset, int stage);
    void set_next(std::size_t index, Literal next) { registers_[index].next = next; }
    /// What a register that takes `next` holds, one for all of equal values.
    Literal delayed(Literal next, bool has_reset, int stage);
    void add_output(Literal bit) { outputs_.push_back(bit); }
    void add_input(Literal bit) { inputs_.push_back(bit); }

    const std::vector<Vertex>& vertices() const { return vertices_; }
    std::size_t ands() const;
    const std::vector<Adder>& adders() const { return adders_; }
    const std::vector<Register>& registers() const { return registers_; }
    const Literals& outputs() const { return outputs_; }
    const Literals& inputs() const { return inputs_; }

  private:
    using Signature = std::array<std::uint64_t, 32>;  ///< values under so many times 64 patterns

    /// The first literal of the last vertex' signature or its complement.
    Literal first_alike();

    std::vector<Vertex> vertices_;  ///< 0: the constant
    bool sweeps_;
    std::vector<Signature> signatures_;  ///< by vertex, of a graph that sweeps
    std::mt19937_64 random_;
    std::unordered_map<std::uint64_t, Literal> alike_;  ///< by a hash of the signature
    std::unordered_map<std::uint64_t, Literal> known_;
    std::vector<Adder> adders_;
    std::vector<Register> registers_;
    std::unordered_map<std::uint64_t, Literal> delayed_;  ///< by next and reset
    Literals inputs_, outputs_;
};

/// What the outputs of a graph wait for, through adders and registers.
struct Live {
    std::vector<char> vertices, adders, registers;
};
Live live_part(const Graph& graph);

/// The live part of a graph with its trees of ANDs rebuilt, earliest inputs deepest (Cortadella,
/// "Timing-driven logic bi-decomposition", IEEE TCAD 22(6), 2003, for AND alone); sources arrive
/// at 0. `sweeps` as in Graph.
Graph balanced(const Graph& graph, bool sweeps = false);

}  // namespace mxgen::gates
