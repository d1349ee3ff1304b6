// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "sim/shape.h"
#include "sim/stimulus.h"
#include "sim/workload.h"
#include "sw/config/modes.h"
#include "sw/config/product.h"
#include "sw/model/dot.h"
#include "sw/model/matmul.h"

namespace mxgen::sim {

/// What a dot product takes for one result: its blocks' codes, a then b, with a scale each.
struct Step {
    bool first = true;
    Codes a, b, a_scales, b_scales;
    Integer initial = 0;
};

/// A source of sums, one step after the other; empty at the end.
using Steps = std::function<std::optional<Step>()>;

/// Exhaustive pairs, corners and random sums of a dot product unit in each of its run-time modes,
/// or the sums of two matrices.
class DotWorkload : public Workload {
  public:
    struct Options {
        std::uint64_t seed = 1;
        std::uint64_t vectors = 100000;   ///< random steps
        int exhaustive_bits = 20;         ///< all inputs of units of one product up to this width
        std::uint64_t corners_every = 1;  ///< 1: all corners; n: one of n
    };

    DotWorkload(const Config& config, const Options& options);

    /// All rows of a times all columns of b instead (both padded to whole steps), matrices for each
    /// run-time mode.
    DotWorkload(const Config& config, const std::vector<ProductOperands>& products);

    bool next(Batch& batch) override;
    std::string explain(const Batch& batch, std::size_t record, const Beats& got) const override;
    std::uint64_t macs() const override { return macs_; }

  private:
    struct Phase {
        std::string kind;
        Steps steps;
        std::size_t mode = 0;
    };

    void add_mode(const Config& config);
    void append(Batch& batch, const Step& step);
    void append_inputs(Batch& batch, const Step& step) const;
    void append_expected(Batch& batch, const Step& step);

    const RuntimeMode& mode() const { return modes_[phases_[phase_].mode]; }

    std::vector<RuntimeMode> modes_;
    std::vector<Shape> shapes_;       ///< of each mode
    std::vector<model::Dot> golden_;  ///< likewise
    std::vector<Phase> phases_;
    std::size_t phase_ = 0;
    std::vector<Step> steps_;  ///< of the last batch
    std::uint64_t macs_ = 0;
};

}  // namespace mxgen::sim
