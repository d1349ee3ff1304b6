// SPDX-License-Identifier: Apache-2.0
#include "sw/support/files.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/error.h"

using namespace mxgen;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// A fresh directory of this test, removed with it.
struct Scratch {
    fs::path path = fs::path(MXGEN_BINARY_DIR) / ("files_test-" + std::to_string(getpid()));
    Scratch() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Scratch() { fs::remove_all(path); }
};

size_t entries(const fs::path& directory) {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("SHA-256 agrees with the examples of FIPS 180-4") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("an output directory appears whole") {
    const Scratch scratch;
    const fs::path target = scratch.path / "a/b/out";
    {
        OutputDirectory out(target);
        out.write("rtl/x.sv", "module");
        CHECK_FALSE(fs::exists(target));
        out.commit();
    }
    CHECK(read_file(target / "rtl/x.sv") == "module");
    CHECK(entries(target.parent_path()) == 1);
}

TEST_CASE("an output directory that is not committed leaves nothing") {
    const Scratch scratch;
    {
        const OutputDirectory out(scratch.path / "a/b/out");
        out.write("x", "y");
    }
    CHECK(entries(scratch.path) == 0);
}

TEST_CASE("targets that cannot take the output are refused at once") {
    const Scratch scratch;
    std::ofstream(scratch.path / "file") << "x";
    fs::create_directories(scratch.path / "full");
    std::ofstream(scratch.path / "full/x") << "x";
    fs::create_directories(scratch.path / "empty");
    CHECK_THROWS_WITH(OutputDirectory(scratch.path / "file"), Contains("is a file"));
    CHECK_THROWS_WITH(OutputDirectory(scratch.path / "full"), Contains("is not empty"));
    CHECK_THROWS_WITH(OutputDirectory(scratch.path / "file/out"), Contains("cannot be written"));
    CHECK_THROWS_WITH(OutputDirectory("/proc/out"), Contains("cannot be written"));
    CHECK_THROWS_AS(OutputDirectory(""), Error);
    OutputDirectory out(scratch.path / "empty/");
    out.write("x", "y");
    out.commit();
    CHECK(fs::exists(scratch.path / "empty/x"));
}

TEST_CASE("a file appears whole: a new one takes the place of the old") {
    const Scratch scratch;
    const fs::path file = scratch.path / "f", old = scratch.path / "old";
    write_file(file, "one");
    // Another name for the old file, in which nothing may be written.
    fs::create_hard_link(file, old);
    write_file(file, "two");
    CHECK(read_file(file) == "two");
    CHECK(read_file(old) == "one");
    CHECK(entries(scratch.path) == 2);
}

TEST_CASE("large or missing files are not read") {
    const Scratch scratch;
    const fs::path file = scratch.path / "f";
    write_file(file, "two");
    CHECK_THROWS_WITH(read_file(file, 2), Contains("allowed: up to 2"));
    CHECK_THROWS_WITH(read_file(scratch.path), Contains("cannot be read"));
    CHECK_THROWS_WITH(write_file(scratch.path / "none/f", "x"), Contains("cannot be written"));
}
