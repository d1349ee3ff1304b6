// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/flow/layout.h"
#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// A point of the critical path that bears a name of the RTL.
struct PathPoint {
    std::string wire;
    double arrival_ns = 0;
};

/// The result of static timing analysis, all ports at the clock edge.
struct TimingReport {
    double delay_ns = 0;             ///< latest arrival
    double fmax_mhz = 0;             ///< with setup of the endpoint
    std::optional<double> slack_ns;  ///< for the configuration's period
    std::string start, end;          ///< of the critical path
    std::vector<PathPoint> path;     ///< in the order of arrival
    std::string model;               ///< how the netlist was reduced, see TimingModel
};

/// Instances of a kept module up to which all of them are timed.
constexpr std::size_t timed_instances = 4;

/// Runs OpenSTA on the netlist of synthesise(), reduced where a kept module has more than
/// `max_whole` instances, its nets loaded with `wires`, too. Throws Error (tool_failed) when it
/// fails, reports an error or a warning about the netlist (its exit status is 0 for both), has not
/// read every instance, or does not report the worst slack.
TimingReport analyse_timing(const Flow& flow, const Netlist& netlist,
                            std::size_t max_whole = timed_instances, const WireLoads& wires = {});

/// The same on a layout's netlist and wires, layout.v and layout.spef.
TimingReport analyse_layout_timing(const Flow& flow, const RoutedLayout& layout);

/// Reads the report of hw/syn/timing.tcl for a clock of `period` ns. Throws Error (tool_failed).
TimingReport parse_timing(const std::string& report, double period, std::int64_t instances);

}  // namespace mxgen::ppa
