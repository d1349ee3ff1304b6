// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mxgen {

/// The FPGA families that `timing.technology` may name: sums stay plain additions, which map to
/// their carry chains, instead of compressor cells.
const std::vector<std::string>& fpga_families();

bool is_fpga(const std::string& technology);

}  // namespace mxgen
