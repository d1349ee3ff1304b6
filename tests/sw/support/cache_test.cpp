// SPDX-License-Identifier: Apache-2.0
#include "sw/support/cache.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::testing;
namespace fs = std::filesystem;

namespace {

/// An entry of two files, and how often it was built.
struct Entry {
    fs::path cache;
    int builds = 0;

    fs::path get() {
        return cached(cache, "entry", [&](const fs::path& made) {
            ++builds;
            write_own_file(made / "a", "first");
            fs::create_directory(made / "deep");
            write_own_file(made / "deep/b", std::string(1000, 'b'));
        });
    }
};

}  // namespace

TEST_CASE("an entry is built once and left alone") {
    const ScratchFolder scratch("cache");
    Entry entry{scratch.path() / "new/cache"};
    CHECK(entry.get() == entry.cache / "entry");
    CHECK(read_file(entry.get() / "a") == "first");
    CHECK(entry.builds == 1);
    CHECK(entries(entry.cache) == 1);
}

TEST_CASE("whatever is wrong with an entry, it is built anew") {
    const ScratchFolder scratch("cache");
    Entry entry{scratch.path()};
    const fs::path path = entry.get();
    const std::vector<std::function<void()>> faults{
        [&] { std::ofstream(path / "a") << "firsT"; },
        [&] { std::ofstream(path / "deep/b") << "short"; },
        [&] { std::ofstream(path / "a").close(); },
        [&] { fs::remove(path / "deep/b"); },
        [&] { std::ofstream(path / "c") << "foreign"; },
        [&] { fs::remove(path / "digests"); },
        [&] { std::ofstream(path / "digests") << "nonsense"; },
        [&] { fs::remove_all(path); },
        [&] { fs::remove_all(path), std::ofstream(path) << "a file"; },
        [&] { fs::remove_all(path), fs::create_directory(path); },
        [&] { fs::remove(path / "a"), fs::create_symlink("nowhere", path / "a"); },
        [&] { fs::resize_file(path / "deep/b", 1001); },
    };
    int builds = entry.builds;
    for (const auto& fault : faults) {
        INFO("fault " << builds);
        fault();
        CHECK(read_file(entry.get() / "a") == "first");
        CHECK(is_whole(path));
        CHECK(entry.builds == ++builds);
        CHECK(entries(scratch.path()) == 1);
    }
    CHECK(builds == 13);
}

TEST_CASE("a build that fails leaves nothing") {
    const ScratchFolder scratch("cache");
    const auto fail = [](const fs::path& made) {
        write_own_file(made / "a", "half");
        throw Error(Exit::tool_failed, "no");
    };
    CHECK_THROWS_AS(cached(scratch.path(), "entry", fail), Error);
    CHECK(entries(scratch.path()) == 0);
    CHECK_THROWS_WITH(cached("/proc/none", "entry", [](const fs::path&) {}),
                      Catch::Matchers::Contains("MXGEN_CACHE"));
}
