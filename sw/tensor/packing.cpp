// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/packing.h"

namespace mxgen::tensor {

std::vector<std::uint32_t> unpacked(std::span<const std::byte> bytes, std::size_t bits) {
    std::vector<std::uint32_t> codes;
    codes.reserve(bytes.size() * 8 / bits);
    std::uint32_t held = 0;
    std::size_t held_bits = 0;
    for (const std::byte byte : bytes) {
        held |= std::to_integer<std::uint32_t>(byte) << held_bits;
        held_bits += 8;
        for (; held_bits >= bits; held_bits -= bits, held >>= bits)
            codes.push_back(held & ((1u << bits) - 1));
    }
    return codes;
}

std::vector<std::byte> packed(std::span<const std::uint32_t> codes, std::size_t bits) {
    std::vector<std::byte> bytes;
    bytes.reserve((codes.size() * bits + 7) / 8);
    std::uint32_t held = 0;
    std::size_t held_bits = 0;
    for (const std::uint32_t code : codes) {
        held |= (code & ((1u << bits) - 1)) << held_bits;
        held_bits += bits;
        for (; held_bits >= 8; held_bits -= 8, held >>= 8)
            bytes.push_back(static_cast<std::byte>(held & 0xFF));
    }
    if (held_bits > 0) bytes.push_back(static_cast<std::byte>(held));
    return bytes;
}

}  // namespace mxgen::tensor
