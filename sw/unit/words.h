// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/format/format.h"

namespace mxgen {

/// "mxfp4 (OCP MX 1.0, 32 elements to a scale in e8m0)".
std::string operand_in_words(const BlockFormat& format);

/// A value as part of an identifier: "fixed<40,-20>" becomes fixed_40_m20, 1.5 becomes 1p5.
std::string legalised(const std::string& text);

/// "mxfp8_e4m3", or both where they differ: "mxfp8_e4m3_mxfp4".
std::string operand_names(const BlockFormat& a, const BlockFormat& b);

}  // namespace mxgen
