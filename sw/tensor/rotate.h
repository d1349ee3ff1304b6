// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/format/rotation.h"
#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// The tensor with the numbers along an axis (negative: counted from the last) rotated as those of
/// blocks of `block`: exactly model::rotate() of each group. The axis is filled up with zeros to
/// whole rotations. Throws Error (usage) when the tensor has no such axis.
Tensor rotated(const Tensor& x, const Rotation& rotation, int axis, int block);

}  // namespace mxgen::tensor
