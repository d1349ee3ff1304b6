// SPDX-License-Identifier: Apache-2.0
// Figures depend on the circuit alone: not on its name, its place, or that of its lines.
#include <catch2/catch.hpp>

#include "sw/flow/timing.h"
#include "sw/power/design_energy.h"
#include "sw/support/files.h"
#include "sw/support/pattern.h"
#include "tests/sw/flow/generated.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

/// What may not change, and what shows that something was told apart.
struct Result {
    std::string circuit;  ///< as synthesis sees it
    std::string netlist;  ///< as synthesis leaves it, without names
    std::string verilog;
    double area = 0, delay_ns = 0, fmax_mhz = 0, energy_pj = 0;
    std::int64_t cells = 0;
};

/// Comments and empty lines between the lines of every RTL file.
void move_lines(const fs::path& package, int salt) {
    static const Pattern statement(";\n");
    for (const auto& entry : fs::directory_iterator(package / "rtl")) {
        const auto file = entry.path();
        std::string between = ";\n";
        for (int i = 0; i < salt; ++i) between += "\n// moved\n";
        write(file, "/* a comment\n   of lines */\n" + statement.replace(read_file(file), between));
    }
}

Result figures_of(Flags flags, const std::string& name, const std::string& directory, int salt) {
    flags.emplace_back("--name", name);
    const auto package = write_generated(flags, directory);
    if (salt > 0) move_lines(package, salt);
    const auto flow = flow_of(package);
    const auto netlist = synthesise(flow);
    const auto sum = inventory(netlist, flow.library());
    const auto timing = analyse_timing(flow, netlist);
    const auto energy =
        design_energy(netlist, flow.library(), flow.roles.plain_register, random_workload(100));
    return {read_file(flow.directory / "canonical.il"),
            read_file(flow.directory / "netlist.json"),
            read_file(flow.directory / "netlist.v"),
            sum.area,
            timing.delay_ns,
            timing.fmax_mhz,
            energy.energy.total(),
            sum.count};
}

/// Compares one design under three names, in two directories, its lines in three places.
void check_same(const Flags& flags) {
    const auto first = figures_of(flags, "d", "same", 0);
    CHECK(first.cells > 50);
    CHECK(first.delay_ns > 0);
    CHECK(first.energy_pj > 0);
    const std::string long_name =
        "the_longest_of_names_that_go_on_and_on_and_tell_nothing_of_what_they_stand_for_here";
    for (const auto& [name, directory, salt] :
         {std::tuple{long_name, "same", 1}, {std::string("zz"), "elsewhere/and/deeper", 4}}) {
        INFO(name);
        const auto other = figures_of(flags, name, directory, salt);
        CHECK((other.circuit == first.circuit));
        CHECK((other.netlist == first.netlist));
        CHECK((other.verilog != first.verilog));
        CHECK(other.area == first.area);
        CHECK(other.cells == first.cells);
        CHECK(other.delay_ns == first.delay_ns);
        CHECK(other.fmax_mhz == first.fmax_mhz);
        CHECK(other.energy_pj == first.energy_pj);
    }
}

}  // namespace

TEST_CASE("a netlist is the same whatever its name and place") {
    check_same({{"--a", "int4"}, {"--lanes", "2"}, {"--accumulator", "int19"}});
}

TEST_CASE("netlists of all units are the same whatever their names and places", "[.soak]") {
    const std::vector<Flags> designs = {
        {{"--a", "mxfp4"}, {"--lanes", "4"}, {"--block", "4"}},
        {{"--a", "mxfp8_e4m3"}, {"--lanes", "2"}, {"--block", "2"}, {"--stages", "2"}},
        {{"--a", "int8"}, {"--lanes", "4"}, {"--accumulator", "int32"}},
        {{"--unit", "convert"}, {"--a", "mxfp4"}, {"--block", "4"}},
        {{"--unit", "multiply"}, {"--a", "e4m3"}, {"--multiplier", "lmul"}},
        {{"--unit", "multiply"}, {"--a", "e4m3"}, {"--stages", "1"}},
        {{"--unit", "array"}, {"--a", "int4"}, {"--lanes", "2"}, {"--rows", "2"}, {"--cols", "3"}},
        small_array()};
    for (auto flags : designs) {
        std::erase_if(flags, [](const auto& flag) { return flag.first == "--name"; });
        INFO(flags[0].second << " " << flags[1].second);
        check_same(flags);
    }
}
