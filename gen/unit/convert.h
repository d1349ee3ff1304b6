// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/arith/block_scale.h"
#include "gen/arith/rounding.h"
#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::unit {

/// A conversion into a block format; the element's `asymmetric` is the clip.
struct ConvertOptions {
    std::string name;  ///< of the top module; prefixes every other
    Format input;      ///< fp32, bf16, fp16
    BlockFormat output;
    arith::ScaleRule scale_rule = arith::ScaleRule::floor;
    arith::Rounding rounding = arith::Rounding::rne;
    unsigned random_bits = 8;        ///< an element, for sr
    bool propagate = false;          ///< overflow gives infinity or NaN where the element has it
    bool saturate_specials = false;  ///< else NaN and infinity make the block NaN
    bool has_valid = false;  ///< ports valid_i and valid_o, for a unit with pipeline registers
};

/// A converter of docs/numerics.md, "Into block formats", a block a beat; ports as in
/// docs/interfaces.md.
ir::Module convert(const ConvertOptions& options);

}  // namespace mxgen::unit
