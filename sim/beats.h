// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/dut.h"
#include "sw/format/dyadic.h"

namespace mxgen::sim {

/// Values for a set of ports, one record a beat: the ports' bytes one after the other. A port of
/// the set is named by its place in it, the slot.
class Beats {
  public:
    /// An empty sequence of records for the ports with these numbers.
    Beats(const std::vector<Port>& all, std::vector<int> numbers);

    std::size_t size() const { return stride_ ? bytes_.size() / stride_ : 0; }
    std::size_t total_bytes() const { return bytes_.size(); }
    void clear() { bytes_.clear(); }

    /// The slot of a port, -1 when the set is without it.
    int slot(std::string_view port) const;

    /// The ports of the set, in the order of their slots.
    const std::vector<Port>& ports() const { return ports_; }

    /// Appends a record of zeros, or what the ports show now.
    void append();
    void append(const Dut& dut);

    /// The bytes of one port in one record.
    std::span<std::uint8_t> bytes(std::size_t record, std::size_t slot);
    std::span<const std::uint8_t> bytes(std::size_t record, std::size_t slot) const;

    /// All bytes of a record.
    std::span<const std::uint8_t> bytes(std::size_t record) const;

    /// Sets bits [offset +: width] that are still zero; width <= 64, value < 2^width.
    void put(std::size_t record, std::size_t slot, std::size_t offset, int width,
             std::uint64_t value);

    /// Bits [offset +: width], width <= 64.
    std::uint64_t get(std::size_t record, std::size_t slot, std::size_t offset, int width) const;

    /// The same for numbers of any width.
    void put_wide(std::size_t record, std::size_t slot, std::size_t offset, int width,
                  const Integer& value);
    Integer get_wide(std::size_t record, std::size_t slot, std::size_t offset, int width) const;

    /// Puts a record on the ports; whether the ports still show it.
    void drive(Dut& dut, std::size_t record) const;
    bool shown(const Dut& dut, std::size_t record) const;

  private:
    std::vector<int> numbers_;
    std::vector<Port> ports_;
    std::vector<std::size_t> offsets_;
    std::vector<std::size_t> lengths_;
    std::size_t stride_ = 0;
    std::vector<std::uint8_t> bytes_;
};

/// The ports that carry a beat's values: inputs without clock, reset and handshake, those of a
/// stream of weights apart, and outputs without handshake.
std::vector<int> payload_inputs(const std::vector<Port>& ports);
std::vector<int> payload_weights(const std::vector<Port>& ports);
std::vector<int> payload_outputs(const std::vector<Port>& ports);

}  // namespace mxgen::sim
