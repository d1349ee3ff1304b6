// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// A named distribution that matrices are drawn from in place of a user's (docs/ppa.md, "Data").
struct DataSet {
    std::string name = "llm";  ///< one of data_set_names()
    unsigned seed = 1;         ///< A is drawn from generator 2 * seed - 1, B from 2 * seed

    bool operator==(const DataSet&) const = default;
};

/// "llm", "relu", "gaussian", "uniform".
const std::vector<std::string>& data_set_names();

/// The sets named in "llm,gaussian", of one seed; empty: none. Throws Error (usage) naming
/// --stimulus for a name that is none of data_set_names(), and --stimulus-seed unless it is 1 to
/// 2^31 - 1.
std::vector<DataSet> parse_data_sets(const std::string& names, std::uint64_t seed);

/// Which factor of a product a matrix is: activations A (rows x depth) or weights B (depth x
/// columns).
enum class Factor { activations, weights };

/// The matrix of a data set: `vectors` rows of A or columns of B, each of `depth` numbers,
/// the same on every machine ("gaussian" as far as its logarithm is).
Tensor draw(const DataSet& set, Factor factor, std::size_t vectors, std::size_t depth);

/// The magnitude that an integer format without a shared scale is filled to; larger numbers
/// saturate there. A power of two.
double full_scale(const DataSet& set);

}  // namespace mxgen::tensor
