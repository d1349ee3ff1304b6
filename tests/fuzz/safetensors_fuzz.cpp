// SPDX-License-Identifier: Apache-2.0
#include "sw/support/error.h"
#include "sw/tensor/safetensors.h"

/// Any bytes are a file whose tensors lie within it, or a usage error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        std::size_t data_start = 0;
        const auto bytes = std::as_bytes(std::span(data, size));
        for (const auto& entry : mxgen::tensor::parse_safetensors(bytes, "fuzz", data_start))
            if (data_start + entry.end > size || entry.begin > entry.end) __builtin_trap();
    } catch (const mxgen::Error&) {
    }
    return 0;
}
