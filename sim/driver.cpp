// SPDX-License-Identifier: Apache-2.0
#include "sim/driver.h"

namespace mxgen::sim {

void hold_reset(Dut& dut, int cycles) {
    if (dut.find("clk_i") < 0) return;
    const int reset = dut.find("rst_ni");
    for (const char* port : {"valid_i", "w_valid_i", "ready_i"})
        if (const int number = dut.find(port); number >= 0) dut.set(number, 0);
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
