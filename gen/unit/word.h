// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/unit/dot.h"

namespace mxgen::unit {

/// The data of one row or column of an array per beat, as a number: the lanes' codes, above them
/// their shared scales, above these the run-time mode where it travels along.
class PackedWord {
  public:
    /// One operand of a dot product, `side` "a" or "b"; `port` is what its ports are called outside
    /// of the processing elements.
    PackedWord(const DotOptions& dot, const std::string& side, std::string port);

    unsigned width() const { return scales_end() + has_mode_; }

    /// The words of `count` rows or columns, from the ports of `m`, which this makes.
    ir::Array gathered(ir::Module& m, unsigned count) const;

    /// Takes the word on port side_i of a processing element apart for its dot product's ports.
    void bind(ir::Module& m, std::vector<ir::Binding>& bindings) const;

  private:
    unsigned codes_end() const { return code_.width() * lanes_; }
    unsigned scales_end() const { return codes_end() + scales_ * scale_.width(); }

    std::string side_, port_;
    unsigned lanes_, scales_;
    ir::Range code_, scale_;
    bool has_mode_;
};

}  // namespace mxgen::unit
