// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/task_array.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "sw/support/error.h"
#include "sw/sweep/task_need.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::sweep;
using mxgen::testing::ScratchFolder;

namespace {

const char* const arrays_and_dots = R"(
[axes]
array.rows = [1, 2, 3]
[variants.design]
small = { design.unit = "array", a.format = "int4", dot.lanes = 2 }
large = { design.unit = "array", a.format = "int4", dot.lanes = 256 }
)";

std::vector<OpenTask> all_tasks(const Space& space) {
    std::vector<OpenTask> tasks;
    for (const SweepPoint& point : expand(space).points)
        tasks.push_back({point.index, "key of " + point.name});
    return tasks;
}

std::set<std::string> keys_of(const std::vector<TaskArray>& arrays) {
    std::set<std::string> keys;
    for (const TaskArray& array : arrays)
        for (const auto& part : array.parts)
            for (const OpenTask& task : part) CHECK(keys.insert(task.key).second);
    return keys;
}

}  // namespace

TEST_CASE("tasks are dealt out to arrays of like memory, none twice and none left") {
    const Space space = parse_space(arrays_and_dots, "s.toml");
    const auto tasks = all_tasks(space);
    REQUIRE(tasks.size() == 6);
    const auto each = deal_tasks(space, task_kind("ppa"), tasks, {.join_seconds = 0});
    CHECK(keys_of(each).size() == 6);
    CHECK(each.size() > 1);
    for (const TaskArray& array : each) {
        CHECK(array.memory_mb >= 256);
        CHECK((array.memory_mb & (array.memory_mb - 1)) == 0);
        for (const auto& part : array.parts) CHECK(part.size() == 1);
    }
    const auto split = deal_tasks(space, task_kind("ppa"), tasks,
                                  {.largest_array = 2, .join_seconds = 0, .memory_mb = 3000});
    REQUIRE(split.size() == 3);
    CHECK(keys_of(split).size() == 6);
    for (const TaskArray& array : split) {
        CHECK(array.memory_mb == 3000);
        CHECK(array.parts.size() == 2);
    }
    const auto first = deal_tasks(space, task_kind("ppa"), tasks,
                                  {.largest_array = 2, .parts = 3, .join_seconds = 0});
    CHECK(keys_of(first).size() == 3);
}

TEST_CASE("tools work on an array's element once, and hold all of the array") {
    const Space space = parse_space(arrays_and_dots, "s.toml");
    const auto points = expand(space).points;
    const auto need = [&](const char* kind, std::size_t at) {
        return need_of(task_kind(kind), config_at(space, points.at(at).index));
    };
    for (const char* kind : {"cosim", "ppa"}) {
        INFO(kind);  // small and large elements take turns, rows go up
        CHECK(need(kind, 4).seconds == Approx(need(kind, 0).seconds).epsilon(0.05));
        CHECK(need(kind, 5).memory_mb > need(kind, 1).memory_mb);
        CHECK(need(kind, 1).seconds > need(kind, 0).seconds);
    }
}

TEST_CASE("short tasks are joined, those of one element to one job") {
    const Space space = parse_space(arrays_and_dots, "s.toml");
    const auto joined =
        deal_tasks(space, task_kind("estimate"), all_tasks(space), {.memory_mb = 1000});
    REQUIRE(joined.size() == 1);
    CHECK(joined[0].parts.size() == 1);
    // The first of each element takes longer than that.
    const auto two = deal_tasks(space, task_kind("estimate"), all_tasks(space),
                                {.join_seconds = 0.05, .memory_mb = 1000});
    REQUIRE(two.size() == 1);
    CHECK(keys_of(two).size() == 6);
    const auto& former = two[0].parts.front().front().key;
    CHECK(former.find("x256") == former.npos);
    CHECK(two[0].parts.back().back().key.find("x256") != former.npos);
}

TEST_CASE("an array's tasks are written and read, and other files refused") {
    const ScratchFolder scratch("task_array");
    const auto file = scratch.path() / "1.json";
    write_array(file, {.kind = &task_kind("cosim"), .parts = {{{7, "a"}, {9, "b"}}, {{3, "c"}}}});
    const TaskArray read = read_array(file);
    CHECK(read.kind == &task_kind("cosim"));
    REQUIRE(read.parts.size() == 2);
    CHECK(read.parts[0][1].index == 9);
    CHECK(read.parts[0][1].key == "b");
    for (const char* wrong :
         {"", "[]", "{}", "{\"kind\": \"cosmi\", \"parts\": []}", "{\"kind\": \"cosim\"}",
          "{\"kind\": 3, \"parts\": []}", "{\"kind\": \"cosim\", \"parts\": [[[\"x\", \"a\"]]]}",
          "{\"kind\": \"cosim\", \"parts\": [[[1]]]}"}) {
        INFO(wrong);
        std::ofstream(file) << wrong;
        CHECK_THROWS_AS(read_array(file), Error);
    }
}
