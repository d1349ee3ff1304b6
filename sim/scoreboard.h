// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/workload.h"

namespace mxgen::sim {

/// Compares what left a design with what the golden model says, batch by batch.
class Scoreboard {
  public:
    explicit Scoreboard(const UnitDesign& design) : design_(design) {}

    /// Compares one batch; `got` must hold as many records as are expected.
    void compare(const Batch& batch, const Beats& got);

    std::uint64_t vectors() const { return vectors_; }
    std::uint64_t mismatches() const { return mismatches_; }

    /// Results compared, by kind of stimulus.
    const std::map<std::string, std::uint64_t>& by_kind() const { return by_kind_; }

    /// The first mismatch in words; empty when there was none.
    const std::string& first_mismatch() const { return first_mismatch_; }

  private:
    UnitDesign design_;
    std::uint64_t vectors_ = 0, mismatches_ = 0;
    std::map<std::string, std::uint64_t> by_kind_;
    std::string first_mismatch_;
};

}  // namespace mxgen::sim
