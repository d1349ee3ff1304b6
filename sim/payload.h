// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/dut.h"
#include "sw/unit/beats.h"

namespace mxgen::sim {

/// Appends what the ports of `beats` show now; they were made from the ports of `dut`.
void append_shown(Beats& beats, const Dut& dut);

/// Puts a record on the ports; whether the ports still show it.
void drive(Dut& dut, const Beats& beats, std::size_t record);
bool is_shown(const Dut& dut, const Beats& beats, std::size_t record);

}  // namespace mxgen::sim
