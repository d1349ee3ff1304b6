// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sw/unit/units.h"

namespace mxgen::sim {

/// Stimulus and the golden model's answers, as records of port values.
struct Batch {
    explicit Batch(const std::vector<Port>& ports)
        : in(ports, Stream::input), weights(ports, Stream::weights), expected(ports) {}

    std::string kind;   ///< as of a Section
    Beats in, weights;  ///< two streams where weights have one of their own
    Expected expected;

    /// For each input record, how many results must have left before it may be on offer, because it
    /// holds one of them; empty: none.
    std::vector<std::size_t> after;
    bool goes_on = false;  ///< its first transaction starts from results of the batch before

    void clear() {
        in.clear();
        weights.clear();
        expected.clear();
        after.clear();
    }
};

/// Whether a record may be on offer when `left` results have left; see Batch::after.
inline bool is_due(std::span<const std::size_t> after, std::size_t record, std::size_t left) {
    return after.empty() || after[record] <= left;
}

/// Batches of transactions with what the golden model says of them.
class Workload {
  public:
    /// `piece_bytes`: a batch has as many transactions as it takes to have more; 0: a few thousand
    /// beats.
    Workload(const UnitDesign& design, Stimulus stimulus, std::size_t piece_bytes = 0);

    /// Replaces the batch by the next one; false at the end.
    bool next(Batch& batch);

    /// Multiply-accumulates of which the batches so far consist.
    std::uint64_t macs() const { return macs_; }

  private:
    bool is_full(const Batch& batch) const;
    bool append_transaction(Batch& batch);

    std::unique_ptr<Golden> golden_;
    Stimulus stimulus_;
    std::size_t piece_bytes_;
    std::size_t section_ = 0;
    std::uint64_t macs_ = 0;
};

}  // namespace mxgen::sim
