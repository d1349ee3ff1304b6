// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace mxgen {

/// The reserved words of SystemVerilog, sorted: IEEE 1800-2017, Annex B.
std::span<const std::string_view> keywords();

bool is_keyword(std::string_view word);

}  // namespace mxgen
