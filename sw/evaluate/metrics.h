// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "sw/support/json_type.h"

namespace mxgen {

/// Figures by name as metrics.json has them: one flat object of numbers and texts, in order.
using Metrics = Json;

/// Is told what is being done: "dot_x: synthesis".
using ProgressFunction = std::function<void(std::string_view step)>;

}  // namespace mxgen
