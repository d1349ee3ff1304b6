// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/beats.h"

namespace mxgen::sim {

/// Stimulus and the golden model's answers, as records of port values. Every `beats_a_result` input
/// records one result is due, `records_a_result` output records one a cycle (streams: results are
/// rows, in order, at any time).
struct Batch {
    explicit Batch(const std::vector<Port>& ports)
        : in(ports, payload_inputs(ports)),
          weights(ports, payload_weights(ports)),
          expected(ports, payload_outputs(ports)) {}

    std::string kind;   ///< exhaustive, corners, random or tensor; then a run-time mode
    Beats in, weights;  ///< two streams where weights have one of their own
    Beats expected;
    int beats_a_result = 1, records_a_result = 1;
    std::vector<std::uint8_t> flags_only;  ///< one an output record: its numbers have no meaning

    /// For each input record, how many results must have left before it may be on offer, because it
    /// holds one of them; empty: none.
    std::vector<std::size_t> after;
    bool goes_on = false;  ///< its first tile starts from sums of the batch before

    void clear() {
        in.clear();
        weights.clear();
        expected.clear();
        flags_only.clear();
        after.clear();
    }
};

/// Whether a record may be on offer when `left` results have left; see Batch::after.
inline bool is_due(std::span<const std::size_t> after, std::size_t record, std::size_t left) {
    return after.empty() || after[record] <= left;
}

/// What a kind of stimulus is called in one of several run-time modes.
inline std::string kind_of(const std::string& kind, std::size_t mode, std::size_t modes) {
    return modes == 1 ? kind : kind + "_mode" + std::to_string(mode);
}

/// A source of batches for one kind of unit.
class Workload {
  public:
    virtual ~Workload() = default;

    /// Replaces the batch by the next one; false at the end.
    virtual bool next(Batch& batch) = 0;

    /// What was computed in result number `record` of the last batch: inputs as codes and values,
    /// one indented line each, expected and seen outputs likewise.
    virtual std::string explain(const Batch& batch, std::size_t record, const Beats& got) const = 0;

    /// Results in a record: 1, or the columns of an array.
    virtual int results_a_record() const { return 1; }

    /// Multiply-accumulates of which the batches so far consist.
    virtual std::uint64_t macs() const = 0;
};

}  // namespace mxgen::sim
