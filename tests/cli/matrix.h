// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace mxgen::test {

/// Writes a matrix of fp32 numbers between -8 and 8 as a .npy file.
inline void write_matrix(const std::filesystem::path& path, int rows, int cols, unsigned seed) {
    std::mt19937 random(seed);
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                         std::to_string(rows) + ", " + std::to_string(cols) + "), }";
    header.resize(117, ' ');
    std::ofstream out(path, std::ios::binary);
    out << std::string("\x93NUMPY\x01\x00v\x00", 10) << header << '\n';
    for (int i = 0; i < rows * cols; ++i) {
        const float x = static_cast<float>(static_cast<int>(random() % 2001) - 1000) / 128;
        out.write(reinterpret_cast<const char*>(&x), sizeof x);
    }
}

}  // namespace mxgen::test
