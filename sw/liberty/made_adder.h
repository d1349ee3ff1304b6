// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "sw/liberty/roles.h"

namespace mxgen::ppa {

/// What an adder costs, by operand in the cell's order.
struct AdderCost {
    std::array<double, 3> sum_ns{}, carry_ns{};  ///< mean of rise and fall; of a half adder two
    double area = 0;                             ///< um2
    std::string cell;                            ///< empty: made of gates
    bool inverted_sum = false, inverted_carry = false;  ///< the pins; figures are without inverters
};

/// A full adder of the library's exclusive ors with one kind of carry, as adder_wrappers() makes
/// it: each gate drives what it does there, a sum or carry any operand of the next adder. None
/// where cells or their tables are missing.
std::optional<AdderCost> made_adder(const Library& library, const Roles& roles, MadeCarry carry);

/// The carry whose adder has the least area x mean delay; NANDs where none is known.
MadeCarry best_carry(const Library& library, const Roles& roles);

}  // namespace mxgen::ppa
