// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace mxgen::testing {

/// The folder of reference vectors: $MXGEN_VECTORS, else shared/vectors beside the source tree.
/// Without one it prints the line by which ctest reports the test as skipped.
inline std::optional<std::filesystem::path> find_vectors() {
    const char* given = std::getenv("MXGEN_VECTORS");
    const std::filesystem::path folder =
        given != nullptr ? given : MXGEN_SOURCE_DIR "/../shared/vectors";
    INFO(folder);
    if (given != nullptr) REQUIRE(std::filesystem::is_directory(folder));
    if (std::filesystem::is_directory(folder)) return folder;
    std::cout << "SKIPPED: no reference vectors (set MXGEN_VECTORS)\n";
    return std::nullopt;
}

/// A whole binary file as little-endian numbers.
template <typename T>
std::vector<T> read_binary(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    INFO(path);
    REQUIRE_FALSE(bytes.empty());
    std::vector<T> numbers(bytes.size() / sizeof(T));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(T));
    return numbers;
}

}  // namespace mxgen::testing
