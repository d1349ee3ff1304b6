// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/flow/synthesis.h"
#include "sw/flow/timing.h"
#include "sw/power/design_energy.h"
#include "sw/support/json_type.h"

namespace mxgen::ppa {

/// Six significant digits.
double rounded(double value);

/// STAGE__timing__delay__ns, __fmax__mhz and, with a period, __slack__ns; the stage is "synth" or
/// "finish".
void add_timing(Json& metrics, const std::string& stage, const TimingReport& timing);

/// STAGE__energy__* of the workload at the configured period, or at the shortest one that
/// add_timing() found; a library without power tables gives switching alone and says so.
void add_energy(Json& metrics, const std::string& stage, const Flow& flow, DesignEnergy design,
                const EnergyWorkload& workload);

}  // namespace mxgen::ppa
