// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gen/ir/expr.h"

namespace mxgen::ir {

/// The driver of one input port of an instance. An instance array's port takes an array with one
/// element (for an array port: one run of elements) per instance, or a value that all share.
struct Binding {
    std::string port;
    Value value = {};
    Array array = {};
    bool is_array = false;

    Binding(std::string name, Value v) : port(std::move(name)), value(std::move(v)) {}
    Binding(std::string name, Array a) : port(std::move(name)), array(a), is_array(true) {}
    bool is_driven() const { return is_array ? array.is_driven() : value.is_driven(); }
};

/// The outputs of an instance or of an instance array.
class Outputs {
  public:
    Outputs(Circuit* circuit, unsigned instance)
        : circuit_(circuit), instance_(instance), first_(circuit->nodes.size()) {}
    Value value(const std::string& port) const;
    Array array(const std::string& port) const;

  private:
    NodeId node(const std::string& port, bool wants_array) const;
    Circuit* circuit_;
    unsigned instance_;
    std::size_t first_;  ///< where the nodes of its outputs may begin
};

/// Adds `elements` instances of a module (0: a single one, not an array). Throws CircuitError
/// naming circuit, instance and port unless all inputs are driven, each by a wire that fits.
Outputs instantiate(Circuit& circuit, const std::shared_ptr<const Circuit>& child,
                    const std::string& name, unsigned elements, const std::vector<Binding>& inputs);

/// Sums that share a circuit, a beat each.
struct Turns {
    unsigned count = 1;
    Value current;       ///< whose beat it is, 0 to count - 1
    Value valid;         ///< control: whether it is a beat
    Value leaving = {};  ///< whose state leaves in this cycle; undriven: the current one's, updated
};

class Module;

/// While it lives, what is added to a circuit belongs to a part of the design, for DesignPart::none
/// to the one before.
class PartScope {
  public:
    PartScope(Circuit& circuit, DesignPart part) : circuit_(circuit), before_(circuit.part) {
        if (part != DesignPart::none) circuit.part = part;
    }
    PartScope(const Module& module, DesignPart part);
    ~PartScope() { circuit_.part = before_; }
    PartScope(const PartScope&) = delete;
    PartScope& operator=(const PartScope&) = delete;

  private:
    Circuit& circuit_;
    DesignPart before_;
};

/// A circuit under construction; copies refer to the same circuit.
class Module {
  public:
    /// `doc` is one sentence of meaning, which opens the emitted file.
    Module(std::string name, std::string doc);

    const std::string& name() const { return circuit_->name; }
    std::shared_ptr<const Circuit> circuit() const { return circuit_; }
    operator std::shared_ptr<const Circuit>() const { return circuit_; }

    /// Ports; CircuitError if a port or an instance has the name already or nothing drives the
    /// output.
    Value input(const std::string& name, const Range& range);
    Array input(const std::string& name, const Range& element, unsigned elements);
    /// The same of what does not change while beats are under way: schedules put no registers
    /// behind it.
    Value steady_input(const std::string& name, const Range& range);
    Array steady_input(const std::string& name, const Range& element, unsigned elements);
    void output(const std::string& name, const Value& value);
    void output(const std::string& name, const Array& array);

    Value constant(const Int& value) { return {circuit_.get(), circuit_->constant(value)}; }

    /// While the input is 0, every register of this module holds. Submodules with registers of
    /// their own have an enable of their own.
    void clock_enable(const Value& input);

    /// A register that later beats read; its next value is given with next(). With a reset value it
    /// is control; without one it starts undefined.
    Value state(const std::string& name, const Range& range);
    Value state(const std::string& name, const Range& range, const Int& reset);
    void next(const Value& state, const Value& value);
    /// From now on a state is one of turns.count, of which a beat reads and changes the current
    /// one. A turn comes again after turns.count cycles at the earliest: so many registers may a
    /// schedule place in the loop of a state.
    void take_turns(const Turns& turns) { turns_ = turns; }

    /// The value one clock cycle later: a pipeline register that every schedule keeps, with the
    /// reset of a control value. Where sums leave on request (Turns::leaving) it is a state's next
    /// value, and what comes is that state of the turn that leaves, as it was before the beat.
    Value registered(const Value& value);

    /// One value made small and made fast, of which lowering keeps the same for all choices between
    /// `forms`. Wires of one kind, equal values; simulations of what is not lowered check it.
    Value choice(const Forms& forms, const Value& small, const Value& fast);

    Outputs instance(const std::shared_ptr<const Circuit>& child, const std::string& name,
                     const std::vector<Binding>& inputs);
    /// `elements` equal instances; outputs are arrays.
    Outputs instances(const std::shared_ptr<const Circuit>& child, const std::string& name,
                      unsigned elements, const std::vector<Binding>& inputs);

    /// Nodes that are added from now on belong to a part of the design.
    void belongs_to(DesignPart part) { circuit_->part = part; }
    DesignPart part() const { return circuit_->part; }

    /// A library's cell may take the module's place.
    void stands_for(AdderCell cell) { circuit_->cell = cell; }

    /// A module whose text is written by hand: ports and parameters, no contents.
    static Module external(std::string name, std::vector<std::pair<std::string, Int>> parameters);
    /// A generated module that the hand-written text instantiates.
    void contains(const std::shared_ptr<const Circuit>& child);
    void external_output(const std::string& name, const Range& range, unsigned elements = 0);

  private:
    friend class PartScope;
    void require_driven(const std::string& output, bool is_driven) const;
    Value add_state(const Node& state);
    void set_next(NodeId state, NodeId value);
    Value selected(const Value& turn, const std::vector<NodeId>& states) const;

    std::shared_ptr<Circuit> circuit_;
    Turns turns_ = {};
    std::map<NodeId, std::vector<NodeId>> turn_states_ = {};  ///< by what the current turn reads
    std::map<NodeId, std::vector<NodeId>> turn_next_ = {};    ///< by their next value
};

inline PartScope::PartScope(const Module& module, DesignPart part)
    : PartScope(*module.circuit_, part) {}

}  // namespace mxgen::ir
