// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>

namespace mxgen::test {

/// Tables of an arc, exact to interpolate: delay = rise (fall) + slew / 2 + 10 load, both in ns at
/// pF; slew made = 0.01 + slew / 2 + 5 load.
inline std::string arc(const std::string& input, double rise, double fall) {
    const auto table = [](const char* kind, double base, double per_load) {
        const double slewed = base + 0.5 * 0.1, loaded = per_load * 0.01;
        return fmt::format(
            "{} (t) {{ index_1 (\"0, 0.1\"); index_2 (\"0, 0.01\"); values (\"{}, {}\", \"{}, "
            "{}\"); }} ",
            kind, base, base + loaded, slewed, slewed + loaded);
    };
    return fmt::format("timing () {{ related_pin : \"{}\"; {}{}{}{}}} ", input,
                       table("cell_rise", rise, 10), table("cell_fall", fall, 10),
                       table("rise_transition", 0.01, 5), table("fall_transition", 0.01, 5));
}

inline std::string inputs(const std::string& names) {
    std::string text;
    for (const char name : names)
        text += fmt::format("pin ({}) {{ direction : input; capacitance : 0.002; }} ", name);
    return text;
}

inline std::string output(const std::string& name, const std::string& function,
                          const std::string& arcs) {
    return fmt::format("pin ({}) {{ direction : output; function : \"{}\"; {}}} ", name, function,
                       arcs);
}

/// A gate whose arcs all take the same.
inline std::string gate(const std::string& name, double area, const std::string& pins,
                        const std::string& function, double delay) {
    std::string arcs;
    for (const char pin : pins) arcs += arc(std::string(1, pin), delay, delay);
    return fmt::format("cell ({}) {{ area : {}; {}{}}} ", name, area, inputs(pins),
                       output("Y", function, arcs));
}

/// A library of these cells in ns and pF.
inline std::string timed_library(const std::string& cells) {
    return "library (made) { time_unit : \"1ns\"; capacitive_load_unit (1, pf); "
           "lu_table_template (t) { variable_1 : input_net_transition; variable_2 : "
           "total_output_net_capacitance; index_1 (\"0, 0.1\"); index_2 (\"0, 0.01\"); } " +
           cells + "}";
}

}  // namespace mxgen::test
