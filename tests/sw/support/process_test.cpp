// SPDX-License-Identifier: Apache-2.0
#include "sw/support/process.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <thread>

#include "sw/support/error.h"

namespace fs = std::filesystem;
using namespace mxgen;
using namespace std::chrono_literals;

namespace {

fs::path scratch(const std::string& name) {
    auto path = fs::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / name;
    fs::remove_all(path);
    fs::create_directories(path);
    return path;
}

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

bool alive(pid_t pid) {
    auto stat = text_of("/proc/" + std::to_string(pid) + "/stat");
    auto state = stat.rfind(')');
    return state != std::string::npos && stat[state + 2] != 'Z';
}

}  // namespace

TEST_CASE("arguments reach the program untouched") {
    auto result = run_process({"printf", "%s|", "a b", "$(id)", "'\"", "", ";true"});
    CHECK(result.ok());
    CHECK(result.output == "a b|$(id)|'\"||;true|");
}

TEST_CASE("output of both streams lands in result, log and lines") {
    auto directory = scratch("process_log");
    std::vector<std::string> lines;
    ProcessOptions options;
    options.directory = directory;
    options.log = directory / "run.log";
    options.environment = {{"WORD", "seven"}};
    options.on_line = [&](std::string_view line) { lines.emplace_back(line); };
    auto result = run_process({"sh", "-c", "pwd; echo $WORD >&2; printf end"}, options);
    auto expected = fs::canonical(directory).string() + "\nseven\nend";
    CHECK(result.output == expected);
    CHECK(text_of(options.log) == expected);
    CHECK(lines == std::vector<std::string>{fs::canonical(directory).string(), "seven", "end"});
}

TEST_CASE("every way to end is told apart") {
    CHECK(run_process({"true"}).ok());
    auto failed = run_process({"sh", "-c", "exit 3"});
    CHECK(failed.code == 3);
    CHECK(describe(failed) == "exited with status 3");
    auto killed = run_process({"sh", "-c", "kill -SEGV $$"});
    CHECK(killed.end == ProcessResult::End::signalled);
    CHECK(killed.code == SIGSEGV);
    CHECK(describe(killed) == "ended by signal 11 (Segmentation fault)");
    CHECK_FALSE(killed.ok());
}

TEST_CASE("a program that cannot be started is a missing tool") {
    try {
        run_process({"mxgen-no-such-program"});
        FAIL("started");
    } catch (const Error& error) {
        CHECK(error.code() == Exit::tool_missing);
        CHECK(std::string(error.what()).find("mxgen-no-such-program") != std::string::npos);
    }
    CHECK_THROWS_AS(run_process({"true"}, {.directory = "/no/such/directory"}), Error);
    CHECK_THROWS_AS(run_process({}), Error);
}

TEST_CASE("a time-out ends the whole group, deaf members too") {
    auto directory = scratch("process_timeout");
    auto result = run_process({"sh", "-c", "trap '' TERM; sleep 100 & echo $! > child; wait"},
                              {.directory = directory, .timeout = 300ms});
    CHECK(result.end == ProcessResult::End::timed_out);
    CHECK(describe(result) == "ran out of time");
    pid_t child = std::stoi(text_of(directory / "child"));
    for (int i = 0; i < 100 && alive(child); ++i) std::this_thread::sleep_for(10ms);
    CHECK_FALSE(alive(child));
}

TEST_CASE("what a program leaves behind ends with it") {
    auto directory = scratch("process_orphan");
    auto result = run_process({"sh", "-c", "sleep 100 & echo $! > child; echo done"},
                              {.directory = directory, .timeout = 20s});
    CHECK(result.ok());
    CHECK(result.output == "done\n");
    pid_t child = std::stoi(text_of(directory / "child"));
    for (int i = 0; i < 100 && alive(child); ++i) std::this_thread::sleep_for(10ms);
    CHECK_FALSE(alive(child));
}

TEST_CASE("a program dies with mxgen, and its children with it") {
    auto directory = scratch("process_death");
    const pid_t parent = fork();
    if (parent == 0) {
        try {
            run_process({"sh", "-c", "sleep 100 & echo $! > child; wait"},
                        {.directory = directory});
        } catch (...) {
        }
        _exit(0);
    }
    std::string number;
    for (int i = 0; i < 500 && (number = text_of(directory / "child")).empty(); ++i)
        std::this_thread::sleep_for(10ms);
    REQUIRE_FALSE(number.empty());
    const pid_t child = std::stoi(number);
    CHECK(alive(child));
    kill(parent, SIGKILL);
    waitpid(parent, nullptr, 0);
    for (int i = 0; i < 200 && alive(child); ++i) std::this_thread::sleep_for(10ms);
    CHECK_FALSE(alive(child));
}

TEST_CASE("standard error is apart where that is asked for") {
    const auto result = run_process({"sh", "-c", "echo answer; echo noise >&2"}, {.merges = false});
    CHECK(result.output == "answer\n");
    CHECK(result.errors == "noise\n");
    CHECK(run_process({"sh", "-c", "echo $LC_ALL"}).output == "C\n");
}

TEST_CASE("long lines are cut before anybody reads them") {
    std::size_t longest = 0, lines = 0;
    ProcessOptions options;
    options.on_line = [&](std::string_view line) {
        longest = std::max(longest, line.size());
        ++lines;
    };
    CHECK(run_process({"sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x; echo; echo y"}, options)
              .ok());
    CHECK(longest == 4096);
    CHECK(lines == 2);
    CHECK(tail(std::string(300000, 'x') + "\n", 5) == std::string(400, 'x'));
}

TEST_CASE("signals close behind the first end nothing") {
    const InterruptScope scope;
    for (const int signal : {SIGTERM, SIGTERM, SIGQUIT, SIGHUP, SIGINT}) raise(signal);
    CHECK(is_interrupted());
    CHECK_THROWS_WITH(check_interrupt(), Catch::Matchers::Contains("signal 15"));
}

TEST_CASE("an interrupt ends the program and is reported") {
    InterruptScope scope;
    std::thread interrupter([] {
        std::this_thread::sleep_for(200ms);
        kill(getpid(), SIGINT);
    });
    try {
        run_process({"sleep", "100"}, {.timeout = 60s});
        FAIL("not interrupted");
    } catch (const Error& error) {
        CHECK(error.code() == Exit::tool_failed);
        CHECK(std::string(error.what()).find("interrupted by signal 2") == 0);
    }
    interrupter.join();
    CHECK_THROWS_AS(check_interrupt(), Error);
}

TEST_CASE("output beyond the limit stays out of memory and in the log") {
    auto directory = scratch("process_limit");
    ProcessOptions options;
    options.log = directory / "run.log";
    options.capture_limit = 1000;
    auto result = run_process({"head", "-c", "300000", "/dev/zero"}, options);
    CHECK(result.truncated);
    CHECK(result.output.size() == 1000);
    CHECK(fs::file_size(options.log) == 300000);
}

TEST_CASE("tail keeps the last lines") {
    CHECK(tail("a\nb\nc\n", 2) == "b\nc");
    CHECK(tail("a\nb", 5) == "a\nb");
    CHECK(tail("", 3).empty());
}
