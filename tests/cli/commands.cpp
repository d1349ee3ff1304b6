// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/commands.h"

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/matrix.h"

namespace mxgen::test {

namespace fs = std::filesystem;

namespace {

using Arguments = std::vector<std::string>;

Arguments joined(const std::vector<Arguments>& parts) {
    Arguments all;
    for (const Arguments& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

const Arguments smallest_dot{"--unit", "dot",     "--a", "int2",          "--block",
                             "2",      "--lanes", "2",   "--accumulator", "none"};
const Arguments four_elements{"--unit", "array",   "--a", "mxfp4",  "--b", "mxfp4",  "--lanes",
                              "4",      "--block", "4",   "--rows", "2",   "--cols", "2"};

bool is_timed(const fs::path& path) {
    return path.string().find("/synthesis/") != std::string::npos &&
           (path.extension() == ".log" || path.filename() == "timing.txt");
}

/// The digest of a file; of a metrics.json without the digest of a run, which covers logs.
std::string digest_of(const fs::path& file) {
    const std::string text = read_file(file, std::size_t{1} << 30);
    if (file.filename() != "metrics.json") return sha256(text);
    auto json = parse_json(text);
    if (json.is_object()) json.erase("run__digest");
    return json.is_discarded() ? "no JSON" : sha256(json.dump());
}

}  // namespace

const std::vector<CommandUse>& command_uses() {
    static const Arguments wide{"--unit", "dot", "--a", "mxfp8_e4m3", "--lanes", "32"};
    static const Arguments tensors{"--a", "a.npy", "--b", "b.npy"};
    static const std::vector<CommandUse> uses{
        {"gen", joined({{"gen"}, wide, {"-o", "out"}}), {"out"}},
        {"cosim",
         joined({{"cosim"}, smallest_dot, {"--vectors", "2000", "-o", "sim"}}),
         {"sim"},
         true},
        {"cosim --sc",
         joined({{"cosim", "--sc"}, four_elements, {"--vectors", "200", "-o", "sim"}}),
         {"sim"},
         true},
        {"matmul",
         joined({{"matmul"}, four_elements, tensors, {"-o", "c.npy"}}),
         {"c.npy"},
         false,
         true},
        {"accuracy",
         {"accuracy", "--unit", "multiply", "--a", "e4m3", "--multiplier", "lmul", "-o", "acc"},
         {"acc"},
         false,
         true},
        {"quantize", {"quantize", "x.npy", "--format", "nvfp4", "-o", "q"}, {"q"}},
        {"quantize --pack",
         {"quantize", "x.npy", "--format", "mxfp4", "--pack", "gguf", "-o", "p"},
         {"p"}},
        {"tensors", {"tensors", "x.npy"}},
        {"formats", {"formats", "e5m10", "--codes"}},
        {"ppa", joined({{"ppa"}, smallest_dot, {"-o", "runs"}}), {"runs"}, true, true},
        {"compare",
         {"compare", "run", "--csv", "c.csv", "--html", "c.html", "--accelergy", "c.txt",
          "--bitfusion", "b.csv", "--accelforge", "f.yaml"},
         {"c.csv", "c.html", "c.txt", "b.csv", "f.yaml"},
         false,
         true},
        {"workload",
         joined({{"workload", "network.toml", "--scale-sim", "scale", "--zigzag", "zigzag"},
                 four_elements}),
         {"scale", "zigzag"},
         false,
         true},
        {"infer", joined({{"infer", "trained.toml"}, four_elements})},
        {"sweep",
         {"sweep", "space.toml", "--estimate", "-o", "sw"},
         {"sw/results.json", "sw/results.csv", "sw/report.html"},
         false,
         true},
        {"store", {"store", "list"}},
        {"explain", joined({{"explain"}, wide})},
        {"doctor", {"doctor"}},
        {"completion", {"completion", "bash"}},
        {"man", {"man", "gen"}},
    };
    return uses;
}

void make_inputs(const fs::path& directory) {
    write_matrix(directory / "x.npy", 512, 1024, 1);
    write_matrix(directory / "a.npy", 96, 64, 1);
    write_matrix(directory / "b.npy", 64, 96, 1);
    write_file(directory / "network.toml", "[[row]]\nname = \"x\"\nM = 4\nK = 64\nN = 4\n");
    write_file(directory / "trained.toml",
               "[network]\ninput = \"a.npy\"\n[[layer]]\nweights = \"b.npy\"\n");
    fs::create_directories(directory / "run");
    fs::create_directories(directory / "tmp");
    write_file(directory / "space.toml",
               "[axes]\na.format = [\"int2\", \"int3\"]\ndot.lanes = [2, 4]\n");
    write_file(directory / "run/metrics.json",
               R"({"name": "run", "width": 8, "synth__energy__per_mac__pj": 1.5,)"
               R"( "synth__design__instance__area__stdcell": 2, "technology": "t"})");
}

std::vector<std::string> leftovers(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const std::string path = entry.path().lexically_relative(directory).string();
        const std::string name = entry.path().filename().string();
        if (path.starts_with("tmp/") || name.find(".partial-") != name.npos ||
            name.starts_with(".building-"))
            names.push_back(path);
    }
    return names;
}

std::map<std::string, std::string> written_by(const CommandUse& use, const fs::path& directory) {
    std::map<std::string, std::string> found;
    for (const std::string& output : use.outputs) {
        const fs::path path = directory / output;
        if (fs::is_regular_file(path)) found[output] = digest_of(path);
        if (!fs::is_directory(path)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(path))
            if (entry.is_regular_file() && !is_timed(entry.path()))
                found[entry.path().lexically_relative(directory).string()] =
                    digest_of(entry.path());
    }
    return found;
}

void remove_outputs(const CommandUse& use, const fs::path& directory) {
    for (const std::string& output : use.outputs) fs::remove_all(directory / output);
}

}  // namespace mxgen::test
