// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sw/format/format.h"

namespace mxgen::tensor {

/// The quantization SNR in dB that a block format should have on normally distributed numbers of
/// crest factor `crest` (largest magnitude over root mean square, a block): the model of
/// arXiv:2510.25602, section 4. Empty for tables and unscaled formats, which it does not describe,
/// and where the crest factor is larger than a block can have.
std::optional<double> theoretical_qsnr_db(const BlockFormat& format, double crest);

/// The crest factor above which `floating` has a higher theoretical QSNR than
/// `integer`; empty where there is none.
std::optional<double> crossover_crest(const BlockFormat& integer, const BlockFormat& floating);

}  // namespace mxgen::tensor
