// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace mxgen::test {

/// Writes a matrix of fp32 numbers, row by row, as a .npy file.
inline void write_numbers(const std::filesystem::path& path, int rows, int cols,
                          const std::vector<float>& numbers) {
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                         std::to_string(rows) + ", " + std::to_string(cols) + "), }";
    header.resize(117, ' ');
    std::ofstream out(path, std::ios::binary);
    out << std::string("\x93NUMPY\x01\x00v\x00", 10) << header << '\n';
    out.write(reinterpret_cast<const char*>(numbers.data()),
              static_cast<std::streamsize>(numbers.size() * sizeof(float)));
}

/// Writes a matrix of fp32 numbers between -8 and 8 as a .npy file.
inline void write_matrix(const std::filesystem::path& path, int rows, int cols, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<float> numbers;
    for (int i = 0; i < rows * cols; ++i)
        numbers.push_back(static_cast<float>(static_cast<int>(random() % 2001) - 1000) / 128);
    write_numbers(path, rows, cols, numbers);
}

}  // namespace mxgen::test
