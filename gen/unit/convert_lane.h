// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/unit/convert.h"

namespace mxgen::unit {

/// Codes of the elements of a block, or of a part of it.
struct ConvertedElements {
    ir::Array codes;
    ir::Value invalid;  ///< NaN went into a format without NaN
};

/// The two sides of a conversion with a power-of-two scale, or none: what all inputs say about the
/// scale, and what the scale makes of each.
class ConvertLanes {
  public:
    explicit ConvertLanes(const ConvertOptions& options);

    /// The scale of a block of these inputs.
    arith::BlockScale scale(ir::Module& m, const ir::Array& x) const;
    /// Their codes.
    ConvertedElements elements(ir::Module& m, const ir::Array& x,
                               const arith::BlockScale& scale) const;

  private:
    ir::Module key_module() const;
    ir::Module lane_module(const ir::Range& top) const;
    /// NaN has no code in the element format, and does not make the block NaN by itself.
    bool loses_nan() const;
    bool has_signed_zero() const;

    ConvertOptions o_;
    arith::ScaleChooser chooser_;
};

}  // namespace mxgen::unit
