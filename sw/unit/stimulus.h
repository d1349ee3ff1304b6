// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sw/unit/golden.h"

namespace mxgen {

/// Beats that belong together: a step of a dot product, a tile of an array, a block of a converter.
struct Transaction {
    std::uint64_t macs = 0;  ///< multiply-accumulates that it takes
    bool goes_on = false;    ///< every row starts from the same row of the transaction before
};

/// Appends the beats of the next transaction to the streams of values and of weights; empty at the
/// end.
using TransactionSource = std::function<std::optional<Transaction>(Beats& in, Beats& weights)>;

/// Transactions of one kind.
struct Section {
    std::string kind;  ///< exhaustive, corners, thresholds, random, tensor; then a run-time mode
    TransactionSource next;
    /// Told the results of the last transaction, those from `first` on, where it must know them.
    std::function<void(const Expected& results, std::size_t first)> answer = {};
};
using Stimulus = std::vector<Section>;

struct StimulusOptions {
    std::uint64_t seed = 1;
    std::uint64_t vectors = 100000;   ///< random results
    std::uint64_t corners_every = 1;  ///< of sums: 1: all corners; n: one of n
    int exhaustive_bits = 20;         ///< units of one product: all inputs up to this width
};

/// The name of a kind of stimulus in one of several run-time modes.
inline std::string kind_of(const std::string& kind, std::size_t mode, std::size_t modes) {
    return modes == 1 ? kind : kind + "_mode" + std::to_string(mode);
}

}  // namespace mxgen
