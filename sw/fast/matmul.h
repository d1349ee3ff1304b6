// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/model/matmul.h"

namespace mxgen::fast {

/// model::matmul() in machine words where the formats permit: equal in every bit.
model::Product matmul(const model::DotSpec& spec, const model::Operand& a, const model::Operand& b,
                      std::span<const Integer> c = {});

}  // namespace mxgen::fast
