// SPDX-License-Identifier: Apache-2.0
// Written by `make characterize`.
#include "gen/view/target.h"

namespace mxgen::view {

std::vector<Target> fitted_targets() {
    return {
        {
            .name = "osu018",
            .source =
                "fitted to synthesis with osu018 (typical), no wires; typical errors of single "
                "operations: delay 10 %, area 5 %; of whole circuits: delay 22 %, area 38 %",
            .gate = {{.fixed = 0.0373}, {.per_bit = 1}},
            .exclusive = {{.fixed = 0.12}, {.per_bit = 2.33}},
            .select = {{.fixed = 0.103, .per_log = 0.0689}, {.fixed = -0.119, .per_bit = 2.1}},
            .add = {{.fixed = -0.235, .per_log = 0.334, .per_bit = 0.00798},
                    {.fixed = -22.2, .per_bit = 9.62}},
            .less = {{.fixed = 0.0953, .per_log = 0.115}, {.fixed = -6.87, .per_bit = 5.2}},
            .equal = {{.fixed = 0.0803, .per_log = 0.0819, .per_bit = 0.000229},
                      {.fixed = -0.631, .per_log = 0.219, .per_bit = 3.16}},
            .product = {{.fixed = -1.96, .per_log = 1.13, .per_bit = 0.00278},
                        {.fixed = -34.2, .per_bit = 7.88}},
            .shift = {{.fixed = 0.195, .per_log = 0.00285, .per_bit = 3.53e-05},
                      {.fixed = -3.55, .per_bit = 1.92}},
            .lookup = {{.fixed = -0.353, .per_log = 0.39, .per_bit = 0.0401},
                       {.fixed = -64, .per_log = 11.3, .per_bit = 0.269}},
            .merged_delay = 0.79,
            .merged_gates = 0.81,
            .loop_delay = 0.79,
            .clock_to_q_ns = 0.159,
            .setup_ns = 0.162,
            .enable_ns = 0.17,
            .register_gates = 4,
            .reset_gates = 3.33,
            .enable_gates = 2.69,
            .cells = {{"mx_fa", {0.278, 5}}, {"mx_ha", {0.191, 3.33}}},
        },
        {
            .name = "osu035",
            .source =
                "fitted to synthesis with osu035 (typical), no wires; typical errors of single "
                "operations: delay 10 %, area 5 %; of whole circuits: delay 18 %, area 52 %",
            .gate = {{.fixed = 0.0607}, {.per_bit = 1}},
            .exclusive = {{.fixed = 0.177}, {.per_bit = 2.33}},
            .select = {{.fixed = 0.155, .per_log = 0.109}, {.fixed = -0.119, .per_bit = 2.1}},
            .add = {{.fixed = -0.318, .per_log = 0.49, .per_bit = 0.0161},
                    {.fixed = -22.2, .per_bit = 9.62}},
            .less = {{.fixed = 0.352, .per_log = 0.158, .per_bit = 0.00447},
                     {.fixed = -2.69, .per_bit = 5.52}},
            .equal = {{.fixed = 0.151, .per_log = 0.124, .per_bit = 0.000783},
                      {.fixed = -0.631, .per_log = 0.219, .per_bit = 3.16}},
            .product = {{.fixed = -3, .per_log = 1.76}, {.fixed = -34.2, .per_bit = 7.88}},
            .shift = {{.fixed = 0.319, .per_bit = 0.000156}, {.fixed = -3.52, .per_bit = 1.92}},
            .lookup = {{.fixed = -0.699, .per_log = 0.826},
                       {.fixed = -63.8, .per_log = 11.3, .per_bit = 0.268}},
            .merged_delay = 0.77,
            .merged_gates = 0.85,
            .loop_delay = 0.77,
            .clock_to_q_ns = 0.244,
            .setup_ns = 0.277,
            .enable_ns = 0.213,
            .register_gates = 4,
            .reset_gates = 3.33,
            .enable_gates = 2.65,
            .cells = {{"mx_fa", {0.461, 5}}, {"mx_ha", {0.3, 3.33}}},
        },
    };
}

}  // namespace mxgen::view
