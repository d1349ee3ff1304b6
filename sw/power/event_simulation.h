// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sw/power/event_circuit.h"

namespace mxgen::ppa {

/// Event-driven simulation of a mapped netlist with inertial delays: a pulse shorter than a gate's
/// delay does not pass it, a longer one is a glitch that costs energy. Every cycle settles before
/// the next begins; clock edge and new inputs come together at its start.
class EventSimulation {
  public:
    explicit EventSimulation(const EventCircuit& circuit);

    /// Settles with these input bits (in the order of EventCircuit::inputs), counting nothing.
    void settle(std::span<const std::uint8_t> inputs);

    /// One clock cycle: registers take what they see, then the inputs change, then all settles.
    void cycle(std::span<const std::uint8_t> inputs);

    bool value(std::int32_t net) const { return values_[static_cast<std::size_t>(net)] != 0; }

    std::uint64_t cycles() const { return cycles_; }
    /// Changes of each net, and changes between the settled values of successive cycles.
    const std::vector<std::uint64_t>& toggles() const { return toggles_; }
    const std::vector<std::uint64_t>& settled_toggles() const { return settled_toggles_; }
    /// Energy inside each cell, clock pins left out, pJ over all cycles.
    const std::vector<double>& internal_pj() const { return internal_pj_; }

  private:
    struct Pending {
        std::int32_t next = -1, before = -1, slot = -1;
        std::uint8_t causes = 0;
    };

    void clock_registers();
    void apply_inputs(std::span<const std::uint8_t> inputs);
    void toggle(std::int32_t net);
    void evaluate(std::int32_t cell);
    void schedule(std::int32_t output, std::uint8_t causes, bool value);
    void cancel(std::int32_t output);
    void fire(std::int32_t output);
    void run();
    void reset_counts();
    bool next_slot();

    const EventCircuit& circuit_;
    std::vector<std::uint8_t> values_, states_, causes_;
    std::vector<std::uint8_t> settled_;
    std::vector<std::int32_t> dirty_, changed_;
    std::vector<Pending> pending_;
    std::vector<std::int32_t> slots_;
    std::vector<std::uint64_t> occupied_;
    std::vector<std::uint64_t> toggles_, settled_toggles_;
    std::vector<double> internal_pj_;
    std::size_t now_ = 0;
    std::uint64_t cycles_ = 0;
};

}  // namespace mxgen::ppa
