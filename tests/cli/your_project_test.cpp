// SPDX-License-Identifier: Apache-2.0
// docs/your-project.md as a user follows it, and the project files as their tools read them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"
#include "tests/support/page.h"
#include "tests/support/tools.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using namespace mxgen::test;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

/// A YAML file as JSON.
Json yaml(const Scratch& scratch, const std::string& file) {
    const auto result = scratch.run(
        {"/usr/bin/python3", "-c",
         "import json, sys, yaml\ntext = open(sys.argv[1]).read().replace('CAPI=2:\\n', '', 1)\n"
         "print(json.dumps(yaml.safe_load(text)))",
         file});
    INFO(result.output);
    REQUIRE(result.ok());
    return parse_json(result.output);
}

/// Sections, keys and tool options of a core as the documentation of FuseSoC (CAPI2 reference) and
/// of Edalize (Tool API) lists them, as far as packages use them.
void check_keys(const Json& json, const Words& allowed) {
    for (const auto& [key, value] : json.items()) {
        INFO(key);
        CHECK(std::find(allowed.begin(), allowed.end(), key) != allowed.end());
    }
}

void check_core(const Json& core) {
    check_keys(core, {"name", "description", "filesets", "targets", "generators"});
    const Json filesets = core.value("filesets", Json::object());
    const Json targets = core.value("targets", Json::object());
    for (const auto& [name, fileset] : filesets.items())
        check_keys(fileset, {"files", "file_type"});
    for (const auto& [name, target] : targets.items()) {
        INFO(name);
        check_keys(target, {"filesets", "toplevel", "default_tool", "tools", "description"});
        for (const auto& fileset : target["filesets"])
            CHECK(core["filesets"].contains(fileset.get<std::string>()));
        if (!target.contains("tools")) continue;
        CHECK(target["tools"].contains(target["default_tool"].get<std::string>()));
        for (const auto& [tool, options] : target["tools"].items()) {
            if (tool == "icarus") check_keys(options, {"iverilog_options"});
            if (tool == "verilator") check_keys(options, {"mode", "verilator_options"});
            if (tool == "yosys") {
                check_keys(options, {"arch"});
                const Words known{"xilinx", "ice40", "ecp5"};
                CHECK(std::count(known.begin(), known.end(), options["arch"].get<std::string>()) ==
                      1);
            }
        }
    }
}

/// A target in a directory of its own, as FuseSoC lays its files and Edalize calls its tool.
class TargetRun {
  public:
    TargetRun(const Scratch& scratch, const std::string& package, const Json& core,
              const std::string& target)
        : folder_(scratch.path() / ("work_" + package + "_" + target)),
          target_(core["targets"][target]) {
        for (const auto& name : target_["filesets"]) {
            const Json& fileset = core["filesets"][name.get<std::string>()];
            for (const auto& file : fileset["files"]) lay(scratch.path() / package, file, fileset);
        }
    }

    ProcessResult with(const std::string& tool) const {
        const std::string top = target_["toplevel"];
        Words words;
        if (tool == "icarus") {
            words = {"iverilog", "-s", top, "-o", "core.vvp"};
            append(words, target_["tools"]["icarus"]["iverilog_options"]);
        } else if (tool == "verilator") {
            words = {
                "verilator",    "--" + target_["tools"]["verilator"]["mode"].get<std::string>(),
                "--Mdir",       ".",
                "--top-module", top};
            append(words, target_["tools"]["verilator"]["verilator_options"]);
        } else {
            std::string script = "read_verilog -sv";
            for (const std::string& source : sources_) script += " " + source;
            return run({"yosys", "-q", "-p",
                        script + "; synth_" + target_["tools"]["yosys"]["arch"].get<std::string>() +
                            " -top " + top});
        }
        words.insert(words.end(), sources_.begin(), sources_.end());
        const auto built = run(words);
        if (!built.ok() || tool != "icarus") return built;
        return run({"vvp", "-n", "core.vvp"});
    }

    ProcessResult run(const Words& words) const {
        ProcessOptions options;
        options.directory = folder_;
        options.timeout = std::chrono::minutes(5);
        return run_process(words, options);
    }
    const std::string& default_tool() const {
        return target_["default_tool"].get_ref<const std::string&>();
    }

  private:
    static void append(Words& words, const Json& more) {
        for (const auto& word : more) words.push_back(word);
    }
    void lay(const fs::path& package, const Json& file, const Json& fileset) {
        const bool is_plain = file.is_string();
        const std::string path = is_plain ? file.get<std::string>() : file.items().begin().key();
        const Json options = is_plain ? Json::object() : file[path];
        const std::string type = options.value("file_type", fileset.value("file_type", ""));
        const bool is_source = type == "systemVerilogSource";
        // What has no place of its own lies under its package.
        const fs::path to = folder_ / options.value("copyto", "src/package/" + path);
        fs::create_directories(to.parent_path());
        fs::copy_file(package / path, to, fs::copy_options::overwrite_existing);
        if (is_source) sources_.push_back(fs::relative(to, folder_).string());
    }

    fs::path folder_;
    Json target_;
    Words sources_;
};

void check_run(const ProcessResult& result, const std::string& output) {
    INFO(tail(result.output, 10));
    CHECK(result.ok());
    CHECK_THAT(result.output, Contains(output));
}

const Words wrapped_dot{"gen",       "--unit",     "dot",    "--a", "mxfp4", "--block", "2",
                        "--wrapper", "axi_stream", "--name", "d",   "-o",    "d"};

}  // namespace

TEST_CASE("the commands of the page on projects work, one after the other") {
    const Scratch scratch;
    fs::path folder = scratch.path();
    std::size_t done = 0;
    for (Words words : commands_of_page(MXGEN_SOURCE_DIR "/docs/your-project.md")) {
        INFO(fmt::format("{}", fmt::join(words, " ")));
        if (words[0] == "cd") {
            folder = fs::weakly_canonical(folder / words.at(1));
            continue;
        }
        if (words[0] != "mxgen" && !is_installed(words[0])) continue;
        if (words[0] == "mxgen") words[0] = MXGEN_BINARY_DIR "/mxgen";
        ProcessOptions options;
        options.directory = folder;
        const auto result = run_process(words, options);
        INFO(result.output);
        CHECK(result.ok());
        if (words[0] == "vvp") CHECK_THAT(result.output, Contains("PASS"));
        ++done;
    }
    CHECK(done >= 7);
}

TEST_CASE("every target of a core runs as its tool is called") {
    const Scratch scratch;
    REQUIRE(scratch.mxgen(wrapped_dot).ok());
    const Json core = yaml(scratch, "d/d.core");
    check_core(core);
    CHECK(core["targets"].size() == 7);
    CHECK(core["targets"]["default"]["toplevel"] == "d_axi_stream");
    for (const char* target : {"sim", "sim_plain", "sim_axi_stream"}) {
        const TargetRun run(scratch, "d", core, target);
        CHECK(run.default_tool() == "icarus");
        check_run(run.with("icarus"), "PASS");
    }
    check_run(TargetRun(scratch, "d", core, "lint").with("verilator"), "");
    check_run(TargetRun(scratch, "d", core, "synth").with("yosys"), "");
}

TEST_CASE("a core's bench runs in Verilator as Edalize calls it", "[.soak]") {
    const Scratch scratch;
    REQUIRE(scratch.mxgen(wrapped_dot).ok());
    const Json core = yaml(scratch, "d/d.core");
    for (const std::string target : {"sim", "sim_axi_stream"}) {
        const TargetRun verilated(scratch, "d", core, target);
        check_run(verilated.with("verilator"), "");
        const std::string top = core["targets"][target]["toplevel"];
        check_run(verilated.run({"./V" + top}), "PASS");
    }
}

TEST_CASE("the generator makes a core of the name that FuseSoC asks for") {
    const Scratch scratch;
    std::ofstream(scratch.path() / "c.toml") << "[a]\nformat = \"int4\"\n[dot]\nlanes = 4\n";
    const auto generated = [&](const std::string& parameters) {
        std::ofstream(scratch.path() / "gapi.yml")
            << "gapi: '1.0'\nvlnv: my:lib:soc-dot:1.0\nfiles_root: " << scratch.path().string()
            << "\nparameters:\n"
            << parameters;
        return scratch.run(
            {"python3", MXGEN_SOURCE_DIR "/sw/fusesoc/mxgen_generator.py", "gapi.yml"},
            {{"MXGEN", MXGEN_BINARY_DIR "/mxgen"}});
    };
    for (int again = 0; again < 2; ++again) {
        const auto made = generated("  config: c.toml\n  options: {name: asked, initial: true}\n");
        INFO(made.output);
        REQUIRE(made.ok());
        const Json core = yaml(scratch, "design/asked.core");
        check_core(core);
        CHECK(core["name"] == "my:lib:soc-dot:1.0");
        for (const auto& file : core["filesets"]["rtl"]["files"])
            CHECK(fs::exists(scratch.path() / "design" / file.get<std::string>()));
        CHECK_THAT(read_file(scratch.path() / "design/rtl/asked.sv"), Contains("c_i"));
    }
    CHECK(generated("  options: {a: int4, lanes: 0}\n").code == 2);
    CHECK_THAT(generated("  file: c.toml\n").output, Contains("allowed are config and options"));
    const Json generator = yaml(scratch, MXGEN_SOURCE_DIR "/sw/fusesoc/mxgen.core");
    check_core(generator);
    check_keys(generator["generators"]["mxgen"],
               {"command", "interpreter", "description", "usage", "cache_type"});
    CHECK(generator["generators"]["mxgen"]["command"] == "mxgen_generator.py");
}

TEST_CASE("Tcl for Vivado and Quartus adds every source, from any directory") {
    const Scratch scratch;
    REQUIRE(scratch.mxgen(wrapped_dot).ok());
    std::string wanted;
    std::istringstream list(read_file(scratch.path() / "d/rtl.f"));
    for (std::string line; std::getline(list, line);)
        wanted += (fs::canonical(scratch.path()) / "d" / line).string() + "\n";
    for (const char* tool : {"vivado", "quartus"}) {
        std::ofstream(scratch.path() / "read.tcl")
            << "proc add_files {args} { puts [lindex $args end] }\n"
               "proc get_files {args} { return $args }\nproc set_property {args} {}\n"
               "proc set_global_assignment {name key file} {\n"
               "  if {$key ne \"SYSTEMVERILOG_FILE\"} { error $key }\n  puts $file\n}\n"
            << "set file d/d_" << tool << ".tcl\ninfo script $file\n"
            << "eval [read [open $file]]\nexit\n";
        const auto read = scratch.run({"sta", "-no_splash", "-exit", "read.tcl"});
        INFO(tool);
        CHECK(read.output == wanted);
    }
}

TEST_CASE("VHDL joins its component with signals of the manifest's widths") {
    if (!has({"ghdl"})) return;
    const Scratch scratch;
    // A name that VHDL would refuse: reserved there, as are two underscores.
    for (const std::string name : {"d", "entity", "a__b"}) {
        auto words = wrapped_dot;
        words[10] = name, words[12] = name;
        REQUIRE(scratch.mxgen(words).ok());
        const Json manifest = parse_json(read_file(scratch.path() / name / "manifest.json"));
        const auto joined = [&](int wrong_by) {
            std::string signals, ports;
            for (const auto& port : manifest["ports"]) {
                const std::string port_name = port["name"];
                const int width = port["width"].get<int>() + (port_name == "a_i" ? wrong_by : 0);
                signals +=
                    "  signal s_" + port_name + " : std_logic" +
                    (width == 1 ? "" : "_vector(" + std::to_string(width - 1) + " downto 0)") +
                    ";\n";
                ports += (ports.empty() ? "" : ", ") + port_name + " => s_" + port_name;
            }
            const bool basic = name == "d";
            const std::string package = name == "a__b" ? "\\a__b_component\\" : name + "_component";
            std::ofstream(scratch.path() / "user.vhd")
                << "library ieee;\nuse ieee.std_logic_1164.all;\nuse work." << package
                << ".all;\nentity user is end entity;\narchitecture a of user is\n"
                << signals << "begin\n  u : " << (basic ? name : "\\" + name + "\\")
                << " port map (" << ports << ");\nend architecture;\n";
            for (const Words& step : {Words{"ghdl", "-a", "--std=08", name + "/" + name + ".vhd"},
                                      Words{"ghdl", "-a", "--std=08", "user.vhd"},
                                      Words{"ghdl", "--elab-run", "--std=08", "user"}}) {
                const auto result = scratch.run(step);
                UNSCOPED_INFO(result.output);
                if (!result.ok()) return false;
            }
            return true;
        };
        INFO(name);
        CHECK(joined(0));
        CHECK_FALSE(joined(1));
    }
}
