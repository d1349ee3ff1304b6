// SPDX-License-Identifier: Apache-2.0
#include "sw/support/error.h"
#include "sw/tensor/npy.h"

/// Any bytes are a tensor or a usage error, and a tensor converts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto bytes = std::as_bytes(std::span(data, size));
        const auto array = mxgen::tensor::parse_npy(bytes, "fuzz");
        mxgen::tensor::to_tensor(array);
    } catch (const mxgen::Error&) {
    }
    return 0;
}
