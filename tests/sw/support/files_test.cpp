// SPDX-License-Identifier: Apache-2.0
#include "sw/support/files.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "sw/support/error.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::testing;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("SHA-256 agrees with the examples of FIPS 180-4") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a file appears whole: a new one takes the place of the old") {
    const ScratchFolder scratch("files");
    const fs::path file = scratch.path() / "f", old = scratch.path() / "old";
    write_file(file, "one");
    // Another name for the old file, in which nothing may be written.
    fs::create_hard_link(file, old);
    write_file(file, "two");
    CHECK(read_file(file) == "two");
    CHECK(read_file(old) == "one");
    CHECK(entries(scratch.path()) == 2);
}

TEST_CASE("large or missing files are not read") {
    const ScratchFolder scratch("files");
    const fs::path file = scratch.path() / "f";
    write_file(file, "two");
    CHECK_THROWS_WITH(read_file(file, 2), Contains("allowed: up to 2"));
    CHECK_THROWS_WITH(read_file(scratch.path()), Contains("cannot be read"));
    CHECK_THROWS_WITH(write_file(scratch.path() / "none/f", "x"), Contains("cannot be written"));
}

TEST_CASE("a file that is replaced keeps its permissions") {
    const ScratchFolder scratch("files");
    const fs::path file = scratch.path() / "f";
    write_file(file, "one");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    write_file(file, "two");
    CHECK(fs::status(file).permissions() ==
          (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
}

TEST_CASE("links, pipes and devices stay what they are") {
    const ScratchFolder scratch("files");
    const fs::path file = scratch.path() / "f", link = scratch.path() / "link",
                   pipe = scratch.path() / "pipe";
    write_file(file, "one");
    fs::create_symlink("f", link);
    write_file(link, "two");
    CHECK(fs::is_symlink(link));
    CHECK(read_file(file) == "two");

    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    std::string received;
    std::thread reader([&] {
        std::ifstream in(pipe);
        std::getline(in, received);
    });
    write_file(pipe, "three");
    reader.join();
    CHECK(received == "three");
    CHECK(fs::is_fifo(pipe));

    write_file("/dev/null", "four");
    CHECK(fs::is_character_file("/dev/null"));
    CHECK_THROWS_WITH(write_file("/dev/full", "five"), Contains("No space left"));
    CHECK_THROWS_WITH(write_file(scratch.path(), "six"), Contains("is a directory"));
}

TEST_CASE("what a killed process left beside a file is swept away") {
    const ScratchFolder scratch("files");
    std::ofstream(scratch.path() / ".f.partial-a1B2c3") << "half";
    std::ofstream(scratch.path() / ".f.partial-other-name") << "somebody's";
    std::ofstream(scratch.path() / ".g.partial-a1B2c3") << "of another file";
    write_file(scratch.path() / "f", "one");
    CHECK(entries(scratch.path()) == 3);
    CHECK_FALSE(fs::exists(scratch.path() / ".f.partial-a1B2c3"));
}

TEST_CASE("of several files all are there or none") {
    const ScratchFolder scratch("files");
    const fs::path a = scratch.path() / "a", b = scratch.path() / "b";
    write_file(a, "old");
    CHECK_THROWS_AS(write_files({{a, "new"}, {scratch.path() / "none/b", "new"}}), Error);
    CHECK_THROWS_AS(write_files({{a, "new"}, {scratch.path(), "new"}}), Error);
    CHECK(read_file(a) == "old");
    CHECK(entries(scratch.path()) == 1);
    write_files({{a, "new"}, {b, "new"}, {"/dev/null", "new"}});
    CHECK(read_file(a) + read_file(b) == "newnew");
    CHECK(entries(scratch.path()) == 2);
}

TEST_CASE("a full disk is a failure, another place a matter of use") {
    const auto code_of = [](std::errc error) {
        try {
            refuse_write("f", std::make_error_code(error));
        } catch (const Error& refused) {
            CHECK_THAT(refused.what(), Contains("f: cannot be written"));
            return refused.code();
        }
    };
    CHECK(code_of(std::errc::no_space_on_device) == Exit::tool_failed);
    CHECK(code_of(std::errc::file_too_large) == Exit::tool_failed);
    CHECK(code_of(std::errc::io_error) == Exit::tool_failed);
    CHECK(code_of(std::errc::permission_denied) == Exit::usage);
    CHECK(code_of(std::errc::read_only_file_system) == Exit::usage);
}

TEST_CASE("digests of a directory are of every file in it") {
    const ScratchFolder scratch("files");
    fs::create_directories(scratch.path() / "d/empty");
    write_file(scratch.path() / "d/f", "abc");
    CHECK(digests_below(scratch.path()) ==
          std::map<std::string, std::string>{{"d/f", sha256("abc")}});
    CHECK_THROWS_AS(digests_below(scratch.path() / "none"), Error);
}

TEST_CASE("one file for two purposes is refused") {
    const ScratchFolder scratch("files");
    const fs::path file = scratch.path() / "f", link = scratch.path() / "link";
    write_file(file, "one");
    fs::create_symlink("f", link);
    CHECK_NOTHROW(check_distinct({{"--csv", file}, {"--html", scratch.path() / "g"}, {"-o", ""}}));
    CHECK_THROWS_WITH(check_distinct({{"--csv", file}, {"--html", link}}),
                      Contains("--html") && Contains("--csv"));
    CHECK_THROWS_WITH(check_distinct({{"--csv", scratch.path() / "x/../f"}}, {file}),
                      Contains("a file that is read"));
    CHECK_NOTHROW(check_distinct({{"--csv", "/dev/null"}, {"--html", "/dev/null"}}));
}
