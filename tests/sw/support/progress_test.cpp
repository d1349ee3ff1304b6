// SPDX-License-Identifier: Apache-2.0
#include "sw/support/progress.h"

#include <catch2/catch.hpp>

using namespace mxgen;
using namespace std::chrono_literals;

TEST_CASE("short commands say nothing of their progress") {
    for (const auto style : {ProgressStyle::terminal, ProgressStyle::log}) {
        ProgressText text(style);
        CHECK(text.at(0s, "reading").empty());
        CHECK(text.at(1999ms, "reading").empty());
        CHECK(text.clear().empty());
        CHECK(text.at(2s, "").empty());
        CHECK_FALSE(text.at(2s, "reading").empty());
    }
}

TEST_CASE("a terminal's line is drawn anew and taken away") {
    ProgressText text(ProgressStyle::terminal);
    CHECK(text.at(2s, "a") == "\r\x1b[Ka (2 s)");
    CHECK(text.at(2500ms, "a").empty());
    CHECK(text.at(2500ms, "b") == "\r\x1b[Kb (2 s)");
    CHECK(text.at(3500ms, "b") == "\r\x1b[Kb (3 s)");
    CHECK(text.at(3600ms, "") == "\r\x1b[K");
    CHECK(text.clear().empty());
}

TEST_CASE("a log gets a line per step, and more while one lasts") {
    ProgressText text(ProgressStyle::log);
    std::string all;
    for (auto time = 0ms; time < 80s; time += 100ms)
        all += text.at(time, time < 4s ? "a" : time < 70s ? "b" : "c");
    CHECK(all == "a (2 s)\nb (7 s)\nb (37 s)\nb (67 s)\nc (72 s)\n");
    CHECK(text.clear().empty());
}

TEST_CASE("progress that nobody reads is not written") {
    ProgressText text(ProgressStyle::none);
    CHECK(text.at(10s, "a").empty());
    CHECK(text.clear().empty());
}
