// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/stimulus.h"
#include "sim/workload.h"
#include "sw/config/config.h"

namespace mxgen::sim {

/// Blocks of values for a converter, or elements with their scale for the way back: every code in
/// every lane, then random ones of neighbouring exponents.
class ConvertWorkload : public Workload {
  public:
    ConvertWorkload(const Config& config, std::uint64_t seed, std::uint64_t vectors);

    bool next(Batch& batch) override;
    std::string explain(const Batch& batch, std::size_t record, const Beats& got) const override;
    std::uint64_t macs() const override { return 0; }

  private:
    void append_block(Batch& batch, const Codes& x);
    void append_elements(Batch& batch, const Codes& codes, std::uint32_t scale);
    Codes exhaustive_codes();
    Codes random_codes();

    Config config_;
    BlockFormat format_;
    Format source_;  ///< of the codes that enter
    Random random_;
    std::uint32_t next_code_ = 0, codes_;  ///< exhaustive ones
    std::uint64_t made_ = 0, vectors_;
};

}  // namespace mxgen::sim
