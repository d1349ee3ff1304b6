// SPDX-License-Identifier: Apache-2.0
#include "sw/support/error.h"
#include "sw/tensor/gguf.h"

/// Any bytes are a file whose tensors lie within it, or a usage error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto bytes = std::as_bytes(std::span(data, size));
        for (const auto& entry : mxgen::tensor::parse_gguf(bytes, "fuzz"))
            if (entry.bytes.value_or(0) > 0 &&
                (entry.begin > size || *entry.bytes > size - entry.begin))
                __builtin_trap();
    } catch (const mxgen::Error&) {
    }
    return 0;
}
