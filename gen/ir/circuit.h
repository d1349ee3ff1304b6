// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gen/ir/range.h"

namespace mxgen::ir {

/// A circuit that cannot be built as described: names unit, wire and numbers.
class CircuitError : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// The operation of a node. Values are integers; a "pattern" is the two's complement bits of one.
enum class Op {
    input,       ///< a port
    constant,    ///< data[0]
    sum,         ///< the sum of data[i] * args[i], data[i] = +-1; an array counts with all elements
    product,     ///< args[0] * args[1]
    shift_left,  ///< args[0] * 2^args[1]
    shift_right,  ///< floor(args[0] / 2^args[1])
    bit_and,      ///< of nonnegative args, n-ary; an array counts with all its elements
    bit_or,       ///< likewise
    bit_xor,      ///< likewise
    bit_not,      ///< complement within the width of args[0], nonnegative
    less,         ///< args[0] < args[1]
    equal,        ///< args[0] == args[1]
    mux,          ///< args[0] ? args[1] : args[2]
    slice,        ///< bits hi..lo of the pattern of args[0]; a signed number when the range says so
    concat,       ///< patterns side by side, args[0] highest; an array has element 0 lowest
    split,        ///< the pattern of args[0] as an array, element 0 lowest
    lookup,       ///< data[args[0]]
    leading_zeros,  ///< zeros above the highest one in the pattern of args[0]; its width when zero
    max,            ///< the largest of args, n-ary; an array counts with all elements
    choice,         ///< args[0] = args[1]: forms[data[0]] of one value, made small and made fast
    within,         ///< args[0], stated to lie in the node's range
    gather,         ///< an array of the scalars args
    elements,       ///< of array args[0]: element lo (scalar), or elements lo..hi (array)
    instance,       ///< output `port` of instance `instance`
    state,          ///< a register; args = {next}, filled in by Module::next
    delay,          ///< args[0] one clock cycle ago: a pipeline register
};

/// Properties of every node of an operation.
struct Traits {
    const char* name;                ///< as it stands in messages and reports
    std::size_t min_args, max_args;  ///< arguments, arrays counted once
    bool takes_arrays = false;       ///< as arguments
};

const Traits& traits_of(Op op);
inline const char* name_of(Op op) { return traits_of(op).name; }

/// The part of a design that a value belongs to: what reports of energy are divided into.
enum class DesignPart { none, multipliers, alignment, sum, accumulator, converters };

/// "multipliers": as packages and reports name it; empty for none.
const char* name_of(DesignPart part);

using NodeId = std::uint32_t;

/// One value of a circuit, computed from nodes created before it (a state's next excepted).
struct Node {
    Op op = Op::constant;
    Range range = {};       ///< of the value, or of each element
    unsigned elements = 0;  ///< 0: a scalar; n: an array of n values of one range
    std::vector<NodeId> args = {};
    std::vector<Int> data = {};  ///< by operation: constant, signs of a sum, table
    unsigned hi = 0, lo = 0;     ///< bits of a slice; first (lo) and last (hi) of elements
    unsigned instance = 0, port = 0;
    std::string name = {};          ///< empty: named by what it feeds
    std::optional<Int> reset = {};  ///< of a register, and of all that a schedule makes for a value
    unsigned turns = 1;  ///< of a state: cycles at least from a beat that reads it to the next
    int stage = 0;  ///< of a scheduled circuit's register: the stage at whose end it is written
    DesignPart part = DesignPart::none;

    bool is_array() const { return elements > 0; }
    bool is_register() const { return op == Op::state || op == Op::delay; }
    unsigned count() const { return elements ? elements : 1; }
    bool operator==(const Node&) const = default;
};

/// A cell of a library that may take a module's place.
enum class AdderCell {
    none,
    full_adder,                 ///< a_i + b_i + c_i = sum_o + 2 carry_o
    half_adder,                 ///< a_i + b_i = sum_o + 2 carry_o
    full_adder_of_gates,        ///< as full_adder, of exclusive ors and gates: quick from c_i on
    carry_step,                 ///< carry_o = !(g_i | p_i & c_i)
    carry_step_of_complements,  ///< carry_o = !(g_i & (p_i | c_i))
    propagate_step,             ///< propagate_o = !(p_i & q_i)
    propagate_step_of_complements,  ///< propagate_o = !(p_i | q_i)
    exclusive_or,                   ///< propagate_o = p_i ^ q_i
};

/// "full_adder": as manifests name it; empty for none.
const char* name_of(AdderCell cell);

/// "sum total": operation and name, if it has one.
std::string label(const Node& node);

struct Circuit;

/// A submodule, once or as an array of equal ones that print as one generate loop.
struct Instance {
    std::shared_ptr<const Circuit> module;
    std::string name;                 ///< "u_lane"
    unsigned elements = 0;            ///< 0: a single instance
    std::vector<NodeId> inputs = {};  ///< in the order of the module's input ports
    int stage = 0;  ///< in a scheduled circuit: the one that is its module's first

    unsigned count() const { return elements ? elements : 1; }
    bool operator==(const Instance&) const = default;
};

struct CircuitPort {
    std::string name;
    bool is_input = true;
    Range range = {};
    unsigned elements = 0;  ///< 0: a scalar
    NodeId node = 0;        ///< the input node, or the value that drives the output
    bool is_steady =
        false;  ///< an input that stays while beats are under way: every stage reads it

    bool operator==(const CircuitPort&) const = default;
};

/// Two ways to make the same values; lowering takes one (after Chatterjee et al., "Reducing
/// structural bias in technology mapping", ICCAD 2005, where such nodes are choices).
struct Forms {
    std::string part;         ///< "leading zeros of the running sum"
    std::string small, fast;  ///< "counted behind the adder", "foreseen beside it"

    bool operator==(const Forms&) const = default;
};

/// A module's contents: plain data that every view reads; built through Module and Value.
struct Circuit {
    std::string name;
    std::string doc;  ///< one sentence of meaning
    std::vector<Node> nodes = {};
    std::vector<CircuitPort> ports = {};
    std::vector<Instance> instances = {};
    std::vector<Forms> forms = {};            ///< of choices
    std::optional<NodeId> clock_enable = {};  ///< an input: while 0, every register holds

    DesignPart part = DesignPart::none;  ///< of nodes that are added without one
    AdderCell cell = AdderCell::none;
    bool is_external = false;  ///< hand-written SystemVerilog: ports and parameters only
    std::vector<std::pair<std::string, Int>> parameters = {};

    const Node& node(NodeId id) const { return nodes[id]; }
    std::vector<const CircuitPort*> inputs() const;
    std::vector<const CircuitPort*> outputs() const;
    /// The port of that name, or null.
    const CircuitPort* find_port(const std::string& port_name) const;
    /// Whether the circuit or a submodule holds a register.
    bool is_clocked() const;
    /// Whether a register of it or of a submodule is reset.
    bool has_reset() const;
    /// Whether two circuits differ in name and doc at most; submodules are compared by identity.
    bool has_contents_of(const Circuit& other) const;

    /// Adds a node, or returns an equal one that exists already (never for ports and registers).
    NodeId add(Node node);
    NodeId constant(const Int& value);
    /// The value as control, whose registers reset to `reset`: a node of its own, so that an equal
    /// value used as data keeps registers without reset. A port is control for all its readers.
    NodeId control(NodeId id, const Int& reset);
    /// Adds a port; CircuitError if a port or an instance has its name already.
    void add_port(CircuitPort port);
    /// Adds an instance and returns its index; CircuitError if a port or an instance has its name
    /// already, or if a register of its module has no next value.
    unsigned add_instance(Instance instance);

  private:
    void take_name(const char* kind, const std::string& taken);
    std::unordered_map<std::string, NodeId> index_;
    std::unordered_set<std::string> names_;  ///< of ports and instances
};

}  // namespace mxgen::ir
