// SPDX-License-Identifier: Apache-2.0
#include "sw/config/fpga.h"

#include <algorithm>

namespace mxgen {

const std::vector<std::string>& fpga_families() {
    static const std::vector<std::string> families{"xilinx", "ecp5", "ice40"};
    return families;
}

bool is_fpga(const std::string& technology) {
    const auto& families = fpga_families();
    return std::find(families.begin(), families.end(), technology) != families.end();
}

}  // namespace mxgen
