// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mxgen::tensor {

/// Codes of `bits` bits (1 to 8) that follow each other without gaps, the first in the lowest bits
/// of the first byte: pairs of 4 bits have the first in the low nibble. Bits behind the last whole
/// code do not count.
std::vector<std::uint32_t> unpacked(std::span<const std::byte> bytes, std::size_t bits);

/// The inverse; the last byte is filled up with zeros.
std::vector<std::byte> packed(std::span<const std::uint32_t> codes, std::size_t bits);

}  // namespace mxgen::tensor
