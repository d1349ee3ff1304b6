// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::view {

struct InterpreterPlan;

/// Simulates a circuit cycle by cycle on exact integers, submodules included; checks every stated
/// fact, that the forms of a choice are equal, and that inputs lie in their ranges
/// (ir::CircuitError names wire and number).
class Interpreter {
  public:
    explicit Interpreter(const std::shared_ptr<const ir::Circuit>& circuit);
    ~Interpreter();
    Interpreter(Interpreter&&) noexcept;
    Interpreter& operator=(Interpreter&&) noexcept;

    /// Sets a scalar input, or one element of an array input.
    void set(const std::string& port, const ir::Int& value, unsigned element = 0);
    /// Computes all wires from inputs and registers.
    void eval();
    /// A scalar output, or one element of an array output, as of the last eval().
    ir::Int get(const std::string& port, unsigned element = 0) const;
    /// A rising clock edge: registers take the values of the last eval().
    void clock();
    /// Control registers take their reset values; the others keep what they hold (at first: 0).
    void reset();
    /// Facts need not hold while pipeline registers still carry what was there before reset.
    void check_facts(bool on);

  private:
    explicit Interpreter(std::shared_ptr<const InterpreterPlan> plan);
    struct Step;
    void eval_node(const Step& step);
    void eval_array(const Step& step);
    void eval_narrow(const Step& step);
    void eval_bits(const Step& step);
    void eval_wide(const Step& step);
    void eval_instance(unsigned instance);
    void copy(unsigned to, const Interpreter& other, unsigned from);
    bool holds(const Step& step) const;
    void store(unsigned slot, const ir::Int& value);
    ir::Int load(unsigned slot) const;
    void check(const Step& step) const;
    void check_forms(const Step& step) const;

    std::shared_ptr<const InterpreterPlan> plan_;
    std::vector<std::int64_t> narrow_;
    std::vector<ir::Int> wide_;
    std::vector<std::int64_t> scratch_;  ///< arguments of the narrow step at work
    std::vector<std::int64_t> taken_narrow_;
    std::vector<ir::Int> taken_wide_;
    std::vector<Interpreter> children_;
    bool check_facts_ = true;
    friend struct InterpreterPlan;
};

}  // namespace mxgen::view
