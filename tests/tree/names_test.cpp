// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "sw/support/pattern.h"
#include "tests/tree/sources.h"

using namespace mxgen::tree;

namespace {

using Files = std::map<std::string, std::string>;

/// The type that a line begins to define at namespace level, or nothing: forward declarations end
/// in a semicolon, and what is nested is indented.
std::string type_defined(const std::string& line) {
    static const mxgen::Pattern definition(
        R"(^(?:template <.*> )?(?:struct|class|enum class|enum|union) (\w+)( final)?( : [^;]*)?( \{.*)?$)");
    const auto type = definition.match(line);
    return type ? type->at(1) : "";
}

/// Types of gen, sw and sim by name, with the places of their definitions.
std::map<std::string, std::vector<std::string>> types(const Files& files) {
    std::map<std::string, std::vector<std::string>> found;
    for (const auto& [path, text] : files) {
        const bool ours =
            path.starts_with("gen/") || path.starts_with("sw/") || path.starts_with("sim/");
        if (!ours || !has_extension(path, {".h", ".cpp"})) continue;
        std::size_t number = 0;
        for (const std::string& line : lines(text)) {
            ++number;
            if (const auto name = type_defined(line); !name.empty())
                found[name].push_back(path + ":" + std::to_string(number));
        }
    }
    return found;
}

/// "NAME: PLACE PLACE" for each name of several types.
std::vector<std::string> shared_names(const Files& files) {
    std::vector<std::string> found;
    for (const auto& [name, places] : types(files)) {
        if (places.size() < 2) continue;
        std::string text = name + ":";
        for (const auto& place : places) text += " " + place;
        found.push_back(text);
    }
    return found;
}

}  // namespace

TEST_CASE("no two types have one name") {
    const Files files = sources();
    CHECK(types(files).size() > 150);
    CHECK(shared_names(files) == std::vector<std::string>{});
}

TEST_CASE("planted types of one name are caught") {
    const auto planted = [](const std::string& text) {
        return shared_names({{"gen/ir/a.h", "struct Shape {\n    int x;\n};\n"},
                             {"sim/b.cpp", "namespace {\n\n" + text + "\n}  // namespace\n"}});
    };
    for (const char* text :
         {"struct Shape {", "class Shape final : public Base {", "enum class Shape { round };",
          "template <class T> struct Shape {", "enum Shape : int {", "struct Shape {};",
          "class Shape : public First,\n              public Second {"}) {
        INFO(text);
        CHECK(planted(text) == std::vector<std::string>{"Shape: gen/ir/a.h:1 sim/b.cpp:3"});
    }
    for (const char* text :
         {"struct Shape;", "class Shapes {", "    struct Shape {", "Shape shape;",
          "struct Shape shape = {};", "enum class Shape : int;"}) {
        INFO(text);
        CHECK(planted(text).empty());
    }
}
