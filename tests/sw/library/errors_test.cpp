// SPDX-License-Identifier: Apache-2.0
// Whatever a caller gives, the library answers in words; no exception leaves it.
#include <catch2/catch.hpp>
#include <climits>
#include <string>

#include "sw/library/mxgen.h"

using Catch::Matchers::Contains;

namespace {

const char* const dot = "design.unit = \"dot\"\na.format = \"mxfp4\"\n";

/// An array of four numbers, which a test spoils.
struct Numbers {
    const float x[4] = {1, -2, 3, 0.5f};
    const std::size_t shape[2] = {2, 2};
    mxgen_array array{MXGEN_F32, 2, shape, x};
};

/// What the last call said; each is told apart by what a call before it has left.
std::string said() {
    const std::string message = mxgen_last_error();
    mxgen_close(mxgen_open("design.unit = 1\n"));
    return message;
}

}  // namespace

TEST_CASE("null pointers are refused by every function of the library") {
    CHECK(mxgen_open(nullptr) == nullptr);
    CHECK_THAT(said(), Contains("config: a null pointer"));
    mxgen_close(nullptr);
    mxgen_free(nullptr);
    CHECK(std::string(mxgen_name(nullptr)).empty());
    CHECK(std::string(mxgen_unit(nullptr)).empty());
    CHECK(mxgen_port_count(nullptr) == 0);
    mxgen_port port;
    mxgen_array array;
    double number = 0;
    std::uint8_t byte = 0;
    for (const auto& call : std::initializer_list<std::function<int()>>{
             [&] { return mxgen_port_at(nullptr, 0, &port); },
             [&] { return mxgen_find_port(nullptr, "a"); },
             [&] { return mxgen_drive(nullptr, 0, &byte, 1); }, [&] { return mxgen_step(nullptr); },
             [&] { return mxgen_load(nullptr); }, [&] { return mxgen_read(nullptr, 0, &byte, 1); },
             [&] { return mxgen_flags_only(nullptr); }, [&] { return mxgen_next(nullptr); },
             [&] { return mxgen_reset(nullptr); },
             [&] { return mxgen_get(nullptr, "codes", &array); },
             [&] { return mxgen_number(nullptr, "invalid", &number); }}) {
        CHECK(call() == -1);
        CHECK_THAT(said(), Contains("a null pointer"));
    }
    mxgen_design* design = mxgen_open(dot);
    REQUIRE(design != nullptr);
    CHECK(mxgen_port_at(design, 0, nullptr) == -1);
    CHECK_THAT(said(), Contains("port: a null pointer"));
    CHECK(mxgen_find_port(design, nullptr) == -1);
    CHECK_THAT(said(), Contains("name: a null pointer"));
    const int a = mxgen_find_port(design, "a");
    CHECK(mxgen_drive(design, a, nullptr, 16) == -1);
    CHECK_THAT(said(), Contains("bits: a null pointer"));
    mxgen_close(design);
    const Numbers numbers;
    CHECK(mxgen_quantize(nullptr, &numbers.array, nullptr) == nullptr);
    CHECK_THAT(said(), Contains("config: a null pointer"));
    CHECK(mxgen_quantize(dot, nullptr, nullptr) == nullptr);
    CHECK_THAT(said(), Contains("x: a null pointer"));
    CHECK(mxgen_matmul(dot, &numbers.array, nullptr, 0) == nullptr);
    CHECK_THAT(said(), Contains("b: a null pointer"));
    mxgen_quantize_defaults(nullptr);
}

TEST_CASE("configurations that are none are refused in words") {
    const std::string deep = "a = " + std::string(20000, '[') + "\n";
    const std::string wide = "design.unit = \"" + std::string(1000000, 'x') + "\"\n";
    std::string binary;
    for (int c = 255; c > 0; --c) binary += static_cast<char>(c);
    for (const std::string& text :
         {std::string("\n"), std::string("design = 1\n"), std::string("[design\n"),
          std::string("design.unit = \"dot\"\na.format = \"mxfp4\"\ndot.lanes = -1\n"),
          std::string("design.unit = \"dot\"\na.format = \"mxfp4\"\ndot.lanes = 2147483648\n"),
          std::string("design.unit = \"dot\"\na.format = \"mxfp4\"\na.block = 1e300\n"),
          std::string("design.unit = \"dot\"\na.format = \"/etc/passwd\"\n"),
          std::string("design.unit = \"dot\"\na.format = \"mxfp4\"\ndesign.name = \"../x\"\n"),
          std::string("no_such_file.toml"), std::string("/"), std::string(""), deep, wide,
          binary}) {
        INFO(text.substr(0, 80));
        mxgen_design* design = mxgen_open(text.c_str());
        CHECK(design == nullptr);
        CHECK(said().size() > 5);
        mxgen_close(design);
    }
}

TEST_CASE("arrays that are none are refused in words") {
    Numbers numbers;
    mxgen_array& x = numbers.array;
    const auto refused = [&](const std::string& message) {
        CHECK(mxgen_quantize("a.format = \"mxfp4\"\n", &x, nullptr) == nullptr);
        CHECK_THAT(said(), Contains(message));
        CHECK(mxgen_matmul(dot, &x, &x, 0) == nullptr);
        CHECK(said().size() > 5);
        x = Numbers().array;
        x.shape = numbers.shape, x.data = numbers.x;
    };
    x.data = nullptr, refused("x: a null pointer");
    x.shape = nullptr, refused("rank 2");
    x.rank = -1, refused("rank -1; allowed: 0 to 32");
    x.rank = INT_MAX, refused("rank 2147483647; allowed: 0 to 32");
    x.type = MXGEN_U8, refused("allowed: F32, F64");
    x.type = static_cast<mxgen_type>(77), refused("type 77; allowed: 0 to 4");
    x.rank = 0, refused("one axis");
    const std::size_t none[] = {0, 2}, many[] = {SIZE_MAX, 2},
                      more[] = {SIZE_MAX / 2, SIZE_MAX / 2};
    x.shape = none, refused("one axis and one number");
    x.shape = many, refused("x");
    x.shape = more, refused("x");
    const std::size_t huge[] = {std::size_t{1} << 58, 1};
    x.shape = huge, refused("memory");
    x.type = MXGEN_F64, x.shape = huge, refused("memory");
}

TEST_CASE("options and modes that are none are refused in words") {
    const Numbers numbers;
    const char* const config = "a.format = \"mxfp4\"\n";
    const auto refused = [&](const auto& set, const std::string& message) {
        mxgen_quantize_options options;
        mxgen_quantize_defaults(&options);
        set(options);
        CHECK(mxgen_quantize(config, &numbers.array, &options) == nullptr);
        CHECK_THAT(said(), Contains(message));
    };
    refused([](auto& o) { o.size = 0; }, "mxgen_quantize_defaults");
    refused([](auto& o) { o.axis = 2; }, "axis");
    refused([](auto& o) { o.axis = INT_MIN; }, "axis");
    refused([](auto& o) { o.axis = INT_MAX; }, "axis");
    refused([](auto& o) { o.profile = "exat"; }, "nearest: exact");
    refused([](auto& o) { o.tensor_scale = 2; }, "no fp32 scale of the tensor");
    refused([](auto& o) { o.tiles = o.per_row = 1; }, "no --tiles");
    CHECK(mxgen_matmul(dot, &numbers.array, &numbers.array, 7) == nullptr);
    CHECK_THAT(said(), Contains("mode"));
    CHECK(mxgen_matmul("design.unit = \"multiply\"\na.format = \"e4m3\"\n", &numbers.array,
                       &numbers.array, 0) == nullptr);
    CHECK_THAT(said(), Contains("multiply"));
    mxgen_result* result = mxgen_quantize(config, &numbers.array, nullptr);
    REQUIRE(result != nullptr);
    mxgen_array array;
    double number = 0;
    CHECK(mxgen_get(result, nullptr, &array) == -1);
    CHECK(mxgen_get(result, "codes", nullptr) == -1);
    CHECK(mxgen_number(result, "codes", &number) == -1);
    CHECK_THAT(said(), Contains("codes: no number"));
    mxgen_free(result);
}

TEST_CASE("ports of the wrong index, size or direction are refused in words") {
    mxgen_design* design = mxgen_open(dot);
    REQUIRE(design != nullptr);
    mxgen_port port;
    const std::size_t count = mxgen_port_count(design);
    CHECK(mxgen_port_at(design, count, &port) == -1);
    CHECK_THAT(said(), Contains("has ports 0 to"));
    CHECK(mxgen_port_at(design, SIZE_MAX, &port) == -1);
    CHECK(mxgen_find_port(design, "") == -1);
    CHECK(mxgen_find_port(design, "clk_i") == -1);
    std::uint8_t bytes[64] = {};
    for (int index = -2; index <= static_cast<int>(count); ++index)
        for (const std::size_t size : {std::size_t{0}, std::size_t{63}, SIZE_MAX}) {
            CHECK(mxgen_drive(design, index, bytes, size) == -1);
            CHECK(mxgen_read(design, index, bytes, size) == -1);
        }
    const int acc = mxgen_find_port(design, "acc"), a = mxgen_find_port(design, "a");
    CHECK(mxgen_drive(design, acc, bytes, 4) == -1);
    CHECK_THAT(said(), Contains("acc_o: is an output"));
    CHECK(mxgen_read(design, a, bytes, 16) == -1);
    CHECK_THAT(said(), Contains("a_i: is an input"));
    CHECK(mxgen_read(design, acc, bytes, 4) == -1);
    CHECK_THAT(said(), Contains("no result waits"));
    CHECK(mxgen_flags_only(design) == -1);
    CHECK(mxgen_step(design) == 1);
    CHECK(mxgen_read(design, acc, bytes, 4) == 0);
    CHECK(mxgen_reset(design) == 0);
    CHECK(mxgen_next(design) == -1);
    mxgen_close(design);
}
