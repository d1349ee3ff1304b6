// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "sw/unit/port.h"

namespace mxgen::sim {

/// Codes of a port's elements as bits and values, "0x7e (448)", zeros at their end left out, at
/// most `limit` of them.
std::string codes_text(const Port& port, std::span<const Integer> codes, std::size_t limit = 64);

}  // namespace mxgen::sim
