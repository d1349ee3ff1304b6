// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "sw/unit/config.h"

namespace mxgen::test {

/// A random configuration of a unit, or why it is refused; equal seeds give equal ones.
std::variant<Config, std::string> draw_config(const std::string& unit, std::uint32_t seed);

/// The first legal configuration of a unit that is drawn from a seed on.
Config draw_legal_config(const std::string& unit, std::uint32_t seed);

}  // namespace mxgen::test
