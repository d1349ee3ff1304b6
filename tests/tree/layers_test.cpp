// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "tests/tree/sources.h"

using namespace mxgen::tree;

namespace {

using Files = std::map<std::string, std::string>;
using Allowed = std::map<std::string, std::set<std::string>>;

/// Whose headers each directory may include besides its own (docs/architecture.md, "Layers").
const Allowed& allowed() {
    static const Allowed table{
        {"gen/language", {}},
        {"gen/ir", {}},
        {"gen/lower", {"gen/ir", "sw/format"}},
        {"gen/view", {"gen/ir", "gen/language"}},
        {"gen/arith", {"gen/ir", "sw/format"}},
        {"gen/unit", {"gen/arith", "gen/ir", "sw/format"}},
        {"sw/support", {"gen/language"}},
        {"sw/format", {"sw/support"}},
        {"sw/unit", {"sw/config", "sw/format", "sw/model", "sw/support"}},
        {"sw/config", {"sw/format", "sw/support"}},
        {"sw/model", {"sw/format"}},
        {"sw/tensor", {"sw/model", "sw/format", "sw/support"}},
        {"sw/accuracy", {"sw/tensor", "sw/model", "sw/format"}},
        {"sw/liberty", {"sw/support"}},
        {"sw/netlist", {"sw/liberty", "sw/support"}},
        {"sw/power", {"sw/netlist", "sw/liberty", "sw/support"}},
        {"sw/flow", {"sw/power", "sw/netlist", "sw/liberty", "sw/unit", "sw/config", "sw/support"}},
        {"sw/estimate", {"sw/unit", "sw/format", "sw/support"}},
        {"sw/report", {"sw/support", "sw/config", "sw/format"}},
        {"sw/package",
         {"sw/unit", "sw/config", "sw/format", "sw/model", "sw/support", "gen/arith", "gen/unit",
          "gen/lower", "gen/view", "gen/ir"}},
        {"sim", {"sw/unit", "sw/config", "sw/format", "sw/model", "sw/tensor", "sw/support"}},
        {"sw/characterize",
         {"gen/ir", "gen/lower", "gen/unit", "gen/view", "sw/flow", "sw/liberty", "sw/netlist",
          "sw/support"}},
        {"sw/cli", {"*"}},
    };
    return table;
}

std::string directory(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// The row of the table that a source belongs to: its directory or the nearest one above.
std::string layer_of(std::string path) {
    while (path.find('/') != std::string::npos) {
        path = directory(path);
        if (allowed().contains(path)) return path;
    }
    return "";
}

/// "FILE includes HEADER" for each include against the direction of the layers.
std::vector<std::string> violations(const Files& files) {
    static const std::regex include(R"re(^\s*#\s*include\s*"([^"]+)")re");
    std::vector<std::string> found;
    for (const auto& [path, text] : files) {
        const std::string layer = layer_of(path);
        if (layer.empty() || !has_extension(path, {".h", ".cpp"})) continue;
        const auto& mine = allowed().at(layer);
        for (const std::string& line : lines(text)) {
            std::smatch match;
            if (!std::regex_search(line, match, include)) continue;
            const std::string header = match[1];
            if (header.find('/') == std::string::npos) continue;  // of a tool, not of the project
            const std::string theirs = layer_of(header);
            const bool legal = theirs == layer || mine.contains(theirs) || mine.contains("*");
            if (!legal) found.push_back(path + " includes " + header);
        }
    }
    return found;
}

/// Directories of sources that no row of the table speaks of.
std::vector<std::string> strangers(const Files& files) {
    std::vector<std::string> found;
    for (const auto& [path, text] : files) {
        const bool ours =
            path.starts_with("gen/") || path.starts_with("sw/") || path.starts_with("sim/");
        if (ours && has_extension(path, {".h", ".cpp"}) && layer_of(path).empty()) {
            found.push_back(path);
        }
    }
    return found;
}

}  // namespace

TEST_CASE("includes follow the layers") {
    const Files files = sources();
    REQUIRE(files.contains("sw/config/key.h"));
    CHECK(violations(files) == std::vector<std::string>{});
    CHECK(strangers(files) == std::vector<std::string>{});
}

TEST_CASE("planted violations of the layers are caught") {
    const auto planted = [](const std::string& path, const std::string& header) {
        return violations({{path, "#include <vector>\n  # include \"" + header + "\"\n"}}).size();
    };
    CHECK(planted("sw/model/dot.cpp", "gen/ir/expr.h") == 1);
    CHECK(planted("gen/ir/expr.cpp", "sw/format/format.h") == 1);
    CHECK(planted("gen/unit/dot.cpp", "gen/view/verilog.h") == 1);
    CHECK(planted("gen/view/verilog.cpp", "sw/format/format.h") == 1);
    CHECK(planted("sw/format/format.cpp", "sw/model/dot.h") == 1);
    CHECK(planted("sw/model/deeper/dot.cpp", "gen/ir/expr.h") == 1);
    CHECK(planted("sw/model/dot.cpp", "tests/tree/sources.h") == 1);
    CHECK(planted("gen/arith/decode.cpp", "sw/format/format.h") == 0);
    CHECK(planted("sw/cli/gen.cpp", "gen/ir/expr.h") == 0);
}

TEST_CASE("libraries stay where the layers put them") {
    const std::vector<std::pair<std::string, std::vector<std::string>>> confined{
        {"<systemc", {"sim/", "tests/"}},
        {"<toml++", {"sw/config/", "sw/flow/"}},
        {"<CLI/", {"sw/cli/"}},
        {"<openssl/", {"sw/support/"}},
        {"<nlohmann/", {"sw/", "sim/", "tests/"}},
    };
    for (const auto& [path, text] : sources()) {
        if (!has_extension(path, {".h", ".cpp"}) || path == "tests/tree/layers_test.cpp") continue;
        for (const auto& [library, places] : confined) {
            INFO(path << " includes " << library);
            const bool at_home =
                std::any_of(places.begin(), places.end(),
                            [&](const std::string& place) { return path.starts_with(place); });
            CHECK((at_home || text.find("#include " + library) == std::string::npos));
        }
    }
}
