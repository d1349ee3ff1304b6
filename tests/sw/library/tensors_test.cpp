// SPDX-License-Identifier: Apache-2.0
// What the library computes of tensors is what the program writes of the same files.
#include <catch2/catch.hpp>
#include <cstring>
#include <random>

#include "sw/library/mxgen.h"
#include "sw/support/files.h"
#include "sw/tensor/npy.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using mxgen::test::Scratch;

namespace {

using Words = std::vector<std::string>;

/// Numbers of many magnitudes, with zeros, of a fixed seed.
tensor::Tensor numbers(const tensor::Shape& shape, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    tensor::Tensor x{shape, {}};
    for (std::size_t i = 0; i < tensor::element_count(shape, 4, "test"); ++i)
        x.data.push_back(i % 13 == 5 ? 0 : std::ldexp(normal(random), int(random() % 9) - 4));
    return x;
}

mxgen_array array_of(const tensor::Tensor& x) {
    return {MXGEN_F32, static_cast<int>(x.shape.size()), x.shape.data(), x.data.data()};
}

tensor::DType dtype_of(mxgen_type type) {
    using tensor::DType;
    constexpr DType types[] = {DType::f4, DType::f8, DType::u1, DType::u2, DType::u4};
    return types[type];
}

/// Whether a file holds an array of a result: type, shape and every bit.
bool is_in(const std::filesystem::path& file, const mxgen_result* result, const char* name) {
    mxgen_array array;
    REQUIRE(mxgen_get(result, name, &array) == 0);
    const tensor::TypedArray wanted = tensor::read_npy(file);
    return wanted.dtype == dtype_of(array.type) &&
           wanted.shape == tensor::Shape(array.shape, array.shape + array.rank) &&
           !wanted.bytes.empty() &&
           std::memcmp(array.data, wanted.bytes.data(), wanted.bytes.size()) == 0;
}

void save(const Scratch& scratch, const std::string& name, const tensor::Tensor& x) {
    tensor::write_npy(scratch.path() / name, tensor::from_floats(x.shape, x.data));
}

/// The configuration "a.format = ..., convert.rounding = ..." of both kinds.
struct Keys {
    std::vector<std::array<std::string, 3>> rows;  ///< section, key, value

    std::string toml() const {
        std::string text;
        for (const auto& [section, key, value] : rows) {
            const bool is_number = value.find_first_not_of("0123456789") == std::string::npos;
            text += section + "." + key + " = " + (is_number ? value : "\"" + value + "\"") + "\n";
        }
        return text;
    }
    Words flags() const {
        Words words;
        for (const auto& [section, key, value] : rows) {
            std::string flag = "--" + key;
            std::replace(flag.begin(), flag.end(), '_', '-');
            words.insert(words.end(), {flag, value});
        }
        return words;
    }
};

struct Use {
    Keys keys;
    Words more = {};  ///< flags of what is no key
    std::function<void(mxgen_quantize_options&)> set = {};
};

const std::vector<Use> uses{
    {{{{"a", "format", "mxfp8_e4m3"}}}},
    {{{{"a", "format", "mxfp6_e3m2"}, {"convert", "scale_rule", "rceil"}}},
     {"--axis", "0"},
     [](auto& o) { o.axis = 0; }},
    {{{{"a", "format", "mxfp4"}, {"convert", "rounding", "sr"}, {"convert", "random_bits", "7"}}},
     {"--seed", "99"},
     [](auto& o) { o.seed = 99; }},
    {{{{"a", "format", "mxint8"}, {"convert", "clip", "asymmetric"}, {"a", "block", "8"}}},
     {"--tiles"},
     [](auto& o) { o.tiles = 1; }},
    {{{{"a", "format", "nvfp4"}}}},
    {{{{"a", "format", "nvfp4"}}}, {"--profile", "te"}, [](auto& o) { o.profile = "te"; }},
    {{{{"a", "format", "nvfp4"}}},
     {"--tensor-scale", "3.5"},
     [](auto& o) { o.tensor_scale = 3.5f; }},
    {{{{"a", "format", "mxfp4"}}}, {"--per-row"}, [](auto& o) { o.per_row = 1; }},
    {{{{"a", "format", "dfp16"}}}},
    {{{{"a", "format", "e5m2"}, {"convert", "rounding", "rtz"}}}},
    {{{{"a", "format", "tf32"}}}},
};

/// Codes and scales of a result as numbers again are those that it holds.
void check_recovery(const Use& use, mxgen_quantize_options options, const mxgen_result* result) {
    mxgen_array codes, scales, wanted, got;
    double g = 0;
    REQUIRE(mxgen_get(result, "codes", &codes) == 0);
    REQUIRE(mxgen_get(result, "dequantized", &wanted) == 0);
    REQUIRE(mxgen_number(result, "tensor_scale", &g) == 0);
    const bool has_scales = mxgen_get(result, "scales", &scales) == 0;
    options.tensor_scale = static_cast<float>(g);
    mxgen_result* back =
        mxgen_dequantize(use.keys.toml().c_str(), &codes, has_scales ? &scales : nullptr, &options);
    INFO(mxgen_last_error());
    REQUIRE(back != nullptr);
    REQUIRE(mxgen_get(back, "dequantized", &got) == 0);
    CHECK(std::memcmp(got.data, wanted.data, 300 * sizeof(float)) == 0);
    mxgen_free(back);
    CHECK(mxgen_dequantize(use.keys.toml().c_str(), &codes, has_scales ? nullptr : &codes,
                           &options) == nullptr);
    CHECK(std::string(mxgen_last_error()).find("scales: ") == 0);
}

struct Product {
    std::string toml;
    unsigned mode = 0;
};

const std::vector<Product> products{
    {"[design]\nunit = \"dot\"\n[a]\nformat = \"mxfp8_e4m3\"\n[b]\nformat = \"mxfp4\"\n"},
    {"[design]\nunit = \"dot\"\n[a]\nformat = \"nvfp4\"\n[dot]\naccumulator = \"bf16\"\n"},
    {"[design]\nunit = \"dot\"\n[a]\nformat = \"e4m3\"\n[dot]\nlanes = 8\n"
     "accumulator = \"tensorcore<13,8,16>\"\n"},
    {"[design]\nunit = \"dot\"\n[a]\nformat = \"int8\"\n[dot]\nlanes = 8\naccumulator = "
     "\"int32\"\n"},
    {"[design]\nunit = \"dot\"\n[a]\nformat = \"mxfp8_e4m3\"\n[dot]\nmultiplier = \"lmul\"\n"},
    {"[design]\nunit = \"dot\"\n[a]\nformat = \"int8\"\n[dot]\nlanes = 4\nmodes = [\"int8\", "
     "\"2xint4\"]\n",
     1},
    {"[design]\nunit = \"array\"\n[a]\nformat = \"mxfp8_e5m2\"\n[array]\nrows = 2\ncols = 3\n"},
    {"[design]\nunit = \"array\"\n[a]\nformat = \"mxfp6_e2m3\"\n[array]\nrows = 2\ncols = 2\n"
     "dataflow = \"weight_stationary\"\noutput = \"bf16\"\n"},
};

}  // namespace

TEST_CASE("what the library quantizes is what the program writes, bit for bit") {
    const Scratch scratch;
    const tensor::Tensor x = numbers({6, 50}, 17);
    save(scratch, "x.npy", x);
    const mxgen_array array = array_of(x);
    std::size_t done = 0;
    for (const Use& use : uses) {
        const std::string out = "q" + std::to_string(done++);
        Words words{"quantize", "x.npy", "-o", out};
        for (const Words& more : {use.keys.flags(), use.more})
            words.insert(words.end(), more.begin(), more.end());
        const auto program = scratch.mxgen(words);
        INFO(use.keys.toml() << program.output);
        REQUIRE(program.ok());
        mxgen_quantize_options options;
        mxgen_quantize_defaults(&options);
        if (use.set) use.set(options);
        mxgen_result* result = mxgen_quantize(use.keys.toml().c_str(), &array, &options);
        INFO(mxgen_last_error());
        REQUIRE(result != nullptr);
        for (const char* name : {"codes", "scales", "dequantized"}) {
            const auto file = scratch.path() / out / (std::string(name) + ".npy");
            mxgen_array ignored;
            CHECK(std::filesystem::exists(file) == (mxgen_get(result, name, &ignored) == 0));
            if (std::filesystem::exists(file)) CHECK(is_in(file, result, name));
        }
        check_recovery(use, options, result);
        mxgen_free(result);
    }
    CHECK(done == 11);
}

TEST_CASE("what the library multiplies is what the program writes, bit for bit") {
    const Scratch scratch;
    const tensor::Tensor a = numbers({3, 72}, 18), b = numbers({72, 5}, 19);
    save(scratch, "a.npy", a);
    save(scratch, "b.npy", b);
    const mxgen_array rows = array_of(a), columns = array_of(b);
    std::size_t done = 0;
    for (const Product& product : products) {
        write_file(scratch.path() / "design.toml", product.toml);
        const auto program = scratch.mxgen({"matmul", "design.toml", "--a", "a.npy", "--b", "b.npy",
                                            "--mode", std::to_string(product.mode), "-o", "c.npy"});
        INFO(product.toml << program.output);
        REQUIRE(program.ok());
        mxgen_result* result = mxgen_matmul(product.toml.c_str(), &rows, &columns, product.mode);
        INFO(mxgen_last_error());
        REQUIRE(result != nullptr);
        CHECK(is_in(scratch.path() / "c.npy", result, "product"));
        double flagged = -1;
        CHECK(mxgen_number(result, "flagged", &flagged) == 0);
        CHECK(flagged >= 0);
        mxgen_free(result);
        // A file's name stands for its text.
        result =
            mxgen_matmul((scratch.path() / "design.toml").c_str(), &rows, &columns, product.mode);
        REQUIRE(result != nullptr);
        CHECK(is_in(scratch.path() / "c.npy", result, "product"));
        mxgen_free(result);
        std::filesystem::remove(scratch.path() / "c.npy");
        ++done;
    }
    CHECK(done == products.size());
}

TEST_CASE("doubles enter the library as they are") {
    // Between two codes of E4M3, a hair from the middle: rounded through fp32 it would go up.
    const double x[] = {-431.99999999999994, 432};
    const std::size_t shape[] = {2};
    const mxgen_array array{MXGEN_F64, 1, shape, x};
    mxgen_result* result = mxgen_quantize("a.format = \"e4m3\"\n", &array, nullptr);
    INFO(mxgen_last_error());
    REQUIRE(result != nullptr);
    mxgen_array codes;
    REQUIRE(mxgen_get(result, "codes", &codes) == 0);
    CHECK(static_cast<const std::uint8_t*>(codes.data)[0] == 0xfd);
    CHECK(static_cast<const std::uint8_t*>(codes.data)[1] == 0x7e);
    mxgen_free(result);
}
