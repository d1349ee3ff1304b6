// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/view/verilog.h"

namespace mxgen::view {

/// Text of an expression, with what its surroundings must know to put it inside another.
struct Expression {
    enum class Form {
        name,      ///< or a literal, a part-select, a concatenation, the complement of one
        call,      ///< the same with a cast inside
        chain,     ///< names joined by one associative operator
        compound,  ///< needs parentheses inside any other
    };
    std::string text;
    Form form = Form::name;
    bool is_signed = false;        ///< as SystemVerilog reads it
    ir::Op op = ir::Op::constant;  ///< of a chain
};

/// Legalised text of expressions: decides which nodes become wires, gives every reference the width
/// and sign that its context needs, and notes which bits of each wire are read.
class VerilogText {
  public:
    VerilogText(const ir::Circuit& circuit, const Operators& operators);

    const std::string& name(ir::NodeId id) const { return names_[id]; }
    bool is_wire(ir::NodeId id) const { return is_wire_[id]; }
    bool is_live(ir::NodeId id) const { return uses_[id] > 0; }

    /// The right-hand side that computes a wire, exactly as wide as the wire.
    Expression definition(ir::NodeId id);
    /// A reference to all of a node at its own width.
    Expression whole(ir::NodeId id);
    /// A node extended (or cut, modulo 2^width) to `width` bits.
    Expression at_width(ir::NodeId id, unsigned width);
    /// Notes that all bits of a wire are read.
    void read(ir::NodeId id) { read_bits_[id] = ir::pow2(total_width(id)) - 1; }
    /// Bits of wires that nothing reads, e.g. "a[3:0]".
    std::vector<std::string> unread() const;

  private:
    ir::Range range(ir::NodeId id) const { return circuit_.node(id).range; }
    unsigned total_width(ir::NodeId id) const;
    bool needs_wire(ir::NodeId id) const;
    void require_wires();
    Expression select(ir::NodeId id, unsigned hi, unsigned lo);
    Expression part_select(ir::NodeId id);
    Expression atom(ir::NodeId id);
    std::string signed_at(ir::NodeId id, unsigned width);
    Expression nested(ir::NodeId id, unsigned width, ir::Op op);
    std::string product(const ir::Node& n, unsigned width);
    std::string sum(const ir::Node& n, unsigned width);
    std::string comparison(const ir::Node& n, const std::string& op);
    Expression complement(const ir::Node& n, unsigned width);
    std::string shift_amount(ir::NodeId id);
    std::string selection(const ir::Node& n, unsigned width);
    Expression bitwise(const ir::Node& n, const std::string& op, unsigned width);
    Expression sliced(const ir::Node& n);
    Expression concatenation(const std::vector<Expression>& parts) const;
    Expression expression(ir::NodeId id);
    Expression compound(const ir::Node& n, std::string text) const;
    std::string operation(ir::NodeId id);

    const ir::Circuit& circuit_;
    const Operators& operators_;
    std::vector<std::string> names_;
    std::vector<unsigned> uses_;
    std::vector<char> is_wire_;
    std::map<ir::NodeId, ir::Int> read_bits_;
};

/// "12'd5"; negative numbers as their pattern.
std::string literal(const ir::Int& value, unsigned width);

}  // namespace mxgen::view
