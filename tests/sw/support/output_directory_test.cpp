// SPDX-License-Identifier: Apache-2.0
#include "sw/support/output_directory.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::testing;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("an output directory appears whole") {
    const ScratchFolder scratch("output_directory");
    const fs::path target = scratch.path() / "a/b/out";
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
    const ScratchFolder scratch("output_directory");
    {
        const OutputDirectory out(scratch.path() / "a/b/out");
        out.write("x", "y");
    }
    CHECK(entries(scratch.path()) == 0);
}

TEST_CASE("targets that cannot take the output are refused at once") {
    const ScratchFolder scratch("output_directory");
    std::ofstream(scratch.path() / "file") << "x";
    fs::create_directories(scratch.path() / "full");
    std::ofstream(scratch.path() / "full/x") << "x";
    CHECK_THROWS_WITH(OutputDirectory(scratch.path() / "file"), Contains("is a file"));
    CHECK_THROWS_WITH(OutputDirectory(scratch.path() / "full"), Contains("is not empty"));
    CHECK_THROWS_WITH(OutputDirectory(scratch.path() / "file/out"), Contains("cannot be written"));
    CHECK_THROWS_WITH(OutputDirectory("/proc/out"), Contains("cannot be written"));
    CHECK_THROWS_AS(OutputDirectory(""), Error);
}

TEST_CASE("an empty directory is filled from inside") {
    const ScratchFolder scratch("output_directory");
    fs::create_directories(scratch.path() / "empty");
    const auto inode = [&] {
        struct stat status {};
        stat((scratch.path() / "empty").c_str(), &status);
        return status.st_ino;
    };
    const auto before = inode();
    {
        OutputDirectory out(scratch.path() / "empty/");
        out.write("a/x", "y");
        out.write("z", "y");
        CHECK(entries(scratch.path()) == 1);
        out.commit();
    }
    CHECK(inode() == before);
    CHECK(read_file(scratch.path() / "empty/a/x") == "y");
    CHECK(entries(scratch.path() / "empty") == 2);
    fs::create_directories(scratch.path() / "left");
    {
        const OutputDirectory out(scratch.path() / "left");
        out.write("x", "y");
    }
    CHECK(entries(scratch.path() / "left") == 0);
}

TEST_CASE("a target that appears meanwhile stays as it is") {
    const ScratchFolder scratch("output_directory");
    OutputDirectory out(scratch.path() / "out");
    out.write("x", "y");
    fs::create_directories(scratch.path() / "out");
    CHECK_THROWS_WITH(out.commit(), Contains("appeared"));
    CHECK(entries(scratch.path() / "out") == 0);
    fs::create_directories(scratch.path() / "in");
    OutputDirectory inside(scratch.path() / "in");
    inside.write("x", "y");
    std::ofstream(scratch.path() / "in/x") << "theirs";
    CHECK_THROWS_WITH(inside.commit(), Contains("cannot be written"));
    CHECK(read_file(scratch.path() / "in/x") == "theirs");
}

TEST_CASE("directories of killed processes are swept, those of the living stay") {
    const ScratchFolder scratch("output_directory");
    fs::create_directories(scratch.path() / ".out.partial-a1B2c3/deep");
    fs::create_directories(scratch.path() / ".out.partial-not-ours");
    {
        const OutputDirectory first(scratch.path() / "out");
        const OutputDirectory second(scratch.path() / "out");
        CHECK(entries(scratch.path()) == 3);
    }
    CHECK(entries(scratch.path()) == 1);
    fs::create_directories(scratch.path() / "mounted/.partial-a1B2c3");
    const OutputDirectory inside(scratch.path() / "mounted");
    CHECK(entries(scratch.path() / "mounted") == 1);
}

TEST_CASE("a directory takes the place of another whole, or nothing changes") {
    const ScratchFolder scratch("output_directory");
    const fs::path target = scratch.path() / "out";
    fs::create_directories(target / "old");
    {
        OutputDirectory out(target, OutputDirectory::Existing::replaced);
        out.write("x", "new");
        CHECK(fs::exists(target / "old"));
        out.commit();
    }
    CHECK(read_file(target / "x") == "new");
    CHECK(entries(target) == 1);
    CHECK(entries(scratch.path()) == 1);
    {
        const OutputDirectory out(target, OutputDirectory::Existing::replaced);
        out.write("x", "newer");
    }
    CHECK(read_file(target / "x") == "new");
    CHECK(entries(scratch.path()) == 1);
    OwnDirectory made(scratch.path(), ".x-");
    CHECK(made.put(scratch.path() / "none/out"));
    CHECK(fs::exists(made.path()));
    CHECK_FALSE(made.put(target));
    CHECK(entries(target) == 0);
    CHECK(entries(scratch.path()) == 1);
}
