// SPDX-License-Identifier: Apache-2.0
// docs/your-data.md as a user follows it, and what it says.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"
#include "tests/support/page.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using namespace mxgen::test;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

void bring_data(const Scratch& scratch) {
    for (const char* name : {"act1.npy", "w2.npy"})
        fs::copy_file(fs::path(MXGEN_SOURCE_DIR) / "tests/data" / name, scratch.path() / name);
}

/// The square matrix of a .npy file of fp32 in Fortran order, or as doubles.
void rewrite(const fs::path& from, const fs::path& to, const std::string& descr, bool is_fortran) {
    const std::string file = read_file(from);
    const std::size_t side = 256;
    std::string header = "{'descr': '" + descr +
                         "', 'fortran_order': " + (is_fortran ? "True" : "False") +
                         ", 'shape': (256, 256), }";
    header.resize(117, ' ');
    std::ofstream out(to, std::ios::binary);
    out << std::string("\x93NUMPY\x01\x00v\x00", 10) << header << '\n';
    for (std::size_t i = 0; i < side * side; ++i) {
        const std::size_t at = is_fortran ? i % side * side + i / side : i;
        float x = 0;
        file.copy(reinterpret_cast<char*>(&x), sizeof x, 128 + at * sizeof x);
        const double wide = x;
        if (descr == "<f8")
            out.write(reinterpret_cast<const char*>(&wide), sizeof wide);
        else
            out.write(reinterpret_cast<const char*>(&x), sizeof x);
    }
}

std::string bytes(const Scratch& scratch, const std::string& name) {
    return read_file(scratch.path() / name);
}

}  // namespace

TEST_CASE("the commands of the page on data work, one after the other") {
    const Scratch scratch;
    bring_data(scratch);
    std::size_t done = 0;
    for (Words command : commands_of_page(MXGEN_SOURCE_DIR "/docs/your-data.md")) {
        REQUIRE(command.front() == "mxgen");
        command.erase(command.begin());
        const auto result = scratch.mxgen(command);
        INFO(command.front() << " " << command.at(1) << "\n" << result.output);
        CHECK(result.ok());
        ++done;
    }
    CHECK(done == 18);
    // MXFP4 as numbers of the transposed matrix and as its codes is the same product; what is
    // packed is what was quantized.
    CHECK(bytes(scratch, "e.npy") == bytes(scratch, "g.npy"));
    CHECK(bytes(scratch, "oss/codes.npy") == bytes(scratch, "gg/codes.npy"));
    REQUIRE(
        scratch.mxgen({"tensors", "oss/packed.safetensors", "--tensor", "w2_blocks", "-o", "o2"})
            .ok());
    REQUIRE(scratch.mxgen({"tensors", "gg/packed.gguf", "-o", "g2"}).ok());
    REQUIRE(scratch.mxgen({"tensors", "nv/packed.safetensors:w2_packed", "-o", "n2"}).ok());
    for (const char* name : {"codes.npy", "scales.npy", "dequantized.npy"})
        for (const auto& [written, read] :
             {std::pair{"oss/", "o2/"}, {"gg/", "g2/"}, {"nv/", "n2/"}}) {
            INFO(read << name);
            CHECK(bytes(scratch, std::string(written) + name) ==
                  bytes(scratch, std::string(read) + name));
        }
}

TEST_CASE("tensors are listed as they are, and codes are no numbers") {
    const Scratch scratch;
    bring_data(scratch);
    REQUIRE(scratch
                .mxgen({"quantize", "w2.npy", "--format", "nvfp4", "--pack", "compressed-tensors",
                        "-o", "nv"})
                .ok());
    const auto listed = scratch.mxgen({"tensors", "nv/packed.safetensors", "--json"});
    REQUIRE(listed.ok());
    const Json rows = parse_json(listed.output)["tensors"];
    REQUIRE(rows.size() == 3);
    CHECK(rows[0]["name"] == "w2_global_scale");
    CHECK(rows[0]["as"] == "scales");
    CHECK(rows[1]["as"] == "codes");
    CHECK(rows[1]["format"] == "nvfp4");
    CHECK(rows[1]["shape"] == Json({256, 128}));
    CHECK(rows[1]["elements"] == Json({256, 256}));
    CHECK(rows[2]["bytes"] == 256 * 16);
    const auto fails = [&](const Words& words, const std::string& message) {
        const auto result = scratch.mxgen(words);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains(message));
    };
    const Words product{"matmul", "--unit", "dot",    "--a", "mxfp4", "--b",
                        "mxfp4",  "--b",    "w2.npy", "-o",  "c.npy"};
    auto with = [&](const Words& more) {
        Words words = product;
        words.insert(words.end(), more.begin(), more.end());
        return words;
    };
    fails(with({"--a", "nv/packed.safetensors:w2_packed"}), "packed codes of nvfp4");
    fails(with({"--a", "act1.npy", "--dtype", "e4m3"}), "allowed: fp32");
    fails(with({"--a", "act1.npy", "--b-dtype", "e4m3"}), "w2.npy: --dtype");
    fails({"quantize", "w2.npy", "--format", "mxfp4", "--dtype", "bf16", "-o", "x"},
          "allowed: fp32");
    fails({"quantize", "w2.npy", "--format", "mxfp4", "--pack", "gpt_oss", "-o", "x"},
          "nearest: gpt-oss");
    fails({"quantize", "w2.npy", "--format", "mxfp4", "--pack", "gguf", "--axis", "0", "-o", "x"},
          "--axis -1");
    fails({"quantize", "w2.npy", "--format", "e4m3", "--pack", "gguf", "-o", "x"},
          "allowed: mxfp4");
    fails(with({"--a", "act1.npy", "--dtype", ""}), "allowed: uint8");
    fails({"accuracy", "--unit", "dot", "--a", "mxfp4", "--dtype", "e4m3"}, "there is no tensor");
    fails({"tensors", "w2.bin"}, "no tensor file");
    fails({"tensors", "w2.npy", "-o", "x"}, "packed in no layout");
    fails({"tensors", "nv/packed.safetensors", "--transpose"}, "with -o DIR");
    CHECK_FALSE(fs::exists(scratch.path() / "x"));
    CHECK_FALSE(fs::exists(scratch.path() / "c.npy"));
}

TEST_CASE("the order of a file and the width of its numbers change nothing that they hold") {
    const Scratch scratch;
    bring_data(scratch);
    const std::vector<std::pair<std::string, bool>> copies{
        {"<f4", false}, {"<f4", true}, {"<f8", false}, {"<f8", true}};
    std::vector<std::string> codes, products, errors;
    for (std::size_t i = 0; i < copies.size(); ++i) {
        const std::string name = "copy" + std::to_string(i) + ".npy", out = std::to_string(i);
        rewrite(scratch.path() / "w2.npy", scratch.path() / name, copies[i].first,
                copies[i].second);
        REQUIRE(scratch.mxgen({"quantize", name, "--format", "mxfp6_e2m3", "-o", "q" + out}).ok());
        codes.push_back(bytes(scratch, "q" + out + "/codes.npy") +
                        bytes(scratch, "q" + out + "/stats.json"));
        REQUIRE(scratch
                    .mxgen({"matmul", "--unit", "dot", "--a", "mxfp8_e4m3", "--b", "mxfp4", "--a",
                            "act1.npy", "--b", name, "-o", "c" + out})
                    .ok());
        products.push_back(bytes(scratch, "c" + out));
        const auto accuracy = scratch.mxgen({"accuracy", "--unit", "dot", "--a", "mxfp8_e4m3",
                                             "--b", "mxfp8_e4m3", "--multiplier", "lmul", "--a",
                                             "act1.npy", "--b", name, "--samples", "2", "--json"});
        INFO(accuracy.output);
        REQUIRE(accuracy.ok());
        errors.push_back(accuracy.output);
        CHECK((codes[i] == codes[0]));
        CHECK((products[i] == products[0]));
        CHECK((errors[i] == errors[0]));
    }
}
