// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "sw/support/error.h"

namespace mxgen::testing {

/// What the usage error says that an action ends with; empty where it ends without one.
inline std::string refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CHECK(error.code() == Exit::usage);
        return error.what();
    }
    return "";
}

}  // namespace mxgen::testing
