// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/view/verilog.h"

namespace mxgen::view {

/// Legalised text of expressions: decides which nodes become wires, gives every reference the width
/// and sign that its context needs, and notes which bits of each wire are read.
class VerilogText {
  public:
    VerilogText(const ir::Circuit& circuit, const Operators& operators);

    const std::string& name(ir::NodeId id) const { return names_[id]; }
    bool is_wire(ir::NodeId id) const { return is_wire_[id]; }
    bool is_live(ir::NodeId id) const { return uses_[id] > 0; }

    /// The right-hand side that computes a wire, exactly as wide as the wire.
    std::string definition(ir::NodeId id);
    /// A reference to all of a node at its own width.
    std::string whole(ir::NodeId id);
    /// A node extended (or cut, modulo 2^width) to `width` bits.
    std::string at_width(ir::NodeId id, unsigned width);
    /// Bits of wires that nothing reads, e.g. "a[3:0]".
    std::vector<std::string> unread() const;

  private:
    ir::Range range(ir::NodeId id) const { return circuit_.node(id).range; }
    unsigned total_width(ir::NodeId id) const;
    bool needs_wire(ir::NodeId id) const;
    void require_wires();
    std::string select(ir::NodeId id, unsigned hi, unsigned lo);
    std::string atom(ir::NodeId id);
    bool is_signed_text(ir::NodeId id) const;
    std::string signed_at(ir::NodeId id, unsigned width);
    std::string nested(ir::NodeId id, unsigned width, const std::string& op);
    std::string binary(const ir::Node& n, const std::string& op, unsigned width);
    std::string product(const ir::Node& n, unsigned width);
    std::string sum(const ir::Node& n, unsigned width);
    std::string comparison(const ir::Node& n, const std::string& op);
    std::string complement(const ir::Node& n, unsigned width);
    std::string shift_amount(ir::NodeId id);
    std::string bitwise(const ir::Node& n, const std::string& op, unsigned width);
    std::string sliced(const ir::Node& n);
    std::string joined(const std::vector<ir::NodeId>& args, bool last_first);
    std::string expression(ir::NodeId id);

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
