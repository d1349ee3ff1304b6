// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace mxgen::model {

/// The random bits of a converter that makes its own (hw/rtl/mx_lfsr.sv): for each lane a Galois
/// feedback register of 32 bits with polynomial x^32 + x^22 + x^2 + x + 1, read at its low end.
class Lfsr {
  public:
    /// Registers as after reset; `width` bits of each are read, 1 to 32.
    Lfsr(int lanes, int width, std::uint32_t seed);

    /// The bits of the lanes now; the registers step once for each bit read.
    std::vector<std::uint32_t> next();

  private:
    int width_;
    std::vector<std::uint32_t> states_;
};

}  // namespace mxgen::model
