// SPDX-License-Identifier: Apache-2.0
// Codes that are given to matmul, cosim, accuracy and ppa: packed tensors by name, scales of rows,
// and faults planted in them.
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <random>

#include "sw/support/json.h"
#include "tests/cli/matrix.h"
#include "tests/cli/mxgen.h"
#include "tests/cli/written.h"
#include "tests/sw/tensor/files.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using mxgen::test::Scratch;
using mxgen::test::write_matrix;
using mxgen::test::written;
using mxgen::testing::little;
using mxgen::testing::safetensors;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

constexpr int packed_macs = 3 * 64 * 5;
constexpr std::size_t npy_header = 128;

ProcessResult finished(const Scratch& scratch, Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    const auto result = scratch.mxgen(words);
    INFO(result.output);
    REQUIRE(result.ok());
    return result;
}

/// a.npy (A), w.npy (weights, N x K) and b.npy, their transposed matrix B (K x N).
void write_operands(const Scratch& scratch) {
    write_matrix(scratch.path() / "a.npy", 3, 64, 1);
    write_matrix(scratch.path() / "w.npy", 5, 64, 2);
    std::string b = written(scratch, "w.npy");
    const std::string from = "'fortran_order': False, 'shape': (5, 64)",
                      to = "'fortran_order': True, 'shape': (64, 5) ";
    b.replace(b.find(from), from.size(), to);
    mxgen::testing::write(scratch.path() / "b.npy", b);
}

/// Quantizes a.npy and w.npy into the folders qa and qw, as one file each in a layout; returns the
/// flags that give them as codes.
Words packed_operands(const Scratch& scratch, const std::string& format, const std::string& pack) {
    const std::string file = pack == "gguf" ? "packed.gguf:" : "packed.safetensors:";
    for (const std::string name : {"a", "w"})
        finished(scratch, {"quantize", name + ".npy"},
                 {"--format", format, "--pack", pack, "-o", "q" + name});
    return {"--a-codes", "qa/" + file + "a", "--b-codes", "qw/" + file + "w"};
}

/// A tensor of NVFP4 as ModelOpt lays it out, from the folder of quantize: the scale of the tensor
/// is a factor.
std::string modelopt_file(const Scratch& scratch, const std::string& folder,
                          const std::string& shape, const std::string& scale_shape, float factor) {
    const std::string codes = written(scratch, folder + "/codes.npy").substr(npy_header);
    std::string pairs;
    for (std::size_t i = 0; i < codes.size(); i += 2)
        pairs += static_cast<char>(codes[i] | codes[i + 1] << 4);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &factor, sizeof bits);
    return safetensors({{"t", "U8", shape, pairs},
                        {"t_scale", "F8_E4M3", scale_shape,
                         written(scratch, folder + "/scales.npy").substr(npy_header)},
                        {"t_scale_2", "F32", "[1]", little(bits, 4)}});
}

}  // namespace

TEST_CASE("packed tensors reach matmul and the circuit code for code") {
    const auto [format, pack] =
        GENERATE(table<std::string, std::string>({{"mxfp4", "gpt-oss"},
                                                  {"mxfp4", "gguf"},
                                                  {"mxfp4", "compressed-tensors"},
                                                  {"nvfp4", "compressed-tensors"},
                                                  {"mxfp8_e4m3", "compressed-tensors"}}));
    const Scratch scratch;
    write_operands(scratch);
    const Words codes = packed_operands(scratch, format, pack);
    INFO(format << " " << pack);
    finished(scratch, {"matmul", "--a", format},
             {"--a", "a.npy", "--b", "b.npy", "-o", "direct.npy"});
    Words words{"matmul", "--a", format, "-o", "codes.npy"};
    finished(scratch, words, codes);
    CHECK(written(scratch, "direct.npy") == written(scratch, "codes.npy"));
    if (format == "mxfp8_e4m3") return;
    const auto cosim = finished(scratch, {"cosim", "--a", format, "--lanes", "8", "--json"}, codes);
    CHECK(parse_json(cosim.output)["cosim__mismatches__count"] == 0);
    CHECK(parse_json(cosim.output)["cosim__macs__count"] >= packed_macs);
}

TEST_CASE("ModelOpt's factor is told from a divisor, and accuracy measures what codes mean") {
    const Scratch scratch;
    write_operands(scratch);
    for (const std::string name : {"a", "w"})
        finished(scratch, {"quantize", name + ".npy", "--format", "nvfp4"},
                 {"--tensor-scale", "32", "-o", "q" + name});
    mxgen::testing::write(scratch.path() / "a.safetensors",
                          modelopt_file(scratch, "qa", "[3,32]", "[3,4]", 0x1p-5f));
    mxgen::testing::write(scratch.path() / "w.safetensors",
                          modelopt_file(scratch, "qw", "[5,32]", "[5,4]", 0x1p-5f));
    const Words packed{"--a-codes", "a.safetensors:t", "--b-codes", "w.safetensors:t_scale"};
    finished(scratch, {"quantize", "b.npy", "--format", "nvfp4", "--axis", "0"},
             {"--tensor-scale", "32", "-o", "qb"});
    const Words plain{
        "--a-codes", "qa/codes.npy", "--a-scales", "qa/scales.npy", "--a-tensor-scale", "32",
        "--b-codes", "qb/codes.npy", "--b-scales", "qb/scales.npy", "--b-tensor-scale", "32"};
    finished(scratch, {"matmul", "--a", "nvfp4", "-o", "packed.npy"}, packed);
    finished(scratch, {"matmul", "--a", "nvfp4", "-o", "plain.npy"}, plain);
    CHECK(written(scratch, "packed.npy") == written(scratch, "plain.npy"));
    const Words accuracy{"accuracy", "--unit",       "dot",  "--a",
                         "nvfp4",    "--multiplier", "lmul", "--json"};
    const Json measured = parse_json(finished(scratch, accuracy, packed).output);
    CHECK(measured == parse_json(finished(scratch, accuracy, plain).output));
    CHECK(measured["error__tensor__pairs__count"] > 0);
    // What the codes mean is the reference: the multiplier alone errs.
    CHECK(measured["error__tensor__total_sqnr__db"] == measured["error__tensor__lane_sqnr__db"]);
}

TEST_CASE("one expert of a layer is an operand, with its scales") {
    const auto [format, pack] =
        GENERATE(table<std::string, std::string>({{"mxfp4", "gpt-oss"},
                                                  {"mxfp4", "gguf"},
                                                  {"nvfp4", "compressed-tensors"},
                                                  {"mxfp8_e4m3", "compressed-tensors"}}));
    INFO(format << " " << pack);
    const Scratch scratch;
    write_operands(scratch);
    // Two experts of 5 x 64.
    write_matrix(scratch.path() / "w.npy", 10, 64, 2);
    finished(scratch, {"quantize", "w.npy", "--format", format},
             {"--pack", pack, "-o", "flat", "-q"});
    std::string cube = written(scratch, "w.npy");
    cube.replace(cube.find("(10, 64), }  "), 13, "(2, 5, 64), }");
    mxgen::testing::write(scratch.path() / "w.npy", cube);
    finished(scratch, {"quantize", "w.npy", "--format", format},
             {"--pack", pack, "-o", "cube", "-q"});
    const std::string file = pack == "gguf" ? "packed.gguf:" : "packed.safetensors:";
    const auto product = [&](const std::string& codes, bool is_good = true) {
        const auto result = scratch.mxgen(
            {"matmul", "--a", format, "--a", "a.npy", "--b-codes", codes, "-o", "c.npy"});
        INFO(result.output);
        CHECK(result.code == (is_good ? 0 : 2));
        return is_good ? written(scratch, "c.npy").substr(npy_header) : result.output;
    };
    const std::string all = product("flat/" + file + "w"), first = product("cube/" + file + "w[0]"),
                      second = product("cube/" + file + "w[1]");
    constexpr std::size_t rows = 3, row_bytes = 5 * 4;
    REQUIRE(all.size() == 2 * rows * row_bytes);
    CHECK(first != second);
    for (std::size_t row = 0; row < rows; ++row)
        CHECK(all.substr(2 * row * row_bytes, 2 * row_bytes) ==
              first.substr(row * row_bytes, row_bytes) + second.substr(row * row_bytes, row_bytes));
    CHECK_THAT(product("cube/" + file + "w[2]", false), Contains("allowed: below 2"));
    CHECK_THAT(product("cube/" + file + "w[0,4]", false), Contains("two axes"));
    CHECK_THAT(product("cube/" + file + "w[-1]", false), Contains("no tensor"));
    CHECK_THAT(product("cube/" + file + "w", false), Contains("nearest: one part"));
}

TEST_CASE("packed tensors that a design does not take are refused") {
    const Scratch scratch;
    write_operands(scratch);
    const Words codes = packed_operands(scratch, "mxfp4", "gpt-oss");
    const auto refused = [&](Words more, const std::string& reason) {
        more.insert(more.begin(), {"matmul", "-o", "c.npy"});
        const auto result = scratch.mxgen(more);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains(reason));
        CHECK_FALSE(fs::exists(scratch.path() / "c.npy"));
    };
    const std::string a = "qa/packed.safetensors:a";
    refused({"--a", "nvfp4", "--a-codes", a, "--b", "b.npy"}, "nearest: mxfp4");
    refused({"--a", "mxfp4", "--block", "16", "--a-codes", a, "--b", "b.npy"}, "blocks of 32");
    refused({"--a", "mxfp4", "--a-scale-per", "row", "--a-codes", a, "--b", "b.npy"}, "a row");
    refused({"--a", "mxfp4", "--a-codes", a, "--a-scales", "qa/scales.npy", "--b", "b.npy"},
            "holds its scales itself");
    refused({"--a", "mxfp4", "--a-codes", a, "--a-tensor-scale", "2", "--b", "b.npy"},
            "holds its scales itself");
    refused({"--a", "mxfp4", "--a-codes", "qa/packed.safetensors:b", "--b", "b.npy"},
            "no tensor \"b\"");
    refused({"--a", "mxfp4", "--a-codes", "qa/packed.txt", "--b", "b.npy"}, "allowed");
    mxgen::testing::write(scratch.path() / "cube.safetensors",
                          safetensors({{"e_blocks", "U8", "[2,1,1,16]", std::string(32, '\0')},
                                       {"e_scales", "U8", "[2,1,1]", "\x7f\x7f"}}));
    refused({"--a", "mxfp4", "--a-codes", "cube.safetensors:e", "--b", "b.npy"}, "two axes");
}

TEST_CASE("codes with another order, scale or sign are another product") {
    const Scratch scratch;
    write_operands(scratch);
    packed_operands(scratch, "mxfp4", "gpt-oss");
    finished(scratch, {"quantize", "b.npy", "--format", "mxfp4", "--axis", "0"}, {"-o", "qb"});
    const auto product = [&](const std::string& codes, const std::string& scales) {
        finished(scratch, {"matmul", "--a", "mxfp4", "-o", "c.npy"},
                 {"--a-codes", codes, "--a-scales", scales, "--b-codes", "qb/codes.npy",
                  "--b-scales", "qb/scales.npy"});
        return written(scratch, "c.npy");
    };
    const std::string codes = written(scratch, "qa/codes.npy"),
                      scales = written(scratch, "qa/scales.npy");
    const std::string right = product("qa/codes.npy", "qa/scales.npy");
    std::size_t faults = 0;
    const auto faulty = [&](std::string text, std::size_t at, bool is_code) {
        std::swap(text[npy_header + at], text[npy_header + at + 1]);
        if (text == (is_code ? codes : scales)) return;
        mxgen::testing::write(scratch.path() / "f.npy", text);
        CHECK(product(is_code ? "f.npy" : "qa/codes.npy", is_code ? "qa/scales.npy" : "f.npy") !=
              right);
        ++faults;
    };
    for (const std::size_t at : {0, 1, 31, 62, 100, 190}) faulty(codes, at, true);
    for (const std::size_t at : {0, 1, 2, 3, 4}) faulty(scales, at, false);
    CHECK(faults >= 6);
}

TEST_CASE("the energy of codes is that of the tensors that they are of") {
    const Scratch scratch;
    write_operands(scratch);
    for (const std::string name : {"a", "b"})
        finished(scratch, {"quantize", name + ".npy", "--format", "int4"},
                 {"--axis", name == "a" ? "1" : "0", "-o", "q" + name});
    const auto energy = [&](const std::string& out, const Words& data) {
        finished(
            scratch,
            {"ppa", "--unit", "dot", "--a", "int4", "--lanes", "2", "--block", "2", "--accumulator",
             "none", "--name", "d", "--energy-cycles", "400", "-q", "-o", out},
            data);
        return parse_json(written(scratch, out + "/d/metrics.json"))["synth__energy__per_mac__pj"]
            .get<double>();
    };
    const double tensors = energy("t", {"--a", "a.npy", "--b", "b.npy"});
    CHECK(tensors > 0);
    CHECK(energy("c", {"--a-codes", "qa/codes.npy", "--b-codes", "qb/codes.npy"}) == tensors);
}
