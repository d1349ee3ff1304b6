// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "gen/ir/circuit.h"

namespace mxgen::test {

/// What is wrong with a circuit that an action builds; "no error" where nothing is.
inline std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const ir::CircuitError& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace mxgen::test
