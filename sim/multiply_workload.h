// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "sim/stimulus.h"
#include "sim/workload.h"
#include "sw/config/config.h"
#include "sw/format/multiplier.h"

namespace mxgen::sim {

/// Pairs of codes for a multiplier: all of them where both operands together have few bits, else
/// every corner with every corner; then random ones.
class MultiplyWorkload : public Workload {
  public:
    struct Options {
        std::uint64_t seed = 1;
        std::uint64_t vectors = 100000;  ///< random pairs
        int exhaustive_bits = 20;        ///< all pairs of up to so many bits
    };

    MultiplyWorkload(const Config& config, const Options& options);

    bool next(Batch& batch) override;
    std::string explain(const Batch& batch, std::size_t record, const Beats& got) const override;
    std::uint64_t macs() const override { return pairs_; }

  private:
    struct Pair {
        std::uint32_t a, b;
    };
    struct Phase {
        std::string kind;
        std::uint64_t count;
        std::function<Pair(std::uint64_t)> make;
    };

    void append(Batch& batch, const Pair& pair) const;

    MultiplySpec spec_;
    Random random_;
    std::vector<Phase> phases_;
    std::size_t phase_ = 0;
    std::uint64_t index_ = 0, pairs_ = 0;
};

}  // namespace mxgen::sim
