// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sw/tensor/tensor_file.h"

namespace mxgen::tensor {

/// Opens the file of an argument. Indices of the first axes behind a name, counted from 0, are
/// taken off it: NAME[3] or NAME[3,0], unless the file holds a tensor of that whole name. Tensors
/// of such a file lack these axes, and of each only that part is there: one expert of a layer, with
/// its scales. Tensors of one number stay whole. Throws Error(usage) as open_tensor_file() does,
/// and for indices beyond a tensor's axes when that tensor is asked for.
std::unique_ptr<TensorFile> open_tensor_file(TensorArgument& argument);

}  // namespace mxgen::tensor
