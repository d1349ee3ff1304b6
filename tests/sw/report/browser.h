// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sw/support/json.h"

namespace mxgen::testing {

/// Headless Chromium; without one the test is skipped.
std::optional<std::filesystem::path> chromium();

/// What a script returns, an object, that runs when the page is opened; `failures` in it: errors of
/// the page's own scripts.
Json look(const std::filesystem::path& browser, const std::string& page, const std::string& script);

}  // namespace mxgen::testing
