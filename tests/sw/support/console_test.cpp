// SPDX-License-Identifier: Apache-2.0
#include "sw/support/console.h"

#include <catch2/catch.hpp>

#include "sw/support/names.h"

using namespace mxgen;

TEST_CASE("text of others reaches no terminal raw") {
    CHECK(visible("plain, tab\t and\nnewline") == "plain, tab\t and\nnewline");
    CHECK(visible("\x1b[2J\a") == "\\x1b[2J\\x07");
    CHECK(visible("\xc2\x9b") == "\\xc2\\x9b");  // CSI as one character
    CHECK(visible("a\xe2\x80\xae"
                  "b") ==
          "a\\xe2\\x80\\xae"
          "b");                                           // right-to-left override
    CHECK(visible("\xe2\x81\xa6") == "\\xe2\\x81\\xa6");  // isolate
    CHECK(visible("\xff\xc0\x80\xed\xa0\x80") == "\\xff\\xc0\\x80\\xed\\xa0\\x80");  // no UTF-8
    CHECK(visible("\xe2\x82") == "\\xe2\\x82");                                      // cut short
    CHECK(visible("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x99\x82") ==
          "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x99\x82");
    CHECK(visible_line("a\nb\tc\r") == "a\\x0ab\\x09c\\x0d");
}

TEST_CASE("quoted values are short, whole and on one line") {
    CHECK(in_quotes("a\nb") == "\"a\\x0ab\"");
    CHECK(in_quotes(std::string(1000000, 'x')) == "\"" + std::string(60, 'x') + "...\"");
    std::string cut = std::string(59, 'x') + "\xe2\x82\xac";
    CHECK(in_quotes(cut) == "\"" + std::string(59, 'x') + "...\"");
}
