// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sw/netlist/rtlil.h"

namespace mxgen::ppa {

/// The modules of a design by name, and the pins of their instances.
class RtlDesign {
  public:
    /// `file` is named in errors, and must outlive the design.
    RtlDesign(std::vector<RtlModule> modules, const std::string& file);

    RtlDesign(const RtlDesign&) = delete;
    RtlDesign& operator=(const RtlDesign&) = delete;

    std::size_t size() const { return modules_.size(); }
    const RtlModule& module(std::size_t place) const { return modules_[place]; }

    /// The place of a module; size() for a cell of Yosys' own. Throws Error (tool_failed).
    std::size_t find(const std::string& type) const;

    /// Whether the cell drives its pin. Throws Error (tool_failed) for a pin that is no port.
    bool is_output(const RtlCell& cell, const std::string& pin) const;

    /// The places of a cell's pins: by the module's ports, or as Yosys names its own.
    std::vector<std::size_t> pin_order(const RtlCell& cell) const;

    /// Throws Error (tool_failed) naming the file.
    [[noreturn]] void fail(const std::string& what) const;

  private:
    const RtlWire& port(std::size_t place, const std::string& pin) const;

    std::vector<RtlModule> modules_;
    const std::string& file_;
    std::unordered_map<std::string, std::size_t> places_;
    std::vector<std::unordered_map<std::string, const RtlWire*>> ports_;
};

/// What the outputs of one module depend on, in the order in which it is met on the way from them,
/// ports before all else: an order that follows from the circuit alone.
class Traversal {
  public:
    /// Throws Error (tool_failed) for a bit that is driven twice.
    Traversal(const RtlDesign& design, const RtlModule& module);

    std::vector<std::size_t> wires, cells, memories;  ///< places in the module, as they are met

    /// What connections give a wire: runs of its bits, the lowest first, and what drives them.
    std::vector<std::pair<RtlChunk, RtlSignal>> connections(std::size_t wire) const;

  private:
    /// A bit of a wire, by its number in the module, or of a constant.
    struct Bit {
        int number = -1;  ///< -1: none, or of a constant
        char digit = '\0';

        bool is_none() const { return number < 0 && digit == '\0'; }
    };

    /// The cell, or else the bit that a connection passes on.
    struct Driver {
        int cell = -1;
        Bit bit;
    };

    /// The least significant bit first.
    std::vector<Bit> bits(const RtlSignal& signal) const;
    void number_bits();
    void find_drivers();
    void drive(Bit bit, Driver driver);
    void visit_ports();
    void meet_wire(std::size_t wire);
    void meet_next_bit();
    void meet_cell(std::size_t place);
    void meet_memory(std::string_view quoted_name);
    std::size_t owner(Bit bit) const { return owners_[static_cast<std::size_t>(bit.number)]; }

    const RtlDesign& design_;
    const RtlModule& module_;
    std::vector<int> first_bits_;      ///< of each wire
    std::vector<std::size_t> owners_;  ///< the wire of each bit
    std::vector<Driver> drivers_;      ///< of each bit
    std::vector<bool> seen_bits_, seen_wires_, seen_cells_;
    std::vector<Bit> waiting_;  ///< the next one last
};

}  // namespace mxgen::ppa
