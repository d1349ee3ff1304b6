// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace mxgen {

/// Takes `token` off the front of `text`; false and no change when it does not stand there.
bool take(std::string_view& text, std::string_view token);

/// Takes a decimal integer of canonical spelling (no plus sign, no leading zeros) off the front.
std::optional<int> take_integer(std::string_view& text);

}  // namespace mxgen
