// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sw/unit/port.h"

namespace mxgen::sim {

struct DutFunctions;

/// A design under test: one instance of a verilated model, loaded at run time. A port is its bits
/// in little-endian bytes, (width + 7) / 8 of them; unused bits of the last byte are kept zero.
class Dut {
  public:
    /// Loads a shared object of `verilate`; `seed` gives the registers without reset their first
    /// values. Throws Error(tool_failed) when it does not load.
    Dut(const std::filesystem::path& library, std::vector<Port> ports, int seed = 1);
    Dut(Dut&&) = default;
    Dut& operator=(Dut&&) = default;

    const std::vector<Port>& ports() const { return ports_; }

    /// The number of a role's port, -1 when there is none.
    int find(Role role, Stream stream = Stream::none) const;

    /// The bytes of a port; the model reads inputs at eval() and writes outputs there.
    std::span<std::uint8_t> bytes(int port) const { return bytes_[port]; }

    /// Ports of up to 64 bits as numbers.
    void set(int port, std::uint64_t value);
    std::uint64_t get(int port) const;

    /// Lets the inputs of a design without clock take effect.
    void eval();

    /// The rising edge of the clock.
    void rise();

    /// The clock falls and the inputs take effect: what combinational outputs show in this cycle.
    void settle();

    /// Rising edges since the start; of a design without clock, evaluations.
    std::uint64_t cycles() const { return cycles_; }

    /// Writes every following value change to an FST file. The model must have been built with
    /// `trace`.
    void trace(const std::filesystem::path& path);

    /// Writes the coverage counts in Verilator's format. The model must have been built with
    /// `coverage`.
    void write_coverage(const std::filesystem::path& path) const;

    /// Whether the design's own assertions count: not before registers without reset were written.
    void set_assertions(bool on);

    /// Messages of the design's own assertions; empty while all of them hold.
    std::string failure() const;

  private:
    void evaluate();

    std::shared_ptr<const DutFunctions> functions_;
    std::shared_ptr<void> instance_;
    std::vector<Port> ports_;
    std::vector<std::span<std::uint8_t>> bytes_;
    std::uint8_t* clock_ = nullptr;
    std::uint64_t cycles_ = 0;
    std::uint64_t time_ = 0;
    bool tracing_ = false;
};

}  // namespace mxgen::sim
