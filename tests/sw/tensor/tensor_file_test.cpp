// SPDX-License-Identifier: Apache-2.0
// Files of several tensors: checkpoints in shards, GGUF; and types that files do not name.
#include "sw/tensor/tensor_file.h"

#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "sw/tensor/gguf.h"
#include "sw/tensor/inputs.h"
#include "sw/tensor/npy.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"
#include "tests/sw/tensor/files.h"

using namespace mxgen;
using namespace mxgen::tensor;
using Catch::Matchers::Contains;
using mxgen::testing::GgufPiece;
using mxgen::testing::Piece;
using mxgen::testing::write;

namespace {

const std::string one("\0\0\x80\x3f", 4), two("\0\0\0\x40", 4);

std::string refused(const std::string& argument, const std::string& dtype = {}) {
    return mxgen::testing::refusal([&] { read_tensor(argument, dtype); });
}

std::string refused_gguf(const std::string& bytes) {
    return mxgen::testing::refusal([&] { parse_gguf(std::as_bytes(std::span(bytes)), "x"); });
}

}  // namespace

TEST_CASE("a tensor of a checkpoint in shards is found by the index") {
    const mxgen::testing::ScratchFolder scratch("shards");
    const std::string index = (scratch.path() / "model.safetensors.index.json").string();
    write(scratch.path() / "m-1.safetensors",
          mxgen::testing::safetensors({{"a/b:c", "F32", "[1]", one}}));
    write(scratch.path() / "m-2.safetensors",
          mxgen::testing::safetensors({{"w", "F32", "[2,1]", one + two}}));
    write(index,
          R"({"metadata":{"total_size":12},"weight_map":{"w":"m-2.safetensors",)"
          R"("a/b:c":"m-1.safetensors","lost":"m-3.safetensors","moved":"m-1.safetensors"}})");
    CHECK(read_tensor(index + ":w").data == std::vector<float>{1, 2});
    CHECK(read_tensor(index + ":w").shape == Shape{2, 1});
    CHECK(read_tensor(index + ":a/b:c").data == std::vector<float>{1});
    CHECK_THAT(refused(index + ":lost"),
               Contains("m-3.safetensors") && Contains("nearest: \"m-1."));
    CHECK_THAT(refused(index + ":moved"), Contains("does not hold it; nearest: \"a/b:c\""));
    CHECK_THAT(refused(index + ":v"), Contains("nearest: \"w\""));
    CHECK_THAT(refused(index), Contains("holds 4 tensors"));
}

TEST_CASE("an index is refused that leads out of its directory or is none") {
    const mxgen::testing::ScratchFolder scratch("index");
    const std::string index = (scratch.path() / "x.safetensors.index.json").string();
    const auto refusal_of = [&](const std::string& text) {
        write(index, text);
        return refused(index + ":w");
    };
    for (const char* shard : {"../m.safetensors", "/etc/m.safetensors", "a/m.safetensors",
                              "a\\\\m.safetensors", "..", ".m.safetensors", "m.bin"})
        CHECK_THAT(refusal_of(std::string(R"({"weight_map":{"w":")") + shard + "\"}}"),
                   Contains("without a separator"));
    CHECK_THAT(refusal_of("{"), Contains("no JSON"));
    CHECK_THAT(refusal_of("[]"), Contains("weight_map"));
    CHECK_THAT(refusal_of(R"({"weight_map":[]})"), Contains("weight_map"));
    CHECK_THAT(refusal_of(R"({"weight_map":{"w":1}})"), Contains("name of a file"));
    CHECK_THAT(refusal_of(R"({"weight_map":{"w":""}})"), Contains("name of a file"));
    CHECK_THAT(refusal_of(R"({"weight_map":{"w":"m.safetensors","w":"n.safetensors"}})"),
               Contains("occurs twice"));
    CHECK_THAT(refusal_of(R"({"weight_map":{}})"), Contains("holds no tensor"));
    CHECK_THAT(refusal_of(std::string(100000, '[')), Contains("nested"));
}

TEST_CASE("numbers of GGUF files are read, the slowest size first") {
    const mxgen::testing::ScratchFolder scratch("gguf");
    const std::string file = (scratch.path() / "m.gguf").string();
    const std::string half("\0\x3c\0\xc0", 4);
    const std::vector<GgufPiece> pieces{
        {"f32", 0, {2, 1}, one + two},
        {"f16", 1, {2}, half},
        {"bf16", 30, {1}, "\x80\x3f"},
        {"i8", 24, {1}, "\xff"},
        {"i16", 25, {1}, "\xfe\xff"},
        {"i32", 26, {1}, std::string("\3\0\0\0", 4)},
        {"i64", 27, {1}, mxgen::testing::little(1ull << 40 | 1, 8)},
        {"f64", 28, {1}, mxgen::testing::little(0x3FF0000000000001, 8)},
        {"none", 0, {0, 3}, ""},
        {"scalar", 0, {}, two},
        {"q", 2, {32}, std::string(18, 'q')},
        {"k", 12, {256}, std::string(144, 'k')},
        {"novel", 99, {7}, "?"}};
    using mxgen::testing::gguf_text;
    using mxgen::testing::little;
    const std::vector<std::string> metadata{
        gguf_text("general.architecture") + little(8, 4) + gguf_text("llama"),
        gguf_text("x.flag") + little(7, 4) + "\1",
        gguf_text("x.real") + little(12, 4) + little(0, 8),
        gguf_text("tokens") + little(9, 4) + little(8, 4) + little(2, 8) + gguf_text("a") +
            gguf_text(""),
        gguf_text("nested") + little(9, 4) + little(9, 4) + little(1, 8) + little(4, 4) +
            little(3, 8) + std::string(12, '\7')};
    auto aligned = metadata;
    aligned.push_back(gguf_text("general.alignment") + little(4, 4) + little(64, 4));
    for (const auto& [bytes, what] :
         {std::pair{mxgen::testing::gguf(pieces, metadata), "version 3"},
          std::pair{mxgen::testing::gguf(pieces, {}, 32, 2), "version 2"},
          std::pair{mxgen::testing::gguf(pieces, aligned, 64), "aligned to 64"}}) {
        INFO(what);
        write(file, bytes);
        const auto read = [&](const std::string& name) { return read_tensor(file + ":" + name); };
        CHECK(read("f32").shape == Shape{1, 2});
        CHECK(read("f32").data == std::vector<float>{1, 2});
        CHECK(read("f16").data == std::vector<float>{1, -2});
        CHECK(read("bf16").data == std::vector<float>{1});
        CHECK(read("i8").data == std::vector<float>{-1});
        CHECK(read("i16").data == std::vector<float>{-2});
        CHECK(read("i32").data == std::vector<float>{3});
        CHECK(read("i64").number(0) == Extended{1099511627777});
        CHECK(read("f64").number(0) == Extended{0x1.0000000000001p0});
        CHECK(read("none").shape == Shape{3, 0});
        CHECK(read("scalar").data == std::vector<float>{2});
        CHECK_THAT(refused(file + ":q"), Contains("Q4_0 cannot be read") && Contains("MXFP4"));
        CHECK_THAT(refused(file + ":k"), Contains("Q4_K"));
        CHECK_THAT(refused(file + ":novel"), Contains("type 99"));
        CHECK_THAT(refused(file + ":f31"), Contains("nearest: \"f32\""));
    }
    CHECK(open_tensor_file(file)->entry("k").bytes == std::size_t{144});
    CHECK(!open_tensor_file(file)->entry("novel").bytes);
}

TEST_CASE("hostile GGUF files are refused with a reason") {
    using mxgen::testing::gguf;
    using mxgen::testing::gguf_text;
    using mxgen::testing::little;
    const std::string good = gguf({{"w", 0, {1}, one}});
    CHECK(refused_gguf(good).empty());
    for (std::size_t length = 0; length < good.size() - 28; ++length)
        CHECK_FALSE(refused_gguf(good.substr(0, length)).empty());
    CHECK_THAT(refused_gguf("GGML" + good.substr(4)), Contains("GGUF"));
    CHECK_THAT(refused_gguf(gguf({}, {}, 32, 1)), Contains("version 1; allowed: 2, 3"));
    CHECK_THAT(refused_gguf(gguf({}, {}, 32, 3u << 24)), Contains("big-endian"));
    const std::string head = "GGUF" + little(3, 4);
    CHECK_THAT(refused_gguf(head + little(1ull << 60, 8) + little(0, 8)), Contains("too short"));
    CHECK_THAT(refused_gguf(head + little(0, 8) + little(~0ull, 8)), Contains("too short"));
    CHECK_THAT(refused_gguf(gguf({}, {little(~0ull, 8)})), Contains("too short"));
    const auto value = [&](std::uint32_t type, const std::string& bytes) {
        return refused_gguf(gguf({}, {gguf_text("k") + little(type, 4) + bytes}));
    };
    CHECK(value(8, gguf_text("v")).empty());
    CHECK_THAT(value(13, ""), Contains("type 13"));
    CHECK_THAT(value(8, little(1ull << 63, 8)), Contains("too short"));
    CHECK_THAT(value(9, little(10, 4) + little(1ull << 61, 8)), Contains("too short"));
    CHECK_THAT(value(9, little(8, 4) + little(1ull << 61, 8)), Contains("too short"));
    std::string nested;
    for (int i = 0; i < 5000; ++i) nested += little(9, 4) + little(1, 8);
    CHECK_THAT(value(9, nested), Contains("nested"));
    const auto alignment = [&](std::uint32_t type, std::uint32_t bytes) {
        return refused_gguf(
            gguf({}, {gguf_text("general.alignment") + little(type, 4) + little(bytes, 4)}));
    };
    CHECK(alignment(4, 8).empty());
    CHECK_THAT(alignment(4, 0), Contains("powers of two"));
    CHECK_THAT(alignment(4, 48), Contains("powers of two"));
    CHECK_THAT(alignment(5, 32), Contains("no uint32"));
    CHECK_THAT(refused_gguf(gguf({{"w", 0, {1, 1, 1, 1, 1}, one}})), Contains("5 axes"));
    CHECK_THAT(refused_gguf(gguf({{"w", 0, {1ull << 40, 1ull << 40}, one}})),
               Contains("too large"));
    CHECK_THAT(refused_gguf(gguf({{"w", 0, {1ull << 40}, one}})), Contains("beyond"));
    CHECK_THAT(refused_gguf(gguf({{"w", 39, {33}, one}})), Contains("blocks of 32"));
    CHECK_THAT(refused_gguf(gguf({{"w", 0, {1}, one}, {"w", 0, {1}, one}})), Contains("twice"));
    // The second tensor's place, the last number of the header, onto the first and between.
    std::string shifted = gguf({{"w", 0, {1}, one}, {"v", 0, {1}, one}});
    const std::size_t place = 24 + 33 + 33 - 8;
    REQUIRE(shifted[place] == 32);
    shifted[place] = 0;
    CHECK_THAT(refused_gguf(shifted), Contains("overlaps"));
    shifted[place] = 4;
    CHECK_THAT(refused_gguf(shifted), Contains("aligned"));
    shifted.replace(place, 8, std::string(7, '\xff') + "\x7f");
    shifted[place] = '\xe0';
    CHECK_THAT(refused_gguf(shifted), Contains("beyond"));
}

TEST_CASE("elements of fewer than eight bits and FNUZ formats in .safetensors files") {
    const mxgen::testing::ScratchFolder scratch("narrow");
    const std::string file = (scratch.path() / "n.safetensors").string();
    write(file,
          mxgen::testing::safetensors({{"f4", "F4", "[2,2]", "\x21\xf0"},
                                       {"e2m3", "F6_E2M3", "[4]", std::string("\x81\x30\x80", 3)},
                                       {"e3m2", "F6_E3M2", "[4]", std::string("\x81\x30\x80", 3)},
                                       {"fnuz", "F8_E4M3FNUZ", "[3]", "\x40\x80\x7f"},
                                       {"fnuz5", "F8_E5M2FNUZ", "[3]", "\x40\x80\x7f"},
                                       {"e8m0", "F8_E8M0", "[2]", "\x80\x7e"},
                                       {"a:b/c", "F32", "[]", one},
                                       {"none", "F32", "[0,4]", ""},
                                       {"novel", "F7", "[3]", "abc"}}));
    const auto numbers = [&](const std::string& name) {
        return read_tensor(file + ":" + name).data;
    };
    CHECK(numbers("f4") == std::vector<float>{0.5f, 1, 0, -6});
    // Codes 1, 2, 3, 32: bits 000001 000010 000011 100000 from the lowest on.
    CHECK(numbers("e2m3") == std::vector<float>{0.125f, 0.25f, 0.375f, -0.0f});
    CHECK(numbers("e3m2") == std::vector<float>{0.0625f, 0.125f, 0.1875f, -0.0f});
    CHECK(numbers("fnuz")[0] == 1);
    CHECK(std::isnan(numbers("fnuz")[1]));
    CHECK(numbers("fnuz")[2] == 240);
    CHECK(numbers("fnuz5")[0] == 1);
    CHECK(std::isnan(numbers("fnuz5")[1]));
    CHECK(numbers("fnuz5")[2] == 57344);
    CHECK(numbers("e8m0") == std::vector<float>{2, 0.5f});
    CHECK(numbers("a:b/c") == std::vector<float>{1});
    CHECK(read_tensor(file + ":a:b/c").shape.empty());
    CHECK(read_tensor(file + ":none").shape == Shape{0, 4});
    CHECK_THAT(refused(file + ":novel"), Contains("F7"));
    for (const Piece& odd :
         {Piece{"o", "F4", "[3]", "ab"}, Piece{"o", "F4", "[3]", "a"},
          Piece{"o", "F6_E2M3", "[2]", "ab"}, Piece{"o", "F6_E3M2", "[4]", "abcd"}}) {
        write(file, mxgen::testing::safetensors({odd}));
        CHECK_THAT(refused(file), Contains("needs"));
    }
}

TEST_CASE("a user says what bytes are that the file does not name") {
    const mxgen::testing::ScratchFolder scratch("dtype");
    const std::string file = (scratch.path() / "x.npy").string();
    const auto write_npy_of = [&](const std::string& descr, const std::string& data,
                                  const std::string& shape) {
        std::string header =
            "{'descr': '" + descr + "', 'fortran_order': True, 'shape': " + shape + ", }";
        write(file, "\x93NUMPY" + std::string("\1\0", 2) +
                        mxgen::testing::little(header.size(), 2) + header + data);
    };
    for (const char* descr : {"|V1", "<V1", "<f1", "|f1", "|u1"}) {
        write_npy_of(descr, "\x38\xb8\x40\xc0", "(2, 2)");
        CHECK(read_tensor(file, "e4m3").data == std::vector<float>{1, 2, -1, -2});
        CHECK(read_tensor(file, "e4m3fnuz").data == std::vector<float>{0.5f, 1, -0.5f, -1});
        CHECK(read_tensor(file, "e5m2").data[0] == 0.5f);
        CHECK(read_tensor(file, "int8").data[1] == 64);
        CHECK_THAT(refused(file, "fp16"), Contains("--dtype: \"fp16\"") &&
                                              Contains("e4m3, e5m2, e4m3fnuz") &&
                                              Contains("nearest"));
        CHECK_THAT(refused(file, "e4m4"), Contains("nearest: e4m3"));
    }
    write_npy_of("|u1", "\1\2", "(2,)");
    CHECK(read_tensor(file).data == std::vector<float>{1, 2});
    write_npy_of("|V1", "\1\2", "(2,)");
    CHECK_THAT(refused(file), Contains("--dtype"));
    write_npy_of("<V2", std::string("\0\x3c", 2), "(1,)");
    CHECK(read_tensor(file, "fp16").data == std::vector<float>{1});
    CHECK(read_tensor(file, "bf16").data == std::vector<float>{0.0078125f});
    CHECK_THAT(refused(file, "e4m3"), Contains("uint16, int16, fp16 or bf16"));
    write_npy_of("<f4", one, "(1,)");
    CHECK(read_tensor(file, "fp32").data == std::vector<float>{1});
    CHECK_THAT(refused(file, "e4m3"), Contains("allowed: fp32; nearest: fp32"));
    const std::string raw = (scratch.path() / "x.safetensors").string();
    write(raw, mxgen::testing::safetensors({{"u", "U8", "[2]", "\x38\x40"}}));
    CHECK(read_tensor(raw + ":u", "e4m3").data == std::vector<float>{1, 2});
    CHECK(read_tensor(raw, "uint8").data == std::vector<float>{56, 64});
}
