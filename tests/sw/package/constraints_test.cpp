// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "sw/package/package.h"
#include "sw/package/projects.h"
#include "sw/support/process.h"
#include "sw/unit/units.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::package;
using Catch::Matchers::Contains;

namespace {

using Flags = std::vector<std::pair<std::string, std::string>>;

Design constrained(const Flags& flags) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return generate(resolve(settings));
}

/// A module of the design's ports alone.
std::string shell(const Interface& interface) {
    std::string names, ports;
    for (const Port& port : interface.ports) {
        names += (names.empty() ? "" : ", ") + port.name;
        const std::string bits = port.width > 1 ? fmt::format("[{}:0] ", port.width - 1) : "";
        ports += fmt::format("  {} {}{};\n", port.is_input ? "input" : "output", bits, port.name);
    }
    return fmt::format("module {} ({});\n{}endmodule\n", interface.top, names, ports);
}

/// A library without cells.
constexpr auto library = R"(library (none) {
  input_threshold_pct_rise : 50; output_threshold_pct_rise : 50; slew_lower_threshold_pct_rise : 20;
  input_threshold_pct_fall : 50; output_threshold_pct_fall : 50; slew_lower_threshold_pct_fall : 20;
  slew_upper_threshold_pct_rise : 80; slew_upper_threshold_pct_fall : 80;
}
)";

/// The constraints as OpenSTA understands them: one line for each clock and for each bit of a port.
std::string understood(const Design& design) {
    const testing::ScratchFolder scratch("constraints");
    const auto& folder = scratch.path();
    write_file(folder / "none.lib", library);
    write_file(folder / "shell.v", shell(design.interface));
    write_file(folder / "design.sdc", constraints(design));
    write_file(folder / "read.tcl",
               fmt::format("read_liberty none.lib\nread_verilog shell.v\nlink_design {}\n"
                           "read_sdc design.sdc\nwrite_sdc understood.sdc\nputs complete\nexit\n",
                           design.interface.top));
    ProcessOptions options;
    options.directory = folder;
    const auto result = run_process({"sta", "-no_splash", "-exit", "read.tcl"}, options);
    INFO(result.output);
    REQUIRE(result.ok());
    CHECK_THAT(result.output, !Contains("Error") && !Contains("Warning") && Contains("complete"));
    return read_file(folder / "understood.sdc");
}

}  // namespace

TEST_CASE("constraints give every port a delay and the configured period") {
    const Flags flags = GENERATE(Flags{{"--a", "mxfp4"}, {"--block", "2"}, {"--period-ns", "12"}},
                                 Flags{{"--a", "mxfp4"}, {"--block", "2"}},
                                 Flags{{"--a", "e4m3"}, {"--unit", "multiply"}});
    const Design design = constrained(flags);
    const std::string text = understood(design);
    INFO(text);
    const double period = design.config.timing.period_ns.value_or(10);
    const bool clocked = design.interface.has(Role::clock);
    CHECK_THAT(text, Contains(fmt::format("create_clock -name {} -period {:.4f}",
                                          clocked ? "clk" : "virtual", period)));
    // Reset is no path, and the clock is no data: its port stands in its creation alone.
    CHECK((text.find("set_false_path") != std::string::npos) == clocked);
    const std::string clock = "[get_ports {clk_i}]";
    const auto created = text.find(clock);
    CHECK((created != std::string::npos) == clocked);
    if (clocked) CHECK(text.find(clock, created + 1) == std::string::npos);
    int bits = 0;
    for (const Port& port : design.interface.ports) {
        if (port.name == "clk_i") continue;
        for (int bit = 0; bit < port.width; ++bit, ++bits) {
            const auto name = port.width > 1 ? fmt::format("{}[{}]", port.name, bit) : port.name;
            const auto at = text.find("[get_ports {" + name + "}]");
            INFO(name);
            REQUIRE(at != std::string::npos);
            const auto line = text.substr(text.rfind("set_", at), 20);
            CHECK_THAT(line, Contains(port.is_input ? "set_input_delay" : "set_output_delay"));
        }
    }
    CHECK(bits > 16);
}
