// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <fstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/matrix.h"
#include "tests/cli/mxgen.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using mxgen::test::Scratch;
using mxgen::test::write_matrix;

namespace {

/// A .npy file of a matrix: `type` is NumPy's name, `bytes` the elements in C order.
void write_array(const std::filesystem::path& path, const std::string& type, int rows, int cols,
                 const std::string& bytes) {
    std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" +
                         std::to_string(rows) + ", " + std::to_string(cols) + "), }";
    header.resize(117, ' ');
    std::ofstream(path, std::ios::binary)
        << std::string("\x93NUMPY\x01\x00v\x00", 10) << header << '\n'
        << bytes;
}

/// A of 3 x 37 and B of 37 x 5, quantized into the folders qa and qb: every last block is a tail.
struct QuantizedPair {
    explicit QuantizedPair(const std::string& format) : format(format) {
        write_matrix(scratch.path() / "a.npy", 3, 37, 1);
        write_matrix(scratch.path() / "b.npy", 37, 5, 2);
        for (const std::string name : {"a", "b"}) {
            const auto done =
                scratch.mxgen({"quantize", name + ".npy", "--format", format, "--axis",
                               name == "a" ? "1" : "0", "--json", "-o", "q" + name});
            INFO(format << ": " << done.output);
            REQUIRE(done.ok());
            const Json stats = parse_json(done.output);
            std::vector<std::string> words{"--" + name + "-codes", "q" + name + "/codes.npy"};
            if (std::filesystem::exists(scratch.path() / ("q" + name) / "scales.npy"))
                words.insert(words.end(), {"--" + name + "-scales", "q" + name + "/scales.npy"});
            if (stats.contains("tensor_scale"))
                words.insert(words.end(),
                             {"--" + name + "-tensor-scale", stats["tensor_scale"].dump()});
            codes.insert(codes.end(), words.begin(), words.end());
        }
    }

    Scratch scratch;
    std::string format;
    std::vector<std::string> codes;  ///< the flags
};

ProcessResult run(const Scratch& scratch, std::vector<std::string> words,
                  const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return scratch.mxgen(words);
}

}  // namespace

TEST_CASE("codes of quantize give the product of the tensors, bit for bit") {
    const std::string format =
        GENERATE(as<std::string>(), "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",
                 "mxint8", "nvfp4", "nvint4", "int8", "int4", "e4m3", "e5m2", "bf16", "dfp16");
    const QuantizedPair pair(format);
    const std::vector<std::string> head{"matmul", "--a", format};
    const auto direct =
        run(pair.scratch, head, {"--a", "a.npy", "--b", "b.npy", "-o", "direct.npy"});
    INFO(format << ": " << direct.output);
    REQUIRE(direct.ok());
    auto words = pair.codes;
    words.insert(words.end(), {"-o", "codes.npy"});
    const auto given = run(pair.scratch, head, words);
    INFO(given.output);
    REQUIRE(given.ok());
    CHECK(read_file(pair.scratch.path() / "direct.npy") ==
          read_file(pair.scratch.path() / "codes.npy"));
}

TEST_CASE("codes that no quantizer writes reach the golden model and the circuit") {
    const Scratch scratch;
    // -0, NaN, +1, -1 in e4m3 under the scales 2^0, 2^-127, NaN and 2^3: by rows of A.
    write_array(
        scratch.path() / "a.npy", "|u1", 4, 4,
        std::string("\x80\x38\x38\xb8\x38\x38\x38\x38\x38\x38\x38\x38\x38\x7f\x38\x38", 16));
    write_array(scratch.path() / "as.npy", "|u1", 4, 1, std::string("\x7f\x00\xff\x82", 4));
    write_array(scratch.path() / "b.npy", "|u1", 4, 2, "\x38\x40\x38\x40\x38\x40\x38\x40");
    write_array(scratch.path() / "bs.npy", "|u1", 1, 2, "\x7f\x80");
    const std::vector<std::string> words{"--a",       "mxfp8_e4m3", "--block",    "4",
                                         "--a-codes", "a.npy",      "--a-scales", "as.npy",
                                         "--b-codes", "b.npy",      "--b-scales", "bs.npy",
                                         "--lanes",   "4",          "--json"};
    const auto product = run(scratch, {"matmul", "-o", "c.npy"}, words);
    INFO(product.output);
    REQUIRE(product.ok());
    CHECK(parse_json(product.output)["error__sqnr__db"].is_null());
    const std::string bytes = read_file(scratch.path() / "c.npy");
    std::vector<float> c(8);
    std::memcpy(c.data(), bytes.data() + 128, sizeof(float) * c.size());
    // -0 + 1 + 1 - 1 times 1; the second column is 2 at scale 2.
    CHECK(c[0] == 1);
    CHECK(c[1] == 4);
    CHECK(c[2] == std::ldexp(4.0f, -127));
    CHECK(c[3] == std::ldexp(16.0f, -127));
    for (std::size_t i = 4; i < 8; ++i) CHECK(std::isnan(c[i]));
    const auto simulated = run(scratch, {"cosim"}, words);
    INFO(simulated.output);
    REQUIRE(simulated.ok());
    CHECK(parse_json(simulated.output)["cosim__mismatches__count"] == 0);
    CHECK(parse_json(simulated.output)["cosim__vectors__count"] > 0);
    CHECK_THAT(run(scratch, {"accuracy"}, words).output, Contains("allowed: finite numbers"));
}

TEST_CASE("given codes are refused where they are none, with count and place") {
    const Scratch scratch;
    write_array(scratch.path() / "a.npy", "|u1", 1, 4, "\x01\x10\x02\x11");
    write_array(scratch.path() / "b.npy", "|u1", 4, 1, "\x01\x01\x02\x03");
    write_array(scratch.path() / "s.npy", "|u1", 1, 1, "\x7f");
    write_array(scratch.path() / "s2.npy", "|u1", 1, 2, "\x7f\x7f");
    write_array(scratch.path() / "i.npy", "|i1", 1, 4, "\xff\x07\xf8\x01");
    const auto refused = [&](const std::vector<std::string>& words, const std::string& reason) {
        const auto result = run(scratch, {"matmul", "-o", "c.npy", "--b-codes", "b.npy"}, words);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains(reason));
    };
    refused({"--a", "int4", "--a-codes", "a.npy"},
            "2 of 4 codes are out of range, the first at [0, 1]: 0x10");
    refused({"--a", "int8", "--a-codes", "a.npy", "--a-scales", "s.npy"}, "int8 has no scales");
    refused({"--a", "int8", "--a-codes", "a.npy", "--a", "i.npy"}, "both given");
    refused({"--a", "int8", "--a-scales", "s.npy"}, "goes with codes");
    refused({"--a", "mxint8", "--a-codes", "a.npy"}, "needs scales");
    refused({"--a", "mxint8", "--a-codes", "a.npy", "--a-scales", "s2.npy"}, "allowed: (1, 1)");
    refused({"--a", "e4m3", "--a-codes", "i.npy"}, "type |i1");
    refused({"--a", "int8", "--a-codes", "a.npy", "--a-tensor-scale", "2"},
            "no scale of the tensor");
    refused({"--a", "int8", "--a-codes", "a.npy", "--a-tensor-scale", "x"}, "is no number");
    CHECK(run(scratch, {"matmul", "-o", "c.npy", "--b-codes", "b.npy"},
              {"--a", "int4", "--a-codes", "i.npy"})
              .ok());
}

TEST_CASE("integers that a format changes are counted, with the flag that keeps them") {
    const Scratch scratch;
    write_array(scratch.path() / "a.npy", "|i1", 1, 4, "\x80\x01\x80\x7f");
    write_array(scratch.path() / "b.npy", "|i1", 4, 1, "\x01\x01\x02\x03");
    const std::vector<std::string> words{"--a", "int8", "--a", "a.npy", "--b", "b.npy"};
    const auto warned = run(scratch, {"matmul", "-o", "c.npy"}, words);
    REQUIRE(warned.ok());
    CHECK_THAT(warned.output,
               Contains("2 of 4 integers change in int8; --clip asymmetric keeps them"));
    const auto kept =
        run(scratch, {"matmul", "-o", "d.npy", "--json", "--clip", "asymmetric"}, words);
    REQUIRE(kept.ok());
    CHECK(parse_json(kept.output)["data__a__changed__count"] == 0);
    const auto quiet = run(scratch, {"matmul", "-o", "e.npy", "-q"}, words);
    CHECK(quiet.output.empty());
}
