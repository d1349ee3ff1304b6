// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/workload.h"

namespace mxgen::sim {

/// The first difference between result `record` of a batch and what came: the operands that it
/// follows from as codes and values, one indented line each, expected and seen outputs likewise.
std::string explain(const UnitDesign& design, const Batch& batch, std::size_t record,
                    const Beats& got);

}  // namespace mxgen::sim
