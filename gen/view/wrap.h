// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mxgen::view {

/// The same SystemVerilog with lines over 10,000 characters broken at spaces, because tools limit
/// the tokens of a line (Verilator 5.006: 40,000). Lines with a comment or a string stay whole.
std::string wrapped(const std::string& text);

}  // namespace mxgen::view
