// SPDX-License-Identifier: Apache-2.0
#include "sw/model/lfsr.h"

namespace mxgen::model {
namespace {

/// A one that leaves is the highest power of the polynomial: it comes back at the others.
std::uint32_t stepped(std::uint32_t state) {
    const std::uint32_t back = (1u << 31) | (1u << 21) | (1u << 1) | 1u;
    return (state / 2) ^ (state % 2 == 1 ? back : 0);
}

}  // namespace

Lfsr::Lfsr(int lanes, int width, std::uint32_t seed) : width_(width) {
    for (int lane = 1; lane <= lanes; ++lane) {
        const std::uint32_t mixed = seed ^ (0x9E3779B9u * static_cast<std::uint32_t>(lane));
        states_.push_back(mixed == 0 ? 1 : mixed);
    }
}

std::vector<std::uint32_t> Lfsr::next() {
    std::vector<std::uint32_t> bits;
    for (std::uint32_t& state : states_) {
        bits.push_back(width_ == 32 ? state : state % (1u << width_));
        for (int i = 0; i < width_; ++i) state = stepped(state);
    }
    return bits;
}

}  // namespace mxgen::model
