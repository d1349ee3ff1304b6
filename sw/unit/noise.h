// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <random>

#include "sw/unit/beats.h"

namespace mxgen {

/// Random bits on ports of the last record that must not matter there and are still zero; a set
/// without such a port is left as it is.
void put_noise(Beats& beats, std::initializer_list<Role> roles, std::mt19937& random);

}  // namespace mxgen
