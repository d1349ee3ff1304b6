// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

/// The smallest design that there is.
const Words smallest{"--unit", "dot",     "--a", "int2",          "--block",
                     "2",      "--lanes", "2",   "--accumulator", "none"};

Words command(std::string name, Words more) {
    Words words{std::move(name)};
    words.insert(words.end(), smallest.begin(), smallest.end());
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// A shell's line that runs mxgen with these words, each in quotes.
std::string line(const Words& words) {
    std::string text = "'" MXGEN_BINARY_DIR "/mxgen'";
    for (const auto& word : words) text += " '" + word + "'";
    return text;
}

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

}  // namespace

TEST_CASE("output that cannot be written is a failure") {
    const Scratch scratch;
    mxgen::write_file(scratch.path() / "x.npy", "no tensor");
    for (const Words& words : {Words{"doctor"}, Words{"formats"}, Words{"formats", "--json"},
                               Words{"formats", "e4m3", "--codes"}, command("explain", {}),
                               command("gen", {"-o", "out"}), Words{"completion", "bash"},
                               Words{"completion", "zsh"}, Words{"--help"}, Words{"ppa", "--help"},
                               Words{"--version"}, command("ppa", {"--estimate-only"})}) {
        INFO(line(words));
        const auto full = scratch.run({"/bin/sh", "-c", line(words) + " > /dev/full"});
        CHECK(full.code == 4);
        CHECK_THAT(full.output, Contains("standard output: cannot be written"));
        fs::remove_all(scratch.path() / "out");
        CHECK(scratch.run({"/bin/sh", "-c", line(words) + " >&-"}).code == 4);
        fs::remove_all(scratch.path() / "out");
    }
}

TEST_CASE("a message that nobody can read changes no exit code") {
    const Scratch scratch;
    for (const char* end : {" 2> /dev/full", " 2>&-"})
        CHECK(scratch.run({"/bin/sh", "-c", line({"formats", "nope"}) + end}).code == 2);
}

TEST_CASE("a directory of somebody else's stays as it is") {
    const Scratch scratch;
    const auto refused = [&](const std::string& reason) {
        const auto result = scratch.mxgen(command("ppa", {"--name", "app", "-o", "site"}));
        INFO(result.output);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains("site/app") && Contains(reason));
    };
    write(scratch.path() / "site/app/manifest.json", "{\"name\":\"My web app\"}");
    write(scratch.path() / "site/app/index.html", "x");
    refused("not of mxgen");
    CHECK(mxgen::read_file(scratch.path() / "site/app/index.html") == "x");

    fs::remove_all(scratch.path() / "site/app");
    REQUIRE(scratch
                .mxgen(command("gen",
                               {"--name", "app", "-o", "site/app", "--lanes", "1", "--block", "1"}))
                .ok());
    write(scratch.path() / "site/app/notes.txt", "mine");
    refused("notes.txt");
    CHECK(mxgen::read_file(scratch.path() / "site/app/notes.txt") == "mine");
    fs::remove(scratch.path() / "site/app/notes.txt");
    write(scratch.path() / "site/app/README.md", "edited");
    refused("README.md");
    CHECK(mxgen::read_file(scratch.path() / "site/app/README.md") == "edited");
}

TEST_CASE("two configurations of one name are refused before anything is written") {
    const Scratch scratch;
    for (const char* name : {"a", "b"})
        write(scratch.path() / (std::string(name) + ".toml"),
              "[design]\nname = \"same\"\n[a]\nformat = \"int4\"\n");
    const auto result = scratch.mxgen({"ppa", "a.toml", "b.toml", "-o", "runs"});
    CHECK(result.code == 2);
    CHECK_THAT(result.output, Contains("two configurations are called \"same\""));
    CHECK_FALSE(fs::exists(scratch.path() / "runs"));
}

TEST_CASE("one file for two outputs, or for an output and an input, is refused") {
    const Scratch scratch;
    write(scratch.path() / "run/metrics.json", "{\"name\": \"run\", \"latency__cycles\": 1}");
    const auto before = mxgen::read_file(scratch.path() / "run/metrics.json");
    const auto refused = [&](Words words) {
        words.insert(words.begin(), {"compare", "run"});
        return scratch.mxgen(words).code == 2;
    };
    CHECK(refused({"--csv", "x", "--html", "x"}));
    CHECK(refused({"--csv", "run/metrics.json"}));
    CHECK(refused({"--accelergy", "run/../run/metrics.json"}));
    CHECK(mxgen::read_file(scratch.path() / "run/metrics.json") == before);
    CHECK(scratch.mxgen({"compare", "run", "--csv", "x", "--html", "y"}).ok());
    CHECK(scratch.mxgen({"compare", "run", "--csv", "/dev/null"}).ok());
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("names of files and figures cannot draw on the terminal or make rows") {
    const Scratch scratch;
    write(scratch.path() / "run/metrics.json", Json{{"name", "a\x1b[2J\nb,c"},
                                                    {"technology", "t\nrow: 1"},
                                                    {"synth__equivalence", "\u202eproved"}}
                                                   .dump());
    const auto shown = scratch.mxgen({"compare", "run", "--csv", "x.csv", "--accelergy", "y.csv"});
    REQUIRE(shown.ok());
    const auto csv = mxgen::read_file(scratch.path() / "x.csv");
    for (const std::string& text :
         {shown.output, csv, mxgen::read_file(scratch.path() / "y.csv")}) {
        CHECK(text.find('\x1b') == std::string::npos);
        CHECK(text.find("\u202e") == std::string::npos);
        CHECK(text.find("\nb,c") == std::string::npos);
        CHECK(text.find("\nrow") == std::string::npos);
    }
}

TEST_CASE("no name that a user chose reaches a tool's script") {
    const Scratch scratch;
    const fs::path here = scratch.path() / "a b;c'd#e!f\"g\nh$(i)";
    fs::create_directories(here / "cache");
    const auto run = [&](Words words) {
        words.insert(words.begin(), MXGEN_BINARY_DIR "/mxgen");
        const auto result = mxgen::run_process(
            words, {.directory = here,
                    .environment = {{"TMPDIR", here.string()},
                                    {"MXGEN_CACHE", (here / "cache").string()}}});
        INFO(result.output);
        CHECK(result.ok());
    };
    run(command("gen", {"-o", "x;!touch PWNED;"}));
    run(command("ppa", {"-o", "p/;!touch PWNED;"}));
    run(command("ppa", {"-o", "p/;!touch PWNED;"}));
    run(command("cosim", {"--vectors", "10", "-o", "c;!touch PWNED;"}));
    CHECK_FALSE(fs::exists(here / "PWNED"));
    for (const auto& entry : fs::recursive_directory_iterator(scratch.path()))
        CHECK(entry.path().filename() != "PWNED");
    CHECK(fs::exists(here / "p/;!touch PWNED;/dot_int2_x2_none/metrics.json"));
}

TEST_CASE("a language that is not installed disturbs no tool") {
    const Scratch scratch;
    CHECK(scratch.mxgen(command("cosim", {"--vectors", "10"}), {{"LC_ALL", "de_DE.UTF-8"}}).ok());
}

TEST_CASE("numbers on flags are decimal, whole and in range") {
    const Scratch scratch;
    for (const char* bad : {"99999999999999999999", "18446744073709551616", "010", "", "0x10",
                            "1e3", " 1", "1 ", "+1"}) {
        INFO(bad);
        const auto result = scratch.mxgen(command("cosim", {"--seed", bad, "--vectors", "10"}));
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains("allowed: 0 to 18446744073709551615"));
    }
    const auto lanes = scratch.mxgen(command("gen", {"--lanes", "010", "-o", "out"}));
    CHECK(lanes.code == 2);
    CHECK_THAT(lanes.output, Contains("nearest: 10"));
}

TEST_CASE("with --json an error is an object on standard output") {
    const Scratch scratch;
    for (const Words& words :
         {Words{"formats", "nope", "--json"}, Words{"formats", "--jsn", "--json"},
          command("gen", {"-o", "out", "--lanes", "0", "--json"}),
          Words{"explain", "x.toml", "--json"}, command("cosim", {"--seed", "x", "--json"}),
          Words{"compare", "none", "--json"}}) {
        INFO(line(words));
        const auto result = scratch.run({"/bin/sh", "-c", line(words) + " 2> /dev/null"});
        CHECK(result.code == 2);
        const auto json = parse_json(result.output);
        REQUIRE(json.is_object());
        CHECK(json["exit_code"] == 2);
        CHECK_FALSE(json["error"].get<std::string>().empty());
    }
    CHECK(scratch.entries().empty());
}

TEST_CASE("every command knows the technologies") {
    const Scratch scratch;
    for (const char* bad : {"osu81", "../../etc/passwd", "a b", ""})
        for (const Words& words : {command("gen", {"-o", "out"}), command("explain", {}),
                                   command("ppa", {"-o", "runs"}), command("cosim", {})}) {
            auto with = words;
            with.insert(with.end(), {"--technology", bad});
            const auto result = scratch.mxgen(with);
            INFO(line(with));
            CHECK(result.code == 2);
            CHECK_THAT(result.output, Contains("timing.technology") && Contains("osu018"));
        }
    CHECK(scratch.entries().empty());
}

TEST_CASE("files of nested keys and huge numbers are refused, not followed") {
    const Scratch scratch;
    std::string keys = "a", table = "[";
    for (int i = 0; i < 50000; ++i) keys += ".a", table += "a.";
    write(scratch.path() / "keys.toml", keys + " = 1");
    write(scratch.path() / "table.toml", table + "a]");
    for (const char* file : {"keys.toml", "table.toml"})
        for (const char* name : {"gen", "explain"}) {
            const auto result = scratch.mxgen(
                {name, file, name[0] == 'g' ? "-o" : "--json", name[0] == 'g' ? "out" : "--json"});
            CHECK(result.code == 2);
        }
    write(scratch.path() / "period.toml",
          "[a]\nformat = \"int8\"\n[timing]\nperiod_ns = 9007199254740993\n");
    const auto period = scratch.mxgen({"gen", "period.toml", "-o", "out"});
    CHECK(period.code == 2);
    CHECK_THAT(period.output, Contains("period.toml:4:13") && Contains("allowed"));
}

TEST_CASE("metrics that are none are refused by name, or measured anew") {
    const Scratch scratch;
    const fs::path file = scratch.path() / "run/metrics.json";
    const auto refused = [&](const std::string& reason) {
        for (const Words& words :
             {Words{"compare", "run", "--csv", "c.csv"},
              Words{"compare", "run", "--html", "c.html"},
              Words{"compare", "run", "--accelergy", "c.txt"}, Words{"compare", "run", "--json"}}) {
            const auto result = scratch.mxgen(words);
            INFO(line(words) << ": " << result.output.substr(0, 500));
            CHECK(result.code == 2);
            CHECK_THAT(result.output, Contains("run/metrics.json") && Contains(reason));
            CHECK(result.output.size() < 500);
        }
        CHECK(scratch.entries().size() == 1);
    };
    for (const auto& [text, reason] : std::vector<std::pair<std::string, std::string>>{
             {"", "no JSON"},
             {"[]", "no JSON object"},
             {"{\"name\": \"run\"", "no JSON"},
             {std::string(100000, '['), "no JSON"},
             {"{\"a\": " + std::string(50000, '[') + std::string(50000, ']') + "}", "allowed"},
             {"{\"name\": 5}", "name is \"5\"; allowed: a text"},
             {"{\"technology\": 5}", "allowed: a text"},
             {"{\"width\": \"8\"}", "allowed: a number"},
             {"{\"synth__timing__delay__ns\": \"2\"}", "allowed: a number"},
             {"{\"synth__timing__delay__ns\": true}", "allowed: a number"},
             {"{\"synth__energy__per_mac__pj\": 1e999}", "no JSON"}}) {
        write(file, text);
        refused(reason);
    }
    fs::resize_file(file, std::uintmax_t{2} << 30);
    refused("allowed: up to");
    write(file, "{\"synth__energy__per_mac__pj\": null, \"run__key\": 5}");
    CHECK(scratch.mxgen({"compare", "run", "--accelergy", "/dev/null"}).ok());

    const Words measure{"accuracy", "--unit", "multiply", "--a", "e2m1", "-o", "run"};
    write(file, "[5");
    CHECK(scratch.mxgen(measure).code == 2);
    CHECK(mxgen::read_file(file) == "[5");
    fs::remove_all(scratch.path() / "run");
    write(scratch.path() / "run", "a file");
    CHECK(scratch.mxgen(measure).code == 2);
    CHECK(scratch.mxgen({"compare", "run/none"}).code == 2);
}

TEST_CASE("a run that was tampered with is measured anew") {
    const Scratch scratch;
    const fs::path run = scratch.path() / "runs/dot_int2_x2_none";
    const Words ppa = command("ppa", {"-o", "runs", "--energy-cycles", "0"});
    REQUIRE(scratch.mxgen(ppa).ok());
    const auto before = parse_json(mxgen::read_file(run / "metrics.json"));
    CHECK_THAT(scratch.mxgen(ppa).output, !Contains("measured anew"));
    const auto is_mended = [&] {
        const auto result = scratch.mxgen(ppa);
        INFO(result.output);
        CHECK(result.ok());
        CHECK_THAT(result.output, Contains("dot_int2_x2_none") && Contains("measured anew"));
        auto after = parse_json(mxgen::read_file(run / "metrics.json"));
        after["run__digest"] = before["run__digest"];
        CHECK(after == before);
    };
    auto edited = before;
    edited["synth__timing__delay__ns"] = 0.001;
    write(run / "metrics.json", edited.dump());
    is_mended();
    edited["run__key"] = 5;
    write(run / "metrics.json", "{\"run__key\": [" + edited.dump() + "]}");
    is_mended();
    fs::resize_file(run / "synthesis/netlist.v", 20);
    is_mended();
}
