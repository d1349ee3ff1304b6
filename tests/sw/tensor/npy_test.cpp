// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/npy.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

/// A .npy file in memory: header text, then data.
std::string npy(const std::string& header, const std::string& data, char version = 1) {
    std::string file = "\x93NUMPY";
    file += version;
    file += '\0';
    file += static_cast<char>(header.size() % 256);
    file += static_cast<char>(header.size() / 256);
    if (version > 1) file += std::string(2, '\0');
    return file + header + data;
}

TypedArray parse(const std::string& file) {
    return parse_npy(std::as_bytes(std::span(file)), "x.npy");
}

std::string refusal(const std::string& file) {
    return testing::refusal([&] { parse(file); });
}

std::filesystem::path temporary(const std::string& name) {
    const auto folder = std::filesystem::path(MXGEN_BINARY_DIR) / "test_npy";
    std::filesystem::create_directories(folder);
    return folder / name;
}

}  // namespace

TEST_CASE("every type survives writing and reading") {
    for (const DType dtype : {DType::f2, DType::f4, DType::f8, DType::i1, DType::i2, DType::i4,
                              DType::i8, DType::u1, DType::u2, DType::u4, DType::u8, DType::b1}) {
        TypedArray array{dtype, {3, 5}, std::vector<std::byte>(15 * size_of(dtype))};
        for (std::size_t i = 0; i < array.bytes.size(); ++i) array.bytes[i] = std::byte(i * 37);
        const auto path = temporary("types.npy");
        write_npy(path, array);
        CHECK(read_npy(path) == array);
        CHECK(std::filesystem::file_size(path) % 64 == array.bytes.size() % 64);
    }
    CHECK_THROWS_AS(write_npy(temporary("bf16.npy"), {DType::bf16, {}, {}}), Error);
}

TEST_CASE("shapes of no, one and empty axes") {
    CHECK(parse(npy("{'descr':'|u1','fortran_order':False,'shape':()}", "a")).shape.empty());
    CHECK(parse(npy("{'shape': (2,), 'descr': '|i1', 'fortran_order': True}", "ab")).shape ==
          Shape{2});
    CHECK(parse(npy("{'descr':'<f8','fortran_order':False,'shape':(4,0)}", "")).bytes.empty());
    CHECK(parse(npy("{'descr':'|u1','fortran_order':False,'shape':(1,)}\n", "a", 3)).bytes.size() ==
          1);
}

TEST_CASE("arrays in Fortran order are those in C order, of any rank, type and byte order") {
    const auto read = [](const std::string& type, bool fortran, const std::string& shape,
                         const std::string& data) {
        return parse(npy("{'descr': '" + type + "', 'fortran_order': " +
                             (fortran ? "True" : "False") + ", 'shape': " + shape + "}",
                         data));
    };
    CHECK(read("|u1", true, "(2, 3)", "adbecf") == read("|u1", false, "(2, 3)", "abcdef"));
    CHECK(read("|u1", true, "(2, 1, 2, 2)", "aecgbfdh") ==
          read("|u1", false, "(2, 1, 2, 2)", "abcdefgh"));
    CHECK(read(">i2", true, "(2, 2)", "AaCcBbDd") == read("<i2", false, "(2, 2)", "aAbBcCdD"));
    CHECK(read("<f4", true, "(0, 3)", "").bytes.empty());
    CHECK(read("<f4", true, "(1, 1, 1)", "abcd").bytes.size() == 4);
}

TEST_CASE("truth values and ml_dtypes' bfloat16") {
    const auto read = [](const std::string& type, const std::string& data) {
        return to_tensor(
                   parse(npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,)}",
                             data)))
            .data;
    };
    CHECK(read("|b1", std::string("\1\0", 2)) == std::vector<float>{1, 0});
    for (const char* type : {"<V2", "|V2"})
        CHECK(read(type, std::string("\x80\x3f\0\xc0", 4)) == std::vector<float>{1, -2});
}

TEST_CASE("big endian elements of every type are turned round") {
    // 1 and -2, or 1 and 2 of types without sign.
    const auto read = [](const std::string& type, const std::string& hex) {
        std::string data;
        for (std::size_t i = 0; i < hex.size(); i += 2)
            data += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        const auto array =
            parse(npy("{'descr': '>" + type + "', 'fortran_order': False, 'shape': (2,), }", data));
        INFO(type);
        CHECK(array.bytes.size() == data.size());
        return to_tensor(array).data;
    };
    const std::vector<float> signs{1, -2}, no_signs{1, 2};
    CHECK(read("f2", "3c00c000") == signs);
    CHECK(read("f4", "3f800000c0000000") == signs);
    CHECK(read("f8", "3ff0000000000000c000000000000000") == signs);
    CHECK(read("i2", "0001fffe") == signs);
    CHECK(read("i4", "00000001fffffffe") == signs);
    CHECK(read("i8", "0000000000000001fffffffffffffffe") == signs);
    CHECK(read("u2", "00010002") == no_signs);
    CHECK(read("u4", "0000000100000002") == no_signs);
    CHECK(read("u8", "00000000000000010000000000000002") == no_signs);
}

TEST_CASE("fp16 and integers become fp32") {
    const TypedArray half = parse(npy("{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }",
                                      std::string("\0\x3c\x01\0\0\xfc", 6)));
    const auto data = to_tensor(half).data;
    CHECK(data[0] == 1);
    CHECK(data[1] == 0x1p-24f);
    CHECK(data[2] == -std::numeric_limits<float>::infinity());
    const TypedArray bytes =
        parse(npy("{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }", "\xff\x02"));
    CHECK(to_tensor(bytes).data == std::vector<float>{-1, 2});
    CHECK(to_codes(bytes, "x") == std::vector<std::uint32_t>{255, 2});
    CHECK_THROWS_AS(to_codes(half, "x"), Error);
}

TEST_CASE("hostile files are refused with a reason") {
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
    CHECK(refusal(npy(good, "12345678")).empty());
    const auto refused = [](const std::string& header, const std::string& data,
                            const std::string& reason) {
        const std::string message = refusal(npy(header, data));
        INFO(message);
        CHECK(message.starts_with("x.npy: "));
        CHECK(message.find(reason) != std::string::npos);
    };
    CHECK(refusal("").find("signature") != std::string::npos);
    CHECK(refusal("\x93NUMPY\x01").find("signature") != std::string::npos);
    CHECK(refusal(npy(good, "", 9)).find("version 9") != std::string::npos);
    CHECK(refusal(npy(good, "").substr(0, 20)).find("a header of") != std::string::npos);
    refused(good, "1234567", "needs 8 bytes");
    refused(good, "123456789", "needs 8 bytes");
    refused("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "12345678", "allowed are");
    refused("{'descr': '|f4', 'fortran_order': False, 'shape': (2,), }", "12345678", "allowed are");
    refused("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "12345678", "allowed are");
    refused("{'descr': '<f4', 'shape': (2,), }", "12345678", "needs descr");
    refused("{'descr': '<f4', 'descr': '<f4', 'shape': (2,)}", "12345678", "unexpected key");
    refused("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "12345678", "tuple");
    refused("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "",
            "tuple");
    refused("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 2)}", "",
            "too large");
    refused("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,)}", "", "needs");
    refused("{'descr': '<f4", "", "unfinished");
    refused(good + "x", "12345678", "after the dictionary");
    std::string axes;
    for (int i = 0; i < 33; ++i) axes += "1,";
    refused("{'descr': '|u1', 'fortran_order': False, 'shape': (" + axes + ")}", "a",
            "32 dimensions");
}

TEST_CASE("a folder or a missing file is no tensor") {
    CHECK_THROWS_AS(read_npy(MXGEN_SOURCE_DIR), Error);
    CHECK_THROWS_AS(read_npy(MXGEN_SOURCE_DIR "/no such file.npy"), Error);
}
