// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sw/format/dyadic.h"
#include "sw/unit/port.h"

namespace mxgen {

using Codes = std::vector<std::uint32_t>;

/// Values of the ports of one stream, its handshake left out, one record per beat: the ports' bits
/// in little-endian bytes one after the other. A port of the set is named by its place in it, the
/// slot.
class Beats {
  public:
    /// An empty sequence of records for the ports of `stream` in a list.
    Beats(const std::vector<Port>& all, Stream stream);

    std::size_t size() const { return stride_ ? bytes_.size() / stride_ : 0; }
    std::size_t total_bytes() const { return bytes_.size(); }
    void clear() { bytes_.clear(); }

    /// The slot of the port with that role, -1 when the set is without it.
    int slot(Role role) const;

    /// The ports of the set, in the order of their slots, and their places in the list that the set
    /// was made from.
    const std::vector<Port>& ports() const { return ports_; }
    const std::vector<std::size_t>& places() const { return places_; }

    /// Appends a record of zeros.
    void append();

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

    /// A port of the last record as one number; a set without such a port leaves it.
    void set(Role role, const Integer& value);

    /// Elements from `first` on of a port of the last record, of codes or of numbers of any width,
    /// `width` bits from one to the next; a set without such a port leaves them.
    void set_codes(Role role, std::span<const std::uint32_t> codes, int width,
                   std::size_t first = 0);
    void set_numbers(Role role, std::span<const Integer> numbers, std::size_t first = 0);

    /// A port of a record as one number, 0 in a set without such a port.
    Integer number(std::size_t record, Role role) const;

    /// The elements of a port of a record as numbers of any width.
    std::vector<Integer> numbers(std::size_t record, Role role) const;

    /// Appends elements [first, first + count) of a port of a record to `codes`, `width` bits from
    /// one to the next; a set without such a port has none.
    void take_codes(std::size_t record, Role role, std::size_t first, std::size_t count, int width,
                    Codes& codes) const;

  private:
    std::vector<std::size_t> places_;
    std::vector<Port> ports_;
    std::vector<std::size_t> offsets_;
    std::vector<std::size_t> lengths_;
    std::size_t stride_ = 0;
    std::vector<std::uint8_t> bytes_;
};

}  // namespace mxgen
