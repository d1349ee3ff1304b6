// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/pattern.h"
#include "tests/tree/sources.h"

using namespace mxgen::tree;

namespace {

using Files = std::map<std::string, std::string>;

/// "gen/unit/dot.cpp: dot": a function that a page names.
struct Reference {
    std::string file, function;
};

/// The functions behind `FILE: NAME, NAME` in a page, which may go on in its next line.
std::vector<Reference> references(const std::string& page) {
    static const mxgen::Pattern place(R"re(`([\w/]+\.(?:cpp|h)):\s([\w,\s]+)`)re");
    static const mxgen::Pattern name(R"(\w+)");
    std::vector<Reference> found;
    for (const auto& named : place.find_all(page))
        for (const auto& word : name.find_all(named[2])) found.push_back({named[1], word[0]});
    return found;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Whether the text before a name is that of a declaration: the name's scope, or a type.
bool declares(std::string_view before) {
    if (before.ends_with("::")) return true;
    const auto last = before.find_last_not_of(" \n");
    if (last == std::string_view::npos || last + 1 == before.size()) return false;
    before = before.substr(0, last + 1);
    const bool is_type = is_word(before.back()) || before.back() == '>';
    return (is_type || before.ends_with('&') || before.ends_with('*')) &&
           !before.ends_with("return") && !before.ends_with("else") && !before.ends_with("&&");
}

/// Whether parameters are followed by a body; `at` is their opening parenthesis.
bool has_body(std::string_view text, size_t at) {
    for (int depth = 0; at < text.size(); ++at) {
        depth += (text[at] == '(') - (text[at] == ')');
        if (depth == 0) break;
    }
    static const mxgen::Pattern body(R"(^\)( const)?( noexcept)?( override| final)?\s*(\{|: ))");
    const std::string rest(text.substr(std::min(at, text.size()), 40));
    return body.find(rest).has_value();
}

/// Whether a source defines a function of that name.
bool defines(std::string_view source, const std::string& name) {
    for (size_t at = 0; (at = source.find(name + "(", at)) != std::string_view::npos; ++at)
        if (declares(source.substr(0, at)) && has_body(source, at + name.size())) return true;
    return false;
}

/// "FILE: NAME" for each reference to a function that is not there.
std::vector<std::string> dangling(const std::string& page, const Files& files) {
    std::vector<std::string> found;
    for (const auto& [file, function] : references(page)) {
        const auto source = files.find(file);
        if (source == files.end() || !defines(source->second, function))
            found.push_back(file + ": " + function);
    }
    return found;
}

/// Paths of sources between backquotes; those with capitals stand for many.
std::vector<std::string> paths(const std::string& page) {
    static const mxgen::Pattern path(
        R"re(`((?:gen|sw|sim|hw|tests|cmake)/[a-z0-9_/.]+\.\w+)[`:])re");
    std::vector<std::string> found;
    for (const auto& named : path.find_all(page)) found.push_back(named[1]);
    return found;
}

}  // namespace

TEST_CASE("functions that documents name exist") {
    const Files files = sources();
    for (const auto& [path, text] : files) {
        if (!path.starts_with("docs/") || !path.ends_with(".md")) continue;
        INFO(path);
        CHECK(dangling(text, files) == std::vector<std::string>{});
    }
    CHECK(references(files.at("docs/walk.md")).size() > 80);
}

TEST_CASE("sources that documents name exist") {
    const Files files = sources();
    size_t checked = 0;
    for (const auto& [page, text] : files) {
        if (!page.starts_with("docs/") || !page.ends_with(".md")) continue;
        for (const std::string& path : paths(text)) {
            INFO(page << " names " << path);
            CHECK(files.contains(path));
            ++checked;
        }
    }
    CHECK(checked > 100);
}

TEST_CASE("a planted reference to nothing is caught") {
    const Files files{{"gen/unit/dot.cpp",
                       "Module dot(const DotOptions& o) {\n    if (lane(o)) return exact_sum(o);\n"
                       "    return twice(o);\n}\n/// As measure(o).\n"
                       "int Beats::last() const { return 1; }\nvoid promised(int);\n"}};
    CHECK(dangling("Then `gen/unit/dot.cpp: dot,\n  last`.", files).empty());
    for (const char* name : {"lane", "exact_sum", "twice", "measure", "promised", "do", "t"})
        CHECK(dangling(std::string("`gen/unit/dot.cpp: ") + name + "`", files).size() == 1);
    CHECK(dangling("`gen/unit/dots.cpp: dot`", files).size() == 1);
    CHECK(dangling("`gen/unit/dot.cpp: lane, dot, twice`", files).size() == 2);
    CHECK(paths("`sw/novel/dot.cpp`, `sw/novel/dot.h: dot`, sw/novel/dot.h").size() == 2);
}
