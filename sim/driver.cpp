// SPDX-License-Identifier: Apache-2.0
#include "sim/driver.h"

namespace mxgen::sim {

void hold_reset(Dut& dut) {
    const int reset = dut.find("rst_ni");
    if (reset < 0) return;
    for (const char* port : {"valid_i", "ready_i"})
        if (const int number = dut.find(port); number >= 0) dut.set(number, 0);
    dut.set(reset, 0);
    for (int i = 0; i < 3; ++i) {
        dut.settle();
        dut.rise();
    }
    dut.set(reset, 1);
}

}  // namespace mxgen::sim
