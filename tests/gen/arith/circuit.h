// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "gen/ir/module.h"
#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "sw/format/format.h"

namespace mxgen::test {

/// A circuit around one function of gen/arith, interpreted: `build` gives a module its ports. Where
/// the function leaves a choice of forms, `goal` makes it.
template <class Build>
view::Interpreter interpreted(Build build, Goal goal = Goal::balanced) {
    ir::Module m{"dut", "A function under test."};
    build(m);
    return view::Interpreter(lower::plain(m.circuit(), goal));
}

inline std::uint32_t code_at(const view::Interpreter& dut, const std::string& port) {
    return static_cast<std::uint32_t>(dut.get(port));
}

inline int integer_at(const view::Interpreter& dut, const std::string& port) {
    return static_cast<int>(dut.get(port));
}

/// (-1)^negative * magnitude * 2^exponent.
inline Dyadic number_of(bool negative, const ir::Int& magnitude, int exponent) {
    return {negative ? ir::Int(-magnitude) : magnitude, exponent};
}

inline std::vector<Format> formats_named(const std::vector<std::string>& names) {
    std::vector<Format> found;
    for (const auto& name : names) found.push_back(find_format(name).value());
    return found;
}

}  // namespace mxgen::test
