// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "gen/unit/convert_lane.h"

namespace mxgen::unit {

/// The inputs of a converter in one beat.
struct ConvertInputs {
    ir::Array x;
    TensorInputs tensor;
    std::optional<ir::Array> random;
    std::optional<ir::Array> signs;  ///< of the numbers of a rotation
    ir::Value valid;
};

/// A state that takes `value` while `enable`; one that cannot be anything but constant is none.
ir::Value held(ir::Module& m, const std::string& name, const ir::Value& enable,
               const ir::Value& value);

/// A block in several beats: while one enters, the one before leaves, a beat per cycle from the
/// cycle after its last one entered. The scale of a tensor is sampled on a block's first beat.
/// Gives the module the outputs of a converter.
void stream_blocks(ir::Module& m, const ConvertLanes& lanes, const ConvertOptions& options,
                   const ConvertInputs& inputs);

}  // namespace mxgen::unit
