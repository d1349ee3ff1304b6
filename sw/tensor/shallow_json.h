// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sw/support/json_type.h"

namespace mxgen::tensor {

/// The document of a text that describes tensors: nested three deep at most (the file, a tensor,
/// its shape), no name twice in an object. `fault` says what is wrong with it, and stays empty
/// where nothing is.
SortedJson parse_shallow_json(std::string_view text, std::string& fault);

}  // namespace mxgen::tensor
