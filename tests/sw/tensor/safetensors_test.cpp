// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/safetensors.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/tensor/inputs.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

std::string file_of(const std::string& header, const std::string& data) {
    std::string file;
    for (std::size_t i = 0, length = header.size(); i < 8; ++i, length /= 256)
        file += static_cast<char>(length % 256);
    return file + header + data;
}

std::vector<SafetensorsEntry> entries_of(const std::string& file) {
    std::size_t data_start = 0;
    return parse_safetensors(std::as_bytes(std::span(file)), "x", data_start);
}

std::string refusal(const std::string& header, const std::string& data) {
    return testing::refusal([&] { entries_of(file_of(header, data)); });
}

}  // namespace

TEST_CASE("tensors of a .safetensors file are found and read") {
    const auto path = std::filesystem::path(MXGEN_BINARY_DIR) / "test.safetensors";
    const std::string header =
        R"({"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]},)"
        R"("h":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},)"
        R"("q":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[12,14]},)"
        R"("m":{"dtype":"BOOL","shape":[1],"data_offsets":[14,15]}}  )";
    const std::string data("\x80\x3f\x00\xc0\0\0\x80\x3f\0\0\0\xbf\x38\xff\1", 15);
    std::ofstream(path, std::ios::binary) << file_of(header, data);
    const Safetensors file(path);
    REQUIRE(file.entries().size() == 4);
    CHECK(file.entries()[0].name == "h");
    CHECK(to_tensor(file.read(file.entries()[0])).data == std::vector<float>{1, -2});
    CHECK(to_tensor(file.read(file.entries()[1])).data == std::vector<float>{1, -0.5f});
    const auto e4m3 = to_tensor(file.read(file.entries()[2])).data;
    CHECK(e4m3[0] == 1);
    CHECK(e4m3[1] != e4m3[1]);
    CHECK(to_tensor(file.read(file.entries()[3])).data == std::vector<float>{1});
}

TEST_CASE("a tensor of a type to come matters to those alone who ask for it") {
    const auto path = std::filesystem::path(MXGEN_BINARY_DIR) / "novel.safetensors";
    std::ofstream(path, std::ios::binary)
        << file_of(R"({"n":{"dtype":"F3","shape":[2],"data_offsets":[0,1]},)"
                   R"("a/b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                   "x\2");
    const auto refused = [&](const std::string& argument) {
        return testing::refusal([&] { read_tensor(argument); });
    };
    CHECK(read_tensor(path.string() + ":a/b").data == std::vector<float>{2});
    CHECK(refused(path.string() + ":n").find("F3") != std::string::npos);
    CHECK(refused(path.string() + ":a/c").find("nearest: \"a/b\"") != std::string::npos);
    CHECK(refused(path.string()).find("holds 2 tensors") != std::string::npos);
    CHECK(refused("x.bin").find("no tensor file") != std::string::npos);
}

TEST_CASE("a file without tensors is a file") {
    CHECK(entries_of(file_of("{}", "")).empty());
    CHECK(entries_of(file_of(R"({"e":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]}})", ""))
              .size() == 1);
}

TEST_CASE("hostile .safetensors files are refused with a reason") {
    const auto refused = [](const std::string& header, const std::string& data,
                            const std::string& reason) {
        const std::string message = refusal(header, data);
        INFO(message);
        CHECK(message.find(reason) != std::string::npos);
    };
    const auto tensor = [](const std::string& name, const std::string& shape,
                           const std::string& offsets) {
        return "\"" + name + "\":{\"dtype\":\"U8\",\"shape\":" + shape +
               ",\"data_offsets\":" + offsets + "}";
    };
    CHECK(refusal("{" + tensor("a", "[2]", "[0,2]") + "}", "ab").empty());
    refused("", "", "no JSON");
    refused("[1]", "", "no JSON object");
    refused("{\"a\":", "", "no JSON");
    refused("{\"a\":3}", "", "needs dtype");
    refused("{" + tensor("a", "[2]", "[0,3]") + "}", "ab", "beyond");
    refused("{" + tensor("a", "[2]", "[2,0]") + "}", "ab", "beyond");
    refused("{" + tensor("a", "[2]", "[0,1]") + "}", "ab", "needs 2 bytes");
    refused("{" + tensor("a", "[1]", "[0,1]") + "}", "ab", "no tensor");
    refused("{" + tensor("a", "[1]", "[1,2]") + "}", "ab", "gap");
    refused("{" + tensor("a", "[2]", "[0,2]") + "," + tensor("b", "[2]", "[0,2]") + "}", "ab",
            "overlaps");
    refused("{" + tensor("a", "[1]", "[0,1]") + "," + tensor("a", "[1]", "[1,2]") + "}", "ab",
            "twice");
    refused("{" + tensor("a", "[-1]", "[0,1]") + "}", "a", "sizes");
    refused("{" + tensor("a", "[1.5]", "[0,1]") + "}", "a", "sizes");
    refused("{" + tensor("a", "2", "[0,1]") + "}", "a", "sizes");
    refused("{" + tensor("a", "[1]", "[0]") + "}", "a", "beyond");
    refused("{" + tensor("a", "[4294967296,4294967296,4294967296]", "[0,1]") + "}", "a",
            "too large");
    refused("{\"a\":{\"b\":{\"c\":{\"d\":1}}}}", "", "nested");
    refused(std::string(100000, '['), "", "nested");
    std::string huge(8, '\xff');
    CHECK_THROWS_AS(entries_of(huge), Error);
    CHECK_THROWS_AS(entries_of("short"), Error);
}
