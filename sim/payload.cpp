// SPDX-License-Identifier: Apache-2.0
#include "sim/payload.h"

#include <algorithm>

namespace mxgen::sim {

namespace {

std::span<std::uint8_t> shown(const Dut& dut, const Beats& beats, std::size_t slot) {
    return dut.bytes(static_cast<int>(beats.places()[slot]));
}

}  // namespace

void append_shown(Beats& beats, const Dut& dut) {
    beats.append();
    for (std::size_t slot = 0; slot < beats.ports().size(); ++slot)
        std::ranges::copy(shown(dut, beats, slot), beats.bytes(beats.size() - 1, slot).begin());
}

void drive(Dut& dut, const Beats& beats, std::size_t record) {
    for (std::size_t slot = 0; slot < beats.ports().size(); ++slot)
        std::ranges::copy(beats.bytes(record, slot), shown(dut, beats, slot).begin());
}

bool is_shown(const Dut& dut, const Beats& beats, std::size_t record) {
    for (std::size_t slot = 0; slot < beats.ports().size(); ++slot)
        if (!std::ranges::equal(beats.bytes(record, slot), shown(dut, beats, slot))) return false;
    return true;
}

}  // namespace mxgen::sim
