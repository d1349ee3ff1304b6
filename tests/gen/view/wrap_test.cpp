// SPDX-License-Identifier: Apache-2.0
#include "gen/view/wrap.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using namespace mxgen;

namespace {

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

std::size_t max_line_length(const std::string& text) {
    std::istringstream stream(text);
    std::size_t max_length = 0;
    for (std::string line; std::getline(stream, line);)
        max_length = std::max(max_length, line.size());
    return max_length;
}

}  // namespace

TEST_CASE("long lines are broken at spaces and keep their words") {
    std::string sum = "  assign total = x_0";
    for (int i = 1; i < 2000; ++i) sum += " + x_" + std::to_string(i);
    const auto text = view::wrapped("module a;\n" + sum + ";\nendmodule\n");
    CHECK(words(text) == words("module a;\n" + sum + ";\nendmodule\n"));
    CHECK(max_line_length(text) <= 100);
    CHECK(text.find("\n      + ") != std::string::npos);
}

TEST_CASE("shorter lines, words longer than a line, comments and strings stay whole") {
    const std::string name(10000, 'x');
    CHECK(view::wrapped("  assign a = " + name + " + b;\n") ==
          "  assign a =\n      " + name + "\n      + b;\n");
    for (const auto& line : {"// " + name + " b\n", "  $error(\"" + name + " b\");\n",
                             "  a <= " + name.substr(0, 9000) + " + b;\n", std::string()})
        CHECK(view::wrapped(line) == line);
}
