// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <set>

#include "sw/support/json.h"
#include "sw/support/pattern.h"
#include "tests/tree/sources.h"

using namespace mxgen::tree;

namespace {

using Files = std::map<std::string, std::string>;
using Words = std::vector<std::string>;

/// A row of cmake/layers.txt.
struct Layer {
    std::string is;
    Words includes;   ///< directories whose headers it may include besides its own; "*": any
    Words libraries;  ///< CMake targets
};

Words split(const std::string& text) {
    std::istringstream in(text);
    Words words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? ""
                                      : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

/// The table of layers by directory.
const std::map<std::string, Layer>& layers() {
    static const auto table = [] {
        std::map<std::string, Layer> result;
        for (const std::string& line : lines(sources().at("cmake/layers.txt"))) {
            if (line.starts_with("#")) continue;
            std::istringstream in(line);
            Words columns(4);
            for (auto& column : columns) std::getline(in, column, '|');
            result[trimmed(columns[0])] = {trimmed(columns[1]), split(columns[2]),
                                           split(columns[3])};
        }
        return result;
    }();
    return table;
}

bool contains(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string directory(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// The row of the table that a source belongs to: its directory or the nearest one above.
std::string layer_of(std::string path) {
    while (path.find('/') != std::string::npos) {
        path = directory(path);
        if (layers().contains(path)) return path;
    }
    return "";
}

/// The layers, or for other headers "", whose headers a source includes, and where.
std::vector<std::pair<std::string, std::string>> includes(const std::string& text) {
    static const mxgen::Pattern include(R"re(^\s*#\s*include\s*"([^"]+)")re");
    std::vector<std::pair<std::string, std::string>> found;
    for (const std::string& line : lines(text)) {
        const auto match = include.find(line);
        if (!match) continue;
        const std::string& header = match->at(1);
        if (header.find('/') == std::string::npos) continue;  // of a tool, not of the project
        found.emplace_back(layer_of(header), header);
    }
    return found;
}

bool is_cpp(const std::string& path) { return has_extension(path, {".h", ".cpp"}); }

/// "FILE includes HEADER" for each include against the direction of the layers.
Words violations(const Files& files) {
    Words found;
    for (const auto& [path, text] : files) {
        const std::string layer = layer_of(path);
        if (layer.empty() || !is_cpp(path)) continue;
        const auto& mine = layers().at(layer).includes;
        for (const auto& [theirs, header] : includes(text))
            if (theirs != layer && !contains(mine, theirs) && !contains(mine, "*"))
                found.push_back(path + " includes " + header);
    }
    return found;
}

/// "LAYER needs no LAYER" for each permission that no source makes use of.
Words idle_permissions(const Files& files) {
    std::map<std::string, std::set<std::string>> used;
    for (const auto& [path, text] : files)
        for (const auto& [theirs, header] : includes(text)) used[layer_of(path)].insert(theirs);
    Words found;
    for (const auto& [name, layer] : layers())
        for (const auto& other : layer.includes)
            if (other != "*" && !used[name].contains(other))
                found.push_back(name + " needs no " + other);
    return found;
}

/// Sources in directories that no row of the table speaks of.
Words strangers(const Files& files) {
    Words found;
    for (const auto& [path, text] : files) {
        const bool ours =
            path.starts_with("gen/") || path.starts_with("sw/") || path.starts_with("sim/");
        if (ours && is_cpp(path) && layer_of(path).empty()) found.push_back(path);
    }
    return found;
}

/// "FILE includes LIBRARY" for each library that the source's layer does not name.
Words foreign_libraries(const Files& files) {
    static const std::map<std::string, std::string> headers{
        {"<systemc", "systemc"},
        {"<toml++", "tomlplusplus::tomlplusplus"},
        {"<CLI/", "CLI11::CLI11"},
        {"<openssl/", "OpenSSL::Crypto"},
        {"<nlohmann/", "nlohmann_json::nlohmann_json"},
    };
    Words found;
    for (const auto& [path, text] : files) {
        if (!is_cpp(path) || layer_of(path).empty()) continue;
        for (const auto& [header, library] : headers)
            if (text.find("#include " + header) != std::string::npos &&
                !contains(layers().at(layer_of(path)).libraries, library))
                found.push_back(path + " includes " + header);
    }
    return found;
}

/// The row of docs/architecture.md for a layer.
std::string documented(const std::string& name, const Layer& layer) {
    std::string others;
    for (const auto& other : layer.includes) others += (others.empty() ? "`" : ", `") + other + "`";
    if (others.empty()) others = "nothing of mxgen";
    if (others == "`*`") others = "everything";
    return "| `" + name + "` | " + layer.is + " | " + others + " |";
}

}  // namespace

TEST_CASE("includes follow the layers") {
    const Files files = sources();
    REQUIRE(files.contains("sw/config/key.h"));
    CHECK(violations(files) == Words{});
    CHECK(idle_permissions(files) == Words{});
    CHECK(strangers(files) == Words{});
}

TEST_CASE("planted violations of the layers are caught") {
    const auto planted = [](const std::string& path, const std::string& header) {
        return violations({{path, "#include <vector>\n  # include \"" + header + "\"\n"}}).size();
    };
    CHECK(planted("sw/model/dot.cpp", "gen/ir/expr.h") == 1);
    CHECK(planted("sw/model/dot.cpp", "sw/fast/wide.h") == 1);
    CHECK(planted("gen/ir/expr.cpp", "sw/format/format.h") == 1);
    CHECK(planted("gen/unit/dot.cpp", "gen/view/verilog.h") == 1);
    CHECK(planted("gen/view/verilog.cpp", "sw/format/format.h") == 1);
    CHECK(planted("sw/format/format.cpp", "sw/model/dot.h") == 1);
    CHECK(planted("sw/model/deeper/dot.cpp", "gen/ir/expr.h") == 1);
    CHECK(planted("sw/model/dot.cpp", "tests/tree/sources.h") == 1);
    CHECK(planted("sw/netlist/netlist.cpp", "sw/flow/synthesis.h") == 1);
    CHECK(planted("gen/arith/decode.cpp", "sw/format/format.h") == 0);
    CHECK(planted("sw/fast/wide.cpp", "sw/model/value.h") == 0);
    CHECK(planted("sw/cli/gen.cpp", "gen/ir/expr.h") == 0);
    CHECK(strangers({{"sw/novel/dot.cpp", ""}}).size() == 1);
    const Files bare{{"sw/model/dot.cpp", ""}};
    CHECK(contains(idle_permissions(bare), "sw/model needs no sw/format"));
}

TEST_CASE("libraries stay where the layers put them") {
    CHECK(foreign_libraries(sources()) == Words{});
    CHECK(foreign_libraries({{"sw/model/dot.cpp", "#include <nlohmann/json.hpp>\n"}}).size() == 1);
    CHECK(foreign_libraries({{"sw/support/json.h", "#include <nlohmann/json.hpp>\n"}}).empty());
}

TEST_CASE("the architecture page shows the layers") {
    const auto page = lines(sources().at("docs/architecture.md"));
    auto row = std::find(page.begin(), page.end(), "| directory | is | may include |");
    REQUIRE(row != page.end());
    Words shown(row + 2, std::find(row, page.end(), ""));
    for (const auto& [name, layer] : layers()) {
        INFO(documented(name, layer));
        CHECK(contains(shown, documented(name, layer)));
    }
    CHECK(shown.size() == layers().size());
}
