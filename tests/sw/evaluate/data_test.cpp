// SPDX-License-Identifier: Apache-2.0
// From files to the codes of operands, by the readers that quantize, matmul, cosim, accuracy and
// ppa use: nothing is rounded on the way.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <random>

#include "sw/evaluate/matmul.h"
#include "sw/evaluate/matrices.h"
#include "sw/evaluate/workload.h"
#include "sw/support/files.h"
#include "sw/tensor/exact_quantize.h"
#include "sw/tensor/inputs.h"
#include "sw/tensor/npy.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/support/scratch_folder.h"

namespace fs = std::filesystem;
using namespace mxgen;
using mxgen::testing::config_of;
using mxgen::testing::ScratchFolder;
using tensor::Shape;
using tensor::TypedArray;

namespace {

constexpr const char* midpoint_formats[] = {"e4m3", "e5m2", "e2m1",       "e3m2",  "e2m3",
                                            "int8", "int4", "mxfp8_e4m3", "mxfp4", "mxint8"};

/// Doubles at the middle between any two neighbouring codes, and 2^-30 of it and one unit away.
std::vector<double> near_midpoints(const Format& element) {
    std::vector<double> numbers;
    for (std::uint32_t code = 0; code + 1 < model::code_count(element); ++code) {
        const auto low = model::decode(element, code), high = model::decode(element, code + 1);
        if (!low.is_finite() || !high.is_finite()) continue;
        const double middle = (to_double(low.number) + to_double(high.number)) / 2;
        for (const double nudge : {0.0, 0x1p-30, -0x1p-30, 0x1p-52, -0x1p-53})
            numbers.push_back(middle * (1 + nudge));
    }
    return numbers;
}

TypedArray from_integers(const Shape& shape, const std::vector<std::int64_t>& numbers) {
    TypedArray array{tensor::DType::i8, shape, {}};
    const auto bytes = std::as_bytes(std::span(numbers));
    array.bytes.assign(bytes.begin(), bytes.end());
    return array;
}

Config dot_of(const std::string& format) {
    return config_of({{"--unit", "dot"}, {"--a", format}, {"--lanes", "1"}, {"--blocks", "4096"}});
}

/// What the netlist of a design is driven with for its energy.
ppa::Waveform driven(const Config& config, const TensorFiles& files) {
    std::vector<ppa::NetlistPort> ports;
    for (const Port& port : unit_of(config).ports(config.design, true))
        if (port.is_input && port.name != "clk_i")
            ports.push_back({port.name, true, std::vector<int>(std::size_t(port.width))});
    return make_workload(config, files, 300).stimulus(ports, 0).cycles;
}

/// Checks that a column of numbers, as A of a product with the number 1, becomes these blocks in
/// every command.
void check_commands(const ScratchFolder& scratch, const Config& config, const TypedArray& array,
                    const std::vector<model::ConvertedBlock>& golden) {
    const fs::path a = scratch.path() / "a.npy", b = scratch.path() / "b.npy";
    tensor::write_npy(a, array);
    tensor::write_npy(b, tensor::from_floats({1, 1}, std::vector<float>{1}));
    const Operands formats = unit_of(config).operands(config.design).value();
    const TensorFiles files{a, b};
    // matmul, cosim and accuracy.
    const Matrices m = read_matrices(formats, data_rule(config.design, files), files);
    // quantize
    tensor::QuantizeOptions options;
    options.axis = 1;
    const auto q = tensor::quantize(tensor::TensorSeries(a.string()).read(""), formats.a, options);
    const auto product = multiply_matrices(config, files).product;
    const auto values = tensor::to_tensor(product);
    std::vector<std::uint32_t> codes, scales;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < golden.size(); ++i) {
        const std::uint32_t code = golden[i].codes.at(0);
        codes.push_back(code);
        wrong += m.qa.codes.at(i) != code || q.codes.at(i) != code;
        Dyadic value = model::decode(formats.a.element, code).number;
        if (formats.a.scale) {
            scales.push_back(golden[i].scale);
            wrong += m.qa.scales.at(i) != golden[i].scale || q.scales.at(i) != golden[i].scale;
            value = value * model::decode(*formats.a.scale, golden[i].scale).number;
        }
        wrong += values.data[i] != static_cast<float>(to_double(value));
    }
    CHECK(wrong == 0);
    // ppa: as the golden codes drive it.
    TensorFiles given{{}, b};
    given.a_codes.codes = scratch.path() / "codes.npy";
    tensor::write_npy(given.a_codes.codes,
                      tensor::from_codes(array.shape, codes, formats.a.element.bits));
    if (formats.a.scale) {
        given.a_codes.scales = scratch.path() / "scales.npy";
        tensor::write_npy(given.a_codes.scales, tensor::from_codes(array.shape, scales, 8));
    }
    const auto waveform = driven(config, files);
    CHECK(waveform == driven(config, given));
    // Two codes that differ, in each other's place.
    for (std::size_t i = 0; i + 1 < std::min<std::size_t>(codes.size(), 200); ++i)
        if (codes[i] != codes[i + 1]) {
            std::swap(codes[i], codes[i + 1]);
            break;
        }
    tensor::write_npy(given.a_codes.codes,
                      tensor::from_codes(array.shape, codes, formats.a.element.bits));
    CHECK(waveform != driven(config, given));
}

}  // namespace

TEST_CASE("doubles within 2^-30 of every midpoint become their codes in every command") {
    const ScratchFolder scratch("midpoints");
    std::size_t numbers_count = 0;
    for (const char* name : midpoint_formats) {
        const Config config = dot_of(name);
        const BlockFormat format = unit_of(config).operands(config.design)->a;
        const auto numbers = near_midpoints(format.element);
        std::vector<model::ConvertedBlock> golden;
        for (const double x : numbers)
            golden.push_back(model::convert_block(
                format, std::vector{model::finite_value(from_double(x), std::signbit(x))}, {}));
        INFO(name);
        check_commands(scratch, config, tensor::from_doubles({numbers.size(), 1}, numbers), golden);
        numbers_count += numbers.size();
    }
    CHECK(numbers_count == 7155);
}

TEST_CASE("integers above 2^24 become their codes in every command") {
    const ScratchFolder scratch("wide_integers");
    std::vector<std::int64_t> numbers;
    for (int bit = 24; bit < 63; ++bit)
        for (const int half : {4, 3, 9})
            for (const std::int64_t rest : {-1, 0, 1})
                numbers.push_back((std::int64_t{1} << bit) + (std::int64_t{1} << (bit - half)) +
                                  rest);
    for (const char* name : {"bf16", "mxfp8_e4m3", "mxfp6_e3m2"}) {
        const Config config = dot_of(name);
        const BlockFormat format = unit_of(config).operands(config.design)->a;
        std::vector<model::ConvertedBlock> golden;
        for (const std::int64_t x : numbers)
            golden.push_back(
                model::convert_block(format, std::vector{model::finite_value(Dyadic(x))}, {}));
        INFO(name);
        check_commands(scratch, config, from_integers({numbers.size(), 1}, numbers), golden);
    }
}

TEST_CASE("copies in Fortran order are the same operands, product and drive") {
    const ScratchFolder scratch("orders");
    std::mt19937 random(1);
    const std::size_t rows = 5, depth = 37, cols = 6;
    const auto write = [&](const std::string& name, std::size_t down, std::size_t across) {
        std::vector<double> x;
        for (std::size_t i = 0; i < down * across; ++i)
            x.push_back(static_cast<double>(random()) / 0x1p30 - 2);
        tensor::write_npy(scratch.path() / (name + ".npy"),
                          tensor::from_doubles({down, across}, x));
        // The transposed matrix in C order, said to be in Fortran order.
        std::vector<double> turned;
        for (std::size_t j = 0; j < across; ++j)
            for (std::size_t i = 0; i < down; ++i) turned.push_back(x[i * across + j]);
        const fs::path file = scratch.path() / (name + "f.npy");
        tensor::write_npy(file, tensor::from_doubles({down, across}, turned));
        std::string text = read_file(file, 1u << 20);
        text.replace(text.find("False"), 5, "True ");
        std::ofstream(file, std::ios::binary) << text;
    };
    write("a", rows, depth);
    write("b", depth, cols);
    const TensorFiles plain{scratch.path() / "a.npy", scratch.path() / "b.npy"},
        fortran{scratch.path() / "af.npy", scratch.path() / "bf.npy"};
    for (const char* name : midpoint_formats) {
        const Config config = dot_of(name);
        const Operands formats = unit_of(config).operands(config.design).value();
        const DataRule rule = data_rule(config.design, plain);
        const Matrices c = read_matrices(formats, rule, plain),
                       f = read_matrices(formats, rule, fortran);
        INFO(name);
        CHECK(c.qa.codes == f.qa.codes);
        CHECK(c.qb.codes == f.qb.codes);
        CHECK(c.qa.scales == f.qa.scales);
        CHECK(c.qb.scales == f.qb.scales);
        CHECK(c.a.exact == f.a.exact);
        CHECK(multiply_matrices(config, plain).product ==
              multiply_matrices(config, fortran).product);
        CHECK(driven(config, plain) == driven(config, fortran));
    }
}

TEST_CASE("energy is for llm, for the user's tensors, and for what is named beside them") {
    const ScratchFolder scratch("workloads");
    const Config config = dot_of("int8");
    const auto names = [&](const TensorFiles& files, const std::string& sets, unsigned seed = 1) {
        std::string text;
        for (const auto& workload :
             make_workloads(config, files, 10, tensor::parse_data_sets(sets, seed)))
            text += workload.key + ": " + workload.name + "; ";
        return text;
    };
    CHECK(names({}, "") == "llm: llm x llm, seed 1, 10 cycles; ");
    CHECK(names({}, "uniform,uniform,relu", 5) ==
          "uniform: uniform x uniform, seed 5, 10 cycles; relu: relu x relu, seed 5, 10 cycles; ");
    const fs::path b = scratch.path() / "b.npy";
    tensor::write_npy(b, tensor::from_floats({2, 1}, std::vector<float>{1, 2}));
    CHECK(names({{}, b}, "gaussian") ==
          "own: gaussian x b.npy, seed 1, 10 cycles; "
          "gaussian: gaussian x gaussian, seed 1, 10 cycles; ");
    CHECK(names({b, b}, "") == "own: b.npy x b.npy, 10 cycles; ");
    CHECK(make_workloads(config, {}, 0, {}).front().name.empty());
}

TEST_CASE("integers without a scale are filled to the full scale of the data") {
    const auto largest = [](const std::string& set, const char* format) {
        const auto x = drawn_matrix({set, 1}, tensor::Factor::activations,
                                    find_block_format(format).value(), drawn_vectors, 256);
        double sum = 0;
        for (const float value : x.data) sum += std::abs(double{value});
        return sum / static_cast<double>(x.data.size());
    };
    CHECK(largest("uniform", "int8") == Approx(64).epsilon(0.05));
    CHECK(largest("gaussian", "int8") == Approx(32 * 0.798).epsilon(0.05));
    CHECK(largest("gaussian", "int4") == Approx(2 * 0.798).epsilon(0.05));
    CHECK(largest("gaussian", "mxint8") == Approx(0.798).epsilon(0.05));
}
