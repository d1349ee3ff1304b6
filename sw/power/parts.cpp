// SPDX-License-Identifier: Apache-2.0
#include "sw/power/parts.h"

#include <deque>

namespace mxgen::ppa {

namespace {

constexpr const char* registers = "registers";
constexpr const char* other = "other";

std::size_t at(std::int32_t place) { return static_cast<std::size_t>(place); }

class Attribution {
  public:
    explicit Attribution(const EventCircuit& circuit)
        : circuit_(circuit),
          parts_(circuit.cells.size()),
          drivers_(circuit.nets.size(), EventCircuit::none),
          feeds_(circuit.cells.size()) {
        for (const auto& output : circuit.outputs)
            if (output.net != EventCircuit::none) drivers_[at(output.net)] = output.cell;
        for (std::size_t net = 2; net < circuit.nets.size(); ++net)
            for (std::uint32_t i = 0; i < circuit.nets[net].sinks; ++i)
                if (drivers_[net] != EventCircuit::none)
                    feeds_[at(circuit.sinks[circuit.nets[net].first_sink + i].cell)].push_back(
                        drivers_[net]);
    }

    std::vector<std::string> run() {
        for (std::size_t i = 0; i < circuit_.cells.size(); ++i)
            if (circuit_.cells[i].is_register) parts_[i] = registers;
        for (std::size_t net = 2; net < circuit_.nets.size(); ++net)
            if (const auto& part = circuit_.nets[net].part; !part.empty()) set(drivers_[net], part);
        for (std::size_t i = 0; i < circuit_.cells.size(); ++i)
            if (circuit_.cells[i].is_register)
                for (auto driver : feeds_[i]) set(driver, part_of_register(i));
        spread();
        for (auto& part : parts_)
            if (part.empty()) part = other;
        return std::move(parts_);
    }

  private:
    void set(std::int32_t cell, const std::string& part) {
        if (cell == EventCircuit::none || !parts_[at(cell)].empty()) return;
        parts_[at(cell)] = part;
        waiting_.push_back(cell);
    }

    /// The part of the word that a register holds.
    std::string part_of_register(std::size_t i) const {
        const auto& cell = circuit_.cells[i];
        for (std::uint32_t out = 0; out < cell.outputs; ++out)
            if (auto net = circuit_.outputs[cell.first_output + out].net;
                net != EventCircuit::none && !circuit_.nets[at(net)].part.empty())
                return circuit_.nets[at(net)].part;
        return registers;
    }

    /// Gates of no part are of the part that they feed first.
    void spread() {
        for (; !waiting_.empty(); waiting_.pop_front())
            for (auto driver : feeds_[at(waiting_.front())])
                set(driver, parts_[at(waiting_.front())]);
    }

    const EventCircuit& circuit_;
    std::vector<std::string> parts_;
    std::vector<std::int32_t> drivers_;             ///< the cell that drives a net
    std::vector<std::vector<std::int32_t>> feeds_;  ///< the cells that drive a cell's inputs
    std::deque<std::int32_t> waiting_;
};

}  // namespace

std::vector<std::string> parts_of_cells(const EventCircuit& circuit) {
    return Attribution(circuit).run();
}

}  // namespace mxgen::ppa
