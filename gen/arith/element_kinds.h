// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/element.h"

/// encode_element for each kind of format; not for units.
namespace mxgen::arith {

ir::Value encode_floating(const ElementRule& rule, const Normalized& x, const ir::Value& top,
                          const ir::Value& clear);
ir::Value encode_integer(const ElementRule& rule, const Normalized& x, const ir::Value& top,
                         const ir::Value& clear);

}  // namespace mxgen::arith
