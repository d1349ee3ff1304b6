// SPDX-License-Identifier: Apache-2.0
#include "sim/driver.h"

namespace mxgen::sim {

void hold_reset(Dut& dut, int cycles) {
    if (dut.find(Role::clock) < 0) return;
    const int reset = dut.find(Role::reset);
    for (std::size_t port = 0; port < dut.ports().size(); ++port)
        if (dut.ports()[port].is_input && is_handshake(dut.ports()[port].role))
            dut.set(static_cast<int>(port), 0);
    dut.set_assertions(false);
    if (reset >= 0) dut.set(reset, 0);
    for (int i = 0; i < cycles; ++i) {
        dut.settle();
        dut.rise();
    }
    if (reset >= 0) dut.set(reset, 1);
    dut.set_assertions(true);
}

}  // namespace mxgen::sim
