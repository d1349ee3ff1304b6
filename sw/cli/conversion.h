// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/config.h"
#include "sw/model/convert.h"

namespace mxgen::cli {

/// How tensors are converted for a design: the choices of its [convert] section.
model::ConvertRule convert_rule(const Config::Convert& convert);

}  // namespace mxgen::cli
