// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/support/json.h"

namespace mxgen::testing {

/// A design of a workload: two kinds of layers in two phases. `scale`: of seconds and energy.
inline Json workload_design(const std::string& name, const char* clock_from, const Json& mac_from,
                            double scale) {
    const auto row = [&](const char* kind, const char* phase, double cycles) {
        return Json{
            {"kind", kind}, {"phase", phase}, {"cycles", cycles}, {"energy_pj", scale * 1e12}};
    };
    const auto phase = [&](const char* phase_name, double seconds, double energy) {
        return Json{{"phase", phase_name},
                    {"macs", 1e6},
                    {"seconds", scale * seconds},
                    {"intensity", 4.0},
                    {"energy_pj", energy / scale}};
    };
    return {{"name", name},
            {"clock_mhz", 100.0},
            {"clock_from", clock_from},
            {"mac_pj", mac_from.is_null() ? Json(nullptr) : Json(1.0)},
            {"mac_pj_from", mac_from},
            {"macs_per_cycle", 64},
            {"rows", Json::array({row("linear", "prefill", 100), row("linear", "decode", 7),
                                  row("attention_score", "decode", 3)})},
            {"phases", Json::array({phase("prefill", 0.5, 3e12), phase("decode", 0.25, 2e12)})}};
}

inline Json workload_document(const Json& designs) {
    return {{"workload", "net"},       {"batch", 1},
            {"prefill", 2048},         {"decode", 10},
            {"bandwidth_gb_s", 100.0}, {"buffer_bytes", 0},
            {"sram_pj_per_byte", 2.5}, {"dram_pj_per_bit", 3.9},
            {"results", "bf16"},       {"designs", designs}};
}

}  // namespace mxgen::testing
