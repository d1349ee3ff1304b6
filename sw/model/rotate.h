// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sw/format/rotation.h"
#include "sw/model/value.h"

namespace mxgen::model {

/// Numbers that share one largest exponent, rotated: a multiple of rotation.size of them. All are
/// NaN where one is not finite. `negated`: one truth value a number of a rotation.
/// Throws std::invalid_argument for another count.
std::vector<ExactValue> rotate(std::span<const ExactValue> x, const Rotation& rotation,
                               const std::vector<bool>& negated);

/// The same by the signs of the rotation.
std::vector<ExactValue> rotate(std::span<const ExactValue> x, const Rotation& rotation);

}  // namespace mxgen::model
