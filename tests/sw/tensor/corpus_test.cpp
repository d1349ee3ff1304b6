// SPDX-License-Identifier: Apache-2.0
// The fuzz targets' corpora, without the fuzzer: every file is read or refused.
#include <catch2/catch.hpp>

#include "sw/support/error.h"
#include "sw/tensor/gguf.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/safetensors.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

struct Counts {
    int read = 0, refused = 0;
};

template <typename Read>
Counts read_all(const char* folder, Read read) {
    Counts counts;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        try {
            read(entry.path());
            ++counts.read;
        } catch (const Error& error) {
            CHECK(error.code() == Exit::usage);
            ++counts.refused;
        }
    }
    return counts;
}

}  // namespace

TEST_CASE("the fuzz corpora are read or refused") {
    const Counts npy = read_all(MXGEN_SOURCE_DIR "/tests/fuzz/corpus/npy",
                                [](const auto& path) { to_tensor(read_npy(path)); });
    CHECK(npy.read == 5);
    CHECK(npy.refused == 4);
    const Counts safetensors = read_all(MXGEN_SOURCE_DIR "/tests/fuzz/corpus/safetensors",
                                        [](const auto& path) { Safetensors{path}; });
    CHECK(safetensors.read == 2);
    CHECK(safetensors.refused == 5);
    const Counts gguf =
        read_all(MXGEN_SOURCE_DIR "/tests/fuzz/corpus/gguf", [](const auto& path) { Gguf{path}; });
    CHECK(gguf.read == 4);
    CHECK(gguf.refused == 5);
}
