// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "gen/ir/module.h"
#include "sw/format/choices.h"
#include "sw/format/format.h"
#include "sw/format/rotation.h"

namespace mxgen::unit {

/// A conversion into a block format; the element's `asymmetric` is the clip.
struct ConvertOptions {
    std::string name;  ///< of the top module; prefixes every other
    Format input;      ///< fp32, bf16, fp16
    BlockFormat output;
    ConvertRule rule = {};
    Rotation rotation = {};     ///< of the inputs before they are converted
    unsigned lanes = 0;         ///< elements per beat, a divisor of the group; 0: the group
    bool has_valid = false;     ///< ports valid_i and valid_o, for a unit with pipeline registers
    bool loads_tensor = false;  ///< the scale of the tensor comes divided, not with every block

    bool is_stochastic() const { return mxgen::is_stochastic(rule.rounding.rounding); }
    unsigned random_bits() const { return static_cast<unsigned>(rule.rounding.random_bits); }
    bool propagates() const { return rule.rounding.overflow == Overflow::propagate; }
    bool saturates_specials() const { return rule.nonfinite == NonFinite::saturate; }

    /// Elements that are converted together: a block, or a rotation of several.
    unsigned group() const {
        return static_cast<unsigned>(rotation ? rotation.group(output.block) : output.block);
    }
    unsigned beat_lanes() const { return lanes ? lanes : group(); }

    /// Whether a group takes several beats; then the ports are there anyway.
    bool is_streaming() const { return output.scale && beat_lanes() != group(); }

    /// Cycles from a group's last beat to its first codes, but for pipeline registers.
    unsigned buffered_cycles() const;
};

/// A converter of docs/numerics.md, "Into block formats": a block a beat, or block / lanes beats a
/// block, whose codes leave in as many, the first one cycle after the last came. Inputs beside x_i:
/// tensor_scale_i for formats with a scale of the tensor (fp32) or a power of two of it (E8M0),
/// random_i for sr, one per element. What loads_tensor asks for are steady inputs, made by
/// tensor_loader() (gen/unit/tensor_loader.h).
ir::Module convert(const ConvertOptions& options);

/// The same with feedback registers (hw/rtl/mx_lfsr.sv) in place of random_i: they step with every
/// valid beat. `converter` is what convert() made, with has_valid.
ir::Module convert_with_lfsr(const ConvertOptions& options, std::uint32_t seed,
                             const std::shared_ptr<const ir::Circuit>& converter);

}  // namespace mxgen::unit
