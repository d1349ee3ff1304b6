// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "sw/tensor/quantize.h"

namespace mxgen::tensor {

/// Integers of a file that an integer format does not keep.
struct ChangedIntegers {
    std::string format;       ///< of the codes
    std::size_t changed = 0;  ///< elements whose number after quantization is another
    std::size_t elements = 0;
    std::size_t most_negative = 0;  ///< of `changed`: what clip = "asymmetric" keeps
    int bits = 0;  ///< of an integer without scale that holds every element; 0: of no such format
};

/// Empty unless the tensor holds integers and the format's elements are integers.
std::optional<ChangedIntegers> changed_integers(const Tensor& x, const Quantized& quantized);

/// "3 of 64 integers change in int8; --clip asymmetric keeps them"; `format_flag` is the flag that
/// says the format.
std::string to_string(const ChangedIntegers& integers, const std::string& format_flag);

}  // namespace mxgen::tensor
