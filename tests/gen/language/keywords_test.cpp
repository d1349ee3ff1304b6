// SPDX-License-Identifier: Apache-2.0
#include "gen/language/keywords.h"

#include <catch2/catch.hpp>
#include <set>

#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;

TEST_CASE("every reserved word is refused as a module's name, by Icarus, too") {
    const testing::ScratchFolder folder("keywords");
    const auto file = folder.path() / "module.sv";
    const auto is_read = [&](std::string_view name) {
        write_file(file, "module " + std::string(name) + "; endmodule\n");
        return run_process({"iverilog", "-g2012", "-t", "null", file.string()}).ok();
    };
    CHECK(is_read("gates"));
    CHECK(is_module_name("gates"));
    std::set<std::string_view> checked;
    for (const std::string_view word : keywords()) {
        INFO(word);
        CHECK_FALSE(is_read(word));
        CHECK_FALSE(is_module_name(word));
        checked.insert(word);
    }
    CHECK(checked.size() == 248);
}
