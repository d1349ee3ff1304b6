// SPDX-License-Identifier: Apache-2.0
// Written by `make characterize`.
#include "gen/view/target.h"

namespace mxgen::view {

std::vector<Target> fitted_targets() {
    return {
        {
            .name = "osu018",
            .source = "fitted to synthesis with osu018 (typical), no wires; typical errors of "
                      "single operations: delay 10 %, area 5 %; of whole circuits: delay 33 %, "
                      "area 49 %; of accumulators' loops: delay 5 %",
            .area_unit = "NAND2",
            .gate = {{.fixed = 0.0373}, {.per_bit = 1}},
            .exclusive = {{.fixed = 0.12}, {.per_bit = 2.33}},
            .select = {{.fixed = 0.103, .per_log = 0.0689}, {.fixed = -0.119, .per_bit = 2.1}},
            .add = {{.fixed = -0.221, .per_log = 0.327, .per_bit = 0.00892},
                    {.fixed = -22, .per_bit = 9.58}},
            .less = {{.fixed = 0.22, .per_log = 0.105, .per_bit = 0.00058},
                     {.fixed = -2.23, .per_bit = 5.44}},
            .equal = {{.fixed = 0.0803, .per_log = 0.0819, .per_bit = 0.000229},
                      {.fixed = -0.631, .per_log = 0.219, .per_bit = 3.16}},
            .product = {{.fixed = -1.98, .per_log = 1.14}, {.fixed = -34.2, .per_bit = 7.88}},
            .shift = {{.fixed = 0.195, .per_log = 0.00285, .per_bit = 3.53e-05},
                      {.fixed = -3.55, .per_bit = 1.92}},
            .lookup = {{.fixed = -0.353, .per_log = 0.39, .per_bit = 0.0401},
                       {.fixed = -64, .per_log = 11.3, .per_bit = 0.269}},
            .merged_delay = 0.8,
            .merged_gates = 0.76,
            .loop_delay = 0.533,
            .clock_to_q_ns = 0.159,
            .setup_ns = 0.162,
            .enable_ns = 0.17,
            .register_gates = 4,
            .reset_gates = 3.33,
            .enable_gates = 2.69,
            .cells = {{ir::AdderCell::full_adder, {0.278, 5}},
                      {ir::AdderCell::half_adder, {0.191, 3.33}}},
        },
        {
            .name = "osu035",
            .source = "fitted to synthesis with osu035 (typical), no wires; typical errors of "
                      "single operations: delay 10 %, area 5 %; of whole circuits: delay 35 %, "
                      "area 50 %; of accumulators' loops: delay 4 %",
            .area_unit = "NAND2",
            .gate = {{.fixed = 0.0607}, {.per_bit = 1}},
            .exclusive = {{.fixed = 0.177}, {.per_bit = 2.33}},
            .select = {{.fixed = 0.155, .per_log = 0.109}, {.fixed = -0.119, .per_bit = 2.1}},
            .add = {{.fixed = -0.303, .per_log = 0.481, .per_bit = 0.0172},
                    {.fixed = -22, .per_bit = 9.58}},
            .less = {{.fixed = 0.0826, .per_log = 0.203}, {.fixed = -6.81, .per_bit = 5.19}},
            .equal = {{.fixed = 0.151, .per_log = 0.124, .per_bit = 0.000783},
                      {.fixed = -0.631, .per_log = 0.219, .per_bit = 3.16}},
            .product = {{.fixed = -2.95, .per_log = 1.75}, {.fixed = -34.2, .per_bit = 7.88}},
            .shift = {{.fixed = 0.319, .per_bit = 0.000156}, {.fixed = -3.52, .per_bit = 1.92}},
            .lookup = {{.fixed = -0.699, .per_log = 0.826},
                       {.fixed = -63.8, .per_log = 11.3, .per_bit = 0.268}},
            .merged_delay = 0.83,
            .merged_gates = 0.77,
            .loop_delay = 0.547,
            .clock_to_q_ns = 0.244,
            .setup_ns = 0.277,
            .enable_ns = 0.213,
            .register_gates = 4,
            .reset_gates = 3.33,
            .enable_gates = 2.65,
            .cells = {{ir::AdderCell::full_adder, {0.461, 5}},
                      {ir::AdderCell::half_adder, {0.3, 3.33}}},
        },
        {
            .name = "xilinx",
            .source =
                "fitted to mapping to 7-series LUTs, cells of Artix-7 as Yosys models them, 0.3 ns "
                "a net, no DSP blocks; typical errors of single operations: delay 6 %, area 10 %; "
                "of whole circuits: delay 12 %, area 60 %; of accumulators' loops: delay 2 %",
            .area_unit = "LUTs",
            .gate = {{.fixed = 0.238}, {.per_bit = 1}},
            .exclusive = {{.fixed = 0.238}, {.per_bit = 1}},
            .select = {{.fixed = 0.407}, {.per_bit = 1}},
            .add = {{.fixed = 1.16, .per_bit = 0.0281}, {.fixed = -1, .per_bit = 1}},
            .less = {{.fixed = 0.569, .per_log = 0.264}, {.fixed = 1.18, .per_bit = 0.654}},
            .equal = {{.fixed = 0.274, .per_log = 0.279, .per_bit = 0.0154},
                      {.fixed = -0.841, .per_bit = 0.617}},
            .product = {{.fixed = -1.39, .per_log = 0.959, .per_bit = 0.0861},
                        {.fixed = -9.24, .per_bit = 1.9}},
            .shift = {{.fixed = 0.326, .per_log = 0.00748},
                      {.fixed = -2.62, .per_log = 0.669, .per_bit = 0.507}},
            .lookup = {{.fixed = 0.0684, .per_bit = 0.107}, {.fixed = 6.04, .per_bit = 0.00888}},
            .merged_delay = 0.98,
            .merged_gates = 0.85,
            .loop_delay = 0.79,
            .clock_to_q_ns = 0.603,
            .setup_ns = 0,
            .enable_ns = 0,
            .register_gates = 0,
            .reset_gates = 1,
            .enable_gates = 0,
            .cells = {},
        },
    };
}

}  // namespace mxgen::view
