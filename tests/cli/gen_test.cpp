// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/pattern.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

/// Checks that a JSON or YAML file satisfies a schema, or just that it parses.
const char* const validate = R"(
import json, sys, yaml
text = open(sys.argv[1]).read().replace("CAPI=2:\n", "", 1)
data = yaml.safe_load(text)
if len(sys.argv) > 2:
    import jsonschema
    jsonschema.validate(data, json.load(open(sys.argv[2])))
print(json.dumps(data))
)";

Json validated(const Scratch& scratch, Words files) {
    files.insert(files.begin(), {"/usr/bin/python3", "-c", validate});
    const auto result = scratch.run(files);
    INFO(result.output);
    REQUIRE(result.ok());
    return parse_json(result.output);
}

/// Every target of a FuseSoC core has what its tool reads.
void check_targets(const Json& core, const std::string& name) {
    const auto target = [&](const char* target_name, const Words& filesets,
                            const std::string& toplevel) {
        INFO(target_name);
        const auto& found = core["targets"][target_name];
        CHECK(found["filesets"] == filesets);
        CHECK(found["toplevel"] == toplevel);
    };
    CHECK(core["targets"].size() == 6);
    target("default", {"rtl"}, name);
    target("plain", {"rtl_plain"}, name);
    target("sim_plain", {"rtl_plain", "bench"}, name + "_tb");
    target("lint", {"rtl"}, name);
    target("synth", {"rtl", "constraints"}, name);
    target("sim", {"rtl", "bench"}, name + "_tb");
    CHECK(core["targets"]["lint"]["tools"]["verilator"]["mode"] == "lint-only");
    CHECK(core["filesets"]["rtl"]["file_type"] == "systemVerilogSource");
    const auto& constraints = core["filesets"]["constraints"]["files"];
    REQUIRE(constraints.size() == 1);
    CHECK(constraints[0][name + ".sdc"]["file_type"] == "SDC");
    // The bench opens its vectors by their path in the package.
    Words vectors;
    for (const auto& file : core["filesets"]["bench"]["files"])
        for (const auto& [path, options] : file.items())
            if (options["file_type"] == "user") {
                CHECK(options["copyto"] == path);
                vectors.push_back(path);
            }
    CHECK(vectors == Words{"vectors/stimulus.hex", "vectors/expected.hex"});
}

std::map<std::string, std::string> bytes_of(const fs::path& directory) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        files[fs::relative(entry.path(), directory).string()] = mxgen::read_file(entry.path());
    }
    return files;
}

}  // namespace

TEST_CASE("gen writes a package that schemas and YAML readers accept") {
    const Scratch scratch;
    const auto made = scratch.mxgen({"gen", "--a", "mxfp8_e4m3", "--lanes", "8", "-o", "out"});
    INFO(made.output);
    REQUIRE(made.ok());
    const std::string schemas = MXGEN_SOURCE_DIR "/docs/schema/";
    const auto manifest =
        validated(scratch, {"out/manifest.json", schemas + "manifest.schema.json"});
    const std::string name = manifest["name"];
    CHECK(name == "dot_mxfp8_e4m3_x8_fp32");
    const auto core = validated(scratch, {"out/" + name + ".core"});
    const auto bender = validated(scratch, {"out/Bender.yml"});
    Words listed;
    std::ifstream list(scratch.path() / "out/rtl.f");
    for (std::string line; std::getline(list, line);) listed.push_back(line);
    CHECK(listed.size() >= 2);
    CHECK(core["filesets"]["rtl"]["files"] == listed);
    CHECK(bender["sources"][0]["target"] == "not(plain)");
    CHECK(bender["sources"][0]["files"] == listed);
    CHECK(bender["sources"][1]["files"] == core["filesets"]["rtl_plain"]["files"]);
    CHECK(bender["sources"][2]["target"] == "test");
    CHECK(bender["sources"][2]["files"] == Words{"vectors/" + name + "_tb.sv"});
    check_targets(core, name);
    for (const auto& file : manifest["files"]) {
        const std::string path = file["path"];
        CHECK(file["sha256"] == mxgen::sha256(mxgen::read_file(scratch.path() / "out" / path)));
    }
    CHECK(bytes_of(scratch.path() / "out").size() == manifest["files"].size() + 1);
}

TEST_CASE("equal configurations give equal bytes, by file or by flags") {
    const Scratch scratch;
    std::ofstream(scratch.path() / "c.toml") << "[a]\nformat = \"mxint8\"\n[dot]\nlanes = 4\n";
    REQUIRE(scratch.mxgen({"gen", "c.toml", "-o", "one"}).ok());
    REQUIRE(scratch.mxgen({"gen", "--a", "mxint8", "--lanes", "4", "-o", "deep/two"}).ok());
    const auto one = bytes_of(scratch.path() / "one");
    CHECK(one.size() > 8);
    CHECK(one == bytes_of(scratch.path() / "deep/two"));
}

TEST_CASE("gen says what it made, as JSON or not at all") {
    const Scratch scratch;
    CHECK_THAT(scratch.mxgen({"gen", "--a", "int4", "-o", "a"}).output, Contains("dot_int4"));
    CHECK(scratch.mxgen({"gen", "--a", "int4", "-o", "b", "--quiet"}).output.empty());
    const auto json = scratch.mxgen({"gen", "--a", "int4", "-o", "c", "--json"});
    CHECK(parse_json(json.output)["unit"] == "dot");
}

TEST_CASE("two designs live in one project") {
    const Scratch scratch;
    REQUIRE(scratch.mxgen({"gen", "--a", "mxfp4", "-o", "one"}).ok());
    REQUIRE(scratch.mxgen({"gen", "--a", "mxfp4", "--lanes", "8", "-o", "two"}).ok());
    std::set<std::string> names;
    size_t files = 0;
    for (const char* package : {"one", "two"}) {
        for (const auto& entry : fs::directory_iterator(scratch.path() / package / "rtl")) {
            const std::string name = entry.path().filename().string();
            names.insert(name);
            ++files;
        }
    }
    CHECK(files >= 4);
    CHECK(names.size() == files);
}

TEST_CASE("every subcommand has a help with an example, and bash completes it") {
    const Scratch scratch;
    const auto script = scratch.mxgen({"completion", "bash"});
    REQUIRE(script.ok());
    std::ofstream(scratch.path() / "completion") << script.output;
    const auto completed = [&](const std::string& words, int at) {
        return scratch
            .run({"bash", "-c",
                  "source completion; COMP_WORDS=(" + words +
                      "); COMP_CWORD=" + std::to_string(at) + "; _mxgen; echo ${COMPREPLY[@]}"})
            .output;
    };
    std::istringstream commands(completed("mxgen ''", 1));
    int count = 0;
    for (std::string command; commands >> command; ++count) {
        const auto help = scratch.mxgen({command, "--help"});
        INFO(command);
        CHECK(help.ok());
        CHECK_THAT(help.output, Contains("Example:"));
    }
    CHECK(count >= 2);
    CHECK_THAT(completed("mxgen gen --unit ''", 3), Contains("multiply dot array"));
    CHECK_THAT(completed("mxgen gen --lan", 2), Contains("--lanes"));
    CHECK(completed("mxgen gen --modes int8,2xi", 3) == "int8,2xint4\n");
}

TEST_CASE("zsh's completion quotes what its specifications would read as their own") {
    const Scratch scratch;
    const auto script = scratch.mxgen({"completion", "zsh"});
    REQUIRE(script.ok());
    // '--flag[description]' or '--flag[description]:value:action': no bare : [ ] ' in between.
    const Pattern specification(
        R"re( *'--[a-z0-9-]+\[((?:[^\[\]:'\\]|\\.|'\\'')*)\](:value:.*)?' \\)re");
    std::istringstream text(script.output);
    unsigned specifications = 0, escapes = 0;
    for (std::string line; std::getline(text, line);) {
        if (line.find("'--") == std::string::npos) continue;
        INFO(line);
        CHECK(specification.matches(line));
        ++specifications;
        escapes += line.find("\\:") != std::string::npos;
    }
    CHECK(specifications > 50);
    CHECK(escapes > 0);
}

TEST_CASE("the completion scripts are none but shells' own") {
    const Scratch scratch;
    for (const std::string shell : {"bash", "zsh"}) {
        const std::string script = scratch.mxgen({"completion", shell}).output;
        std::ofstream(scratch.path() / shell) << script;
        std::ofstream(scratch.path() / "wrong") << script.substr(0, script.rfind("esac"));
        if (!scratch.run({"which", shell}).ok()) {
            WARN("SKIPPED: " << shell);
            continue;
        }
        const auto read = scratch.run({shell, "-n", shell});
        INFO(read.output);
        CHECK(read.ok());
        CHECK(read.output.empty());
        CHECK_FALSE(scratch.run({shell, "-n", "wrong"}).ok());
    }
}
