// SPDX-License-Identifier: Apache-2.0
#include "sim/driver.h"

namespace mxgen::sim {

void hold_reset(Dut& dut, int cycles) {
    const int reset = dut.find("rst_ni");
    if (reset < 0) return;
    for (const char* port : {"valid_i", "ready_i"})
        if (const int number = dut.find(port); number >= 0) dut.set(number, 0);
    dut.set_assertions(false);
    dut.set(reset, 0);
    for (int i = 0; i < cycles; ++i) {
        dut.settle();
        dut.rise();
    }
    dut.set(reset, 1);
    dut.set_assertions(true);
}

}  // namespace mxgen::sim
