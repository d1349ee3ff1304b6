// SPDX-License-Identifier: Apache-2.0
#include "sw/store/store.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::store;
using mxgen::testing::ScratchFolder;
namespace fs = std::filesystem;

namespace {

const std::string key = sha256("a design");
const Json result{{"area", 1.5}, {"name", "x"}};

fs::path path_in(const fs::path& folder, const std::string& of = key) {
    return folder / "results" / of.substr(0, 2) / of;
}

}  // namespace

TEST_CASE("a result comes back as it was put") {
    const ScratchFolder scratch("store");
    const Store store(scratch.path() / "new");
    CHECK_FALSE(store.find(key));
    CHECK_FALSE(fs::exists(store.folder()));
    store.put(key, result);
    CHECK(store.find(key) == result);
    CHECK_FALSE(store.find(sha256("another")));
    CHECK(store.entries().size() == 1);
    CHECK(store.entries()[0].kind == "result");
    CHECK(store.entries()[0].path == path_in(store.folder()));
}

TEST_CASE("a result that is not as it was written is none, and is made again") {
    const ScratchFolder scratch("store");
    const Store store(scratch.path());
    const fs::path entry = path_in(scratch.path());
    const std::vector<std::function<void()>> faults{
        [&] { std::ofstream(entry / "result.json") << "{\"area\": 2.5}"; },
        [&] { std::ofstream(entry / "digests") << "nonsense"; },
        [&] { fs::remove(entry / "result.json"); },
        [&] { fs::remove(entry / "digests"); },
        [&] { std::ofstream(entry / "more") << "foreign"; },
        [&] { fs::resize_file(entry / "result.json", 3); },
    };
    for (const auto& fault : faults) {
        store.put(key, result);
        REQUIRE(store.find(key) == result);
        fault();
        CHECK_FALSE(store.find(key));
    }
    store.put(key, result);
    CHECK(store.find(key) == result);
}

TEST_CASE("one process at a time makes an entry") {
    const ScratchFolder scratch("store");
    const Store store(scratch.path());
    {
        EntryLock first = store.lock(key), second = store.lock(key);
        CHECK(first.try_take());
        CHECK_FALSE(second.try_take());
        EntryLock other = store.lock(sha256("another"));
        CHECK(other.try_take());
    }
    EntryLock third = store.lock(key);
    CHECK(third.try_take());
}

TEST_CASE("prune removes what is old, what is too much, and what is not whole") {
    const ScratchFolder scratch("store");
    const Store store(scratch.path());
    const std::vector<std::string> keys{sha256("1"), sha256("2"), sha256("3")};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        store.put(keys[i], result);
        fs::last_write_time(path_in(scratch.path(), keys[i]) / "digests",
                            fs::file_time_type::clock::now() - std::chrono::hours(24 * (i + 1)));
    }
    CHECK(prune(store, {}).empty());
    const auto old = prune(store, {.days = 2.5});
    REQUIRE(old.size() == 1);
    CHECK(old[0].path == path_in(scratch.path(), keys[2]));
    const std::uint64_t bytes = store.entries()[0].bytes;
    CHECK(prune(store, {.bytes = 2 * bytes}).empty());
    const auto least_used = prune(store, {.bytes = 2 * bytes - 1});
    REQUIRE(least_used.size() == 1);
    CHECK(least_used[0].path == path_in(scratch.path(), keys[1]));
    std::ofstream(path_in(scratch.path(), keys[0]) / "result.json") << "spoilt";
    CHECK(prune(store, {}).size() == 1);
    CHECK(store.entries().empty());
}

TEST_CASE("a result that is used again is young") {
    const ScratchFolder scratch("store");
    const Store store(scratch.path());
    store.put(key, result);
    fs::last_write_time(path_in(scratch.path()) / "digests",
                        fs::file_time_type::clock::now() - std::chrono::hours(24 * 9));
    CHECK(store.entries()[0].days > 8);
    CHECK(store.find(key) == result);
    CHECK(store.entries()[0].days < 1);
}
