// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sw/config/fpga.h"
#include "sw/config/settings.h"
#include "sw/format/choices.h"
#include "sw/unit/design.h"

namespace mxgen {

/// Of all clock periods that can be asked for.
constexpr double shortest_period_ns = 0.01;

/// How a circuit is made and when registers stand in it.
struct Timing {
    std::string technology = "osu018";
    std::optional<double> period_ns = {};  ///< registers placed to meet it, 0.01 to 100000
    bool fastest = false;                  ///< period_ns: the shortest that they can meet, by the
                                           ///< estimates of a target (sw/package/settled.h)
    std::optional<int> paced_stages = {};  ///< more than period_ns needs, for less energy; or 0
    std::optional<int> stages = {};        ///< or this number of stages, 0 to 64
    Goal optimise = Goal::balanced;
    Structure lowering = Structure::automatic;

    /// Whether registers depend on estimates of more than what they must meet.
    bool is_open() const {
        const bool paced = optimise == Goal::energy && period_ns && !paced_stages;
        return fastest || (paced && !is_fpga(technology));
    }
    void without_registers() {
        period_ns.reset(), paced_stages.reset(), stages.reset();
        fastest = false;
    }
    /// Whether registers were asked for.
    bool is_pipelined() const { return period_ns || fastest || stages.value_or(0) > 0; }
};

/// The handshake of other people's projects around a design; first: its own ports alone.
enum class BusWrapper { none, axi_stream };
template <>
inline constexpr auto names_of<BusWrapper> = std::to_array<std::string_view>({"none",
                                                                              "axi_stream"});

/// One resolved configuration: a TOML file and its flags, every default filled in.
struct Config {
    std::string name = {};  ///< module, file and report name; derived from the rest unless given
    UnitDesign design = {};
    Timing timing = {};
    BusWrapper wrapper = BusWrapper::none;  ///< beside the design; the design itself stays as it is
    Settings settings = {};  ///< what it was resolved from: the places of later errors
};

}  // namespace mxgen
