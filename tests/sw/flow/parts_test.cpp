// SPDX-License-Identifier: Apache-2.0
#include "sw/power/parts.h"

#include <catch2/catch.hpp>

#include "sw/flow/elaboration.h"
#include "sw/power/design_energy.h"
#include "sw/support/files.h"
#include "sw/support/pattern.h"
#include "tests/sw/flow/generated.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

using Parts = std::map<std::string, double>;

Parts energies(const fs::path& package) {
    const auto flow = flow_of(package);
    const auto netlist = synthesise(flow);
    return design_energy(netlist, flow.library(), flow.roles.plain_register, random_workload(200))
        .energy.parts;
}

/// Replaces a whole word in every file of a package that names wires.
void rename(const fs::path& package, const std::string& from, const std::string& to) {
    const Pattern word("\\b" + from + "\\b");
    int found = 0;
    for (const auto& entry : fs::recursive_directory_iterator(package)) {
        const auto file = entry.path();
        if (file.extension() != ".sv" && file.filename() != "parts.json") continue;
        const auto text = read_file(file);
        const auto renamed = word.replace(text, to);
        found += renamed != text;
        write(file, renamed);
    }
    CHECK(found >= 2);
}

}  // namespace

TEST_CASE("parts of the energy hang on no name") {
    const Flags flags{{"--a", "mxfp8_e4m3"}, {"--lanes", "2"}, {"--block", "2"}};
    const auto package = write_generated(flags, "parts");
    const auto before = energies(package);
    for (const char* part : {"multipliers", "alignment", "sum", "accumulator", "registers"}) {
        INFO(part);
        REQUIRE(before.contains(part));
        CHECK(before.at(part) > 0);
    }
    // Names that told of another part once.
    rename(package, "total", "shift_amount");
    rename(package, "align_value", "product");
    rename(package, "scale_exponent", "acc_q_sum");
    const auto after = energies(package);
    REQUIRE(after.size() == before.size());
    for (const auto& [part, pj] : before) {
        INFO(part);
        CHECK(after.at(part) == pj);
    }
    fs::remove(package / "parts.json");
    CHECK_FALSE(energies(package).contains("sum"));
}

TEST_CASE("wires of the elaborated design carry their part") {
    const std::string text =
        "module \\d\n  attribute \\src \"d.sv\"\n  wire width 8 \\total\n  wire \\valid\nend\n"
        "module \\e\n  wire signed width 4 \\total\nend\n";
    CHECK(with_parts(text, {{"d", {{"total", "sum"}, {"absent", "sum"}}}}) ==
          "module \\d\n  attribute \\src \"d.sv\"\n  attribute \\part \"sum\"\n"
          "  wire width 8 \\total\n  wire \\valid\nend\n"
          "module \\e\n  wire signed width 4 \\total\nend\n");
}
