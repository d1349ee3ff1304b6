// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "gen/ir/module.h"
#include "gen/unit/array.h"
#include "sw/package/build.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// Makes a part of a design a circuit with its registers in place.
using PartMaker =
    std::function<unit::ScheduledCircuit(const Config& config, const ir::Module& part)>;

/// Joins a unit to its circuit, a row per unit.
struct UnitCircuit {
    /// The part that is lowered and explained, before that: of an array its dot product.
    ir::Module (*part)(const Config& config);

    /// The whole around parts that have their registers; none: the part alone.
    Built (*whole)(const Config& config, const PartMaker& made) = nullptr;

    /// What stands behind that part and gets registers, too: nothing, or an array's results.
    std::optional<ir::Module> (*result)(const Config& config) = nullptr;

    /// The way in which sums are kept between blocks, in words; none: they are not.
    std::string (*accumulator)(const Config& config) = nullptr;
};

const UnitCircuit& circuit_of(const Config& config);

}  // namespace mxgen::package
