// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/package/design.h"

namespace mxgen::package {

/// A file list for simulators, paths relative to the package.
std::string file_list(const std::vector<RtlFile>& files);

/// FuseSoC core description (CAPI2): RTL, bench and constraints, and targets that check the RTL
/// (lint), run a bench (sim, sim_axi_stream) and synthesise (synth); the simulation model (plain)
/// and its bench (sim_plain).
std::string fusesoc_core(const Design& design);

/// Bender manifest: the RTL, for target plain the simulation model in its place, and the benches
/// for target test.
std::string bender_manifest(const Design& design);

/// Tcl that adds the RTL to an open project, wherever the package lies.
std::string vivado_script(const Design& design);
std::string quartus_script(const Design& design);

/// Configuration of OpenROAD-flow-scripts, which finds the package two directories above itself:
/// make DESIGN_CONFIG=PACKAGE/flow/orfs/config.mk PLATFORM=NAME.
constexpr auto orfs_path = "flow/orfs/config.mk";
std::string orfs_config(const Design& design);

/// "NAME.vhd": a VHDL package NAME_component with the component of the design, and of its wrapper
/// where it has one. Names that VHDL takes otherwise are extended identifiers (IEEE 1076, 15.4.3).
std::string vhdl_path(const Design& design);
std::string vhdl_package(const Design& design);

std::string constraints_path(const Design& design);

/// Timing constraints: the configured clock, or the whole path where there is no clock.
std::string constraints(const Design& design);

}  // namespace mxgen::package
