// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"

namespace mxgen::arith {

/// The largest of many nonnegative values and `floor`, found from the highest digit down: two bits
/// at a time, the values that still may be largest tell which digits they have, and those that fall
/// behind drop out. For many narrow values this takes less than a tree of comparisons, which passes
/// every value on at every level. Submodules are named after `name`.
ir::Value maximum(ir::Module& m, const std::string& name, const ir::Array& values,
                  const ir::Int& floor);

}  // namespace mxgen::arith
