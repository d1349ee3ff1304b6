// SPDX-License-Identifier: Apache-2.0
// Reference vectors for whole blocks and for matrix products; their README tells the layout.
#include <bit>
#include <catch2/catch.hpp>

#include "sw/fast/matmul.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/quantize.h"
#include "tests/support/vectors.h"

using namespace mxgen;
using namespace mxgen::tensor;
using mxgen::testing::find_vectors;
using mxgen::testing::read_binary;

namespace {

Tensor floats(const std::filesystem::path& path, Shape shape) {
    return {std::move(shape), read_binary<float>(path)};
}

}  // namespace

TEST_CASE("mx: blocks convert as the exact reference by every scale rule", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    const Tensor x = floats(*vectors / "mx" / "inputs_f32.bin", {2465, 32});
    REQUIRE(x.data.size() == 2465 * 32);
    struct Row {
        const char *file, *format;
    };
    unsigned files = 0;
    for (const Row& row : {Row{"fp8_e4m3", "mxfp8_e4m3"}, Row{"fp8_e5m2", "mxfp8_e5m2"},
                           Row{"fp6_e3m2", "mxfp6_e3m2"}, Row{"fp6_e2m3", "mxfp6_e2m3"},
                           Row{"fp4_e2m1", "mxfp4"}, Row{"int8", "mxint8"}}) {
        for (const char* rule : {"floor", "ceil", "even", "rceil"}) {
            const std::string stem = std::string("exact.") + row.file + "." + rule;
            const auto scale_path = *vectors / "mx" / (stem + ".scale.bin");
            if (!std::filesystem::exists(scale_path)) continue;
            const auto scales = read_binary<std::uint8_t>(scale_path);
            const auto codes = read_binary<std::uint8_t>(*vectors / "mx" / (stem + ".codes.bin"));
            QuantizeOptions options;
            options.rule.scale = find_choice<ScaleRule>(rule).value();
            REQUIRE(scales.size() == 2465);
            REQUIRE(codes.size() == x.data.size());
            const Quantized q = quantize(x, find_block_format(row.format).value(), options);
            unsigned different = 0;
            for (std::size_t block = 0; block < scales.size(); ++block) {
                different += q.scales[block] != scales[block];
                if (scales[block] == 255) continue;
                for (std::size_t i = block * 32; i < block * 32 + 32; ++i)
                    different += q.codes[i] != codes[i];
            }
            INFO(stem);
            CHECK(different == 0);
            ++files;
        }
    }
    REQUIRE(files == 21);
}

TEST_CASE("nvfp4: Transformer Engine's scales and codes, by blocks and by tiles", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    const auto folder = *vectors / "nvfp4";
    constexpr std::size_t tensors = 8, rows = 64, cols = 128;
    const auto inputs = read_binary<float>(folder / "inputs_f32.bin");
    REQUIRE(inputs.size() == tensors * rows * cols);
    for (const bool tiles : {false, true}) {
        const std::string name = tiles ? "te2d" : "te";
        const auto scales = read_binary<std::uint8_t>(folder / (name + ".scale.bin"));
        const auto codes = read_binary<std::uint8_t>(folder / (name + ".codes.bin"));
        REQUIRE(codes.size() == inputs.size());
        QuantizeOptions options;
        options.profile = Profile::te;
        options.tiles = tiles;
        for (std::size_t tensor = 0; tensor < tensors; ++tensor) {
            const std::size_t first = tensor * rows * cols;
            const Tensor x{{rows, cols},
                           {inputs.begin() + static_cast<std::ptrdiff_t>(first),
                            inputs.begin() + static_cast<std::ptrdiff_t>(first + rows * cols)}};
            const Quantized q = quantize(x, find_block_format("nvfp4").value(), options);
            unsigned different_codes = 0, different_scales = 0;
            for (std::size_t i = 0; i < q.codes.size(); ++i)
                different_codes += q.codes[i] != codes[first + i];
            // The tiles' reference repeats a tile's scale in each of its sixteen rows.
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t col = 0; col < cols / 16; ++col)
                    different_scales +=
                        q.scales[(tiles ? row / 16 : row) * (cols / 16) + col] !=
                        scales[tensor * rows * (cols / 16) + row * (cols / 16) + col];
            INFO(name << " " << tensor);
            CHECK(different_codes == 0);
            CHECK(different_scales == 0);
        }
    }
}

TEST_CASE("h200: matrix products as an NVIDIA H200 returned them", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    unsigned files = 0;
    std::size_t results = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*vectors / "h200")) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".d.npy")) continue;
        const std::string stem = name.substr(0, name.size() - 6);
        const auto codes = [&](const char* part) {
            const auto path = *vectors / "h200" / (stem + part);
            const TypedArray array = read_npy(path);
            return model::MatrixOperand{static_cast<int>(array.shape.at(0)),
                                        static_cast<int>(array.shape.at(1)),
                                        to_codes(array, path.string()),
                                        {}};
        };
        const std::string a = stem.substr(0, stem.find('_'));
        const bool wide = a == "fp16" || a == "bf16";
        model::DotSpec spec;
        spec.a = find_block_format(a).value();
        spec.b = find_block_format(wide ? a : "e4m3").value();
        const std::string rule = wide ? "tensorcore<25,16,24>" : "tensorcore<13,32,14>";
        const bool slow = stem.ends_with("slow");
        spec.accumulator = find_accumulator(rule + (slow ? " promote=128" : "")).value();
        const model::MatrixOperand left = codes(".a.npy"), right = codes(".b.npy");
        spec.block = left.depth;
        const model::MatrixProduct product = fast::matmul(spec, left, right);
        const auto expected = to_codes(read_npy(entry.path()), name);
        REQUIRE(expected.size() == product.acc.size());
        unsigned different = 0;
        for (std::size_t i = 0; i < expected.size(); ++i)
            different += product.acc[i] != expected[i];
        INFO(stem);
        CHECK(different == 0);
        ++files;
        results += expected.size();
    }
    CHECK(files == 6);
    CHECK(results == 6 * 64 * 64);
}
