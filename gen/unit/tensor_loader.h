// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "gen/unit/convert.h"

namespace mxgen::unit {

/// A converter with ConvertOptions::loads_tensor and what it takes once a tensor.
struct LoadedConverter {
    ConvertOptions options;                      ///< with the name of the whole
    std::shared_ptr<const ir::Circuit> circuit;  ///< what convert() made, with has_valid
    unsigned latency = 0;                        ///< of the circuit

    /// Cycles after the last beat of a block in which it may still read the tensor's quotients.
    unsigned cycles_under_way() const;
    /// Cycles from a load to the first beat that may follow it: those of blocks under way, one for
    /// each bit of each quotient, and one.
    unsigned load_cycles() const;
};

/// The divider: ports load_i, tensor_scale_i and ready_o, and outputs for what convert() takes.
ir::Module tensor_loader(const LoadedConverter& converter);

/// The converter beside its divider: while tensor_ready_o, tensor_load_i takes the scale of the
/// next tensor from tensor_scale_i; tensor_ready_o is low until its quotients are there. What
/// enters with tensor_load_i, or while tensor_ready_o is low, is no block. After reset the scale is
/// unusable.
ir::Module convert_with_loader(const LoadedConverter& converter);

}  // namespace mxgen::unit
