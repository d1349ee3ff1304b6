// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sw/unit/interface.h"

namespace mxgen::sim {

/// The prefix of the classes that Verilator writes.
inline constexpr std::string_view verilated_prefix = "Vdut";

/// shim.h, a header that every part of a shared object is compiled with: messages of the model are
/// kept, not printed.
std::string_view shim_header();

/// model.h: the former and Verilator's headers, to be compiled once for many models.
std::string_view model_header();

/// C++ that wraps a verilated model in the C functions of `DutFunctions`.
std::string shim_source(const std::vector<Port>& ports);

}  // namespace mxgen::sim
