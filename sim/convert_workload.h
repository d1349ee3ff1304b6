// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sim/convert_stimulus.h"
#include "sim/workload.h"
#include "sw/config/config.h"
#include "sw/model/convert.h"
#include "sw/model/lfsr.h"

namespace mxgen::sim {

/// Blocks of values for a converter.
class ConvertWorkload : public Workload {
  public:
    ConvertWorkload(const Config& config, const ConvertStimulus::Options& options);

    bool next(Batch& batch) override;
    std::string explain(const Batch& batch, std::size_t record, const Beats& got) const override;
    std::uint64_t macs() const override { return 0; }

  private:
    void append(Batch& batch, const ConvertInput& input);
    Codes random_bits(std::size_t count);

    Config config_;
    BlockFormat format_;
    std::optional<Format> tensor_scale_;  ///< of the codes of tensor_scale_i
    Format source_;
    ConvertRule rule_;
    ConvertStimulus stimulus_;
    ConvertInput following_;
    bool more_;
    Random random_;
    model::Lfsr lfsr_;
};

/// Elements with their scales for the way back: every element of at most 8 bits with every scale,
/// wider ones with some, then random ones.
class DeconvertWorkload : public Workload {
  public:
    DeconvertWorkload(const Config& config, std::uint64_t seed, std::uint64_t vectors);

    bool next(Batch& batch) override;
    std::string explain(const Batch& batch, std::size_t record, const Beats& got) const override;
    std::uint64_t macs() const override { return 0; }

  private:
    void append(Batch& batch, const Codes& codes, std::uint32_t scale);

    Config config_;
    BlockFormat format_;
    Format target_;
    Random random_;
    std::uint64_t code_ = 0, codes_;  ///< next of the exhaustive ones, times the scales
    std::uint32_t scale_ = 0, scales_, scale_step_;
    std::uint64_t made_ = 0, vectors_;
};

}  // namespace mxgen::sim
