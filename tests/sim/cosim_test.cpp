// SPDX-License-Identifier: Apache-2.0
#include "sim/cosim.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <vector>

#include "sw/unit/units.h"
#include "tests/sim/jobs.h"
#include "tests/sim/products.h"

namespace fs = std::filesystem;
using namespace mxgen;
using namespace mxgen::test;

namespace {

const Flags small_dot = {{"--unit", "dot"}, {"--a", "e2m1"},  {"--b", "int4"},
                         {"--lanes", "2"},  {"--block", "4"}, {"--accumulator", "fp32"}};
const Flags small_array = {{"--unit", "array"}, {"--a", "mxfp4"}, {"--b", "mxfp4"},
                           {"--lanes", "2"},    {"--block", "4"}, {"--rows", "2"},
                           {"--cols", "3"}};

const Flags small_weights = {
    {"--unit", "array"}, {"--a", "mxfp4"},  {"--b", "mxfp6_e3m2"},
    {"--lanes", "2"},    {"--block", "4"},  {"--rows", "3"},
    {"--cols", "2"},     {"--stages", "2"}, {"--dataflow", "weight_stationary"}};
const Flags converted_weights = with(small_weights, {{"--output", "mxint8_b2"}});
const Flags small_modes = {{"--unit", "array"},     {"--a", "mxint8"}, {"--block", "4"},
                           {"--rows", "1"},         {"--cols", "2"},   {"--modes", "int8,2xint4"},
                           {"--output", "mxfp4_b2"}};
const Flags mode_sums = {{"--unit", "dot"},        {"--a", "int8"},  {"--b", "int4"},
                         {"--lanes", "3"},         {"--block", "3"}, {"--modes", "int8,2xint4"},
                         {"--accumulator", "none"}};
/// No bit to spare: what idle beats bring would not fit.
const Flags narrow_sum = {{"--unit", "dot"},       {"--a", "int8"},  {"--b", "int4"},
                          {"--lanes", "1"},        {"--block", "1"}, {"--blocks", "1"},
                          {"--accumulator", "int"}};

}  // namespace

TEST_CASE("generated dot products and arrays equal the golden model") {
    const auto& flags = GENERATE(from_range(std::vector<Flags>{
        small_dot, small_array, small_weights, small_modes, mode_sums, narrow_sum}));
    auto job = job_of(flags, "equal");
    job.vectors = 100000;
    const auto report = sim::cosim(job);
    CHECK(report.failure == "");
    CHECK(report.passed());
    CHECK(report.mismatches == 0);
    CHECK(report.vectors > 100000);
}

TEST_CASE("every pair of codes of every 8-bit and smaller format with itself, verilated") {
    const auto format = GENERATE(as<std::string>{}, "e4m3", "e5m2", "e3m2", "e2m3", "e2m1", "int8",
                                 "int4", "mxint8", "nf4");
    const bool integer = format.starts_with("int");
    const auto report = sim::cosim(job_of({{"--unit", "dot"},
                                           {"--a", format},
                                           {"--lanes", "1"},
                                           {"--block", "1"},
                                           {"--accumulator", integer ? "int32" : "fp32"}},
                                          "pairs"));
    INFO(format);
    CHECK(report.failure == "");
    const auto codes = std::uint64_t{1} << find_block_format(format)->element.bits;
    CHECK(report.vectors >= codes * codes);
}

TEST_CASE("every pair of codes of multipliers, verilated") {
    const auto format = GENERATE(as<std::string>{}, "e4m3", "e5m2");
    const auto multiplier = GENERATE(from_range(
        std::vector<Flags>{{{"--multiplier", "exact"}},
                           {{"--multiplier", "lmul"}},
                           {{"--multiplier", "lmul"}, {"--lmul-subnormals", "normalize"}},
                           {{"--multiplier", "lmul"}, {"--lmul-mode", "eq1"}},
                           {{"--multiplier", "rounded"}}}));
    Flags flags{{"--unit", "multiply"}, {"--a", format}};
    flags.insert(flags.end(), multiplier.begin(), multiplier.end());
    const auto report = sim::cosim(job_of(flags, "multipliers"));
    CHECK(report.failure == "");
    CHECK(report.vectors >= 65536);
}

TEST_CASE("registers without reset and without a valid_i hold no facts before they were written") {
    const auto report =
        sim::cosim(job_of({{"--unit", "multiply"}, {"--a", "e4m3"}, {"--stages", "1"}}, "facts"));
    CHECK(report.failure == "");
    CHECK(report.passed());
}

TEST_CASE("a planted fault is found and explained") {
    const auto& flags =
        GENERATE(from_range(std::vector<Flags>{small_dot, small_array, small_weights}));
    const auto job = job_of(flags, "planted");
    plant(job, " ^ ", " | ");
    const auto report = sim::cosim(job);
    CHECK_FALSE(report.passed());
    CHECK(report.failure != "");
}

TEST_CASE("a flag that never rises is found though the numbers beside it have no meaning") {
    const auto job = job_of({{"--unit", "dot"},
                             {"--a", "e4m3"},
                             {"--lanes", "2"},
                             {"--block", "2"},
                             {"--accumulator", "fixed<20,-10>"}},
                            "flag");
    plant(job, "assign invalid_o = ", "assign invalid_o = 1'b0;  // ");
    const auto report = sim::cosim(job);
    CHECK(report.mismatches > 0);
    CHECK(report.failure.find("invalid_o") != std::string::npos);
}

TEST_CASE("any operator printed wrong is found") {
    struct Fault {
        std::string view::Operators::*printed;
        std::string as;
    };
    const auto fault =
        GENERATE(Fault{&view::Operators::add, "-"}, Fault{&view::Operators::subtract, "+"},
                 Fault{&view::Operators::multiply, "+"}, Fault{&view::Operators::shift_left, ">>"},
                 Fault{&view::Operators::bit_and, "|"}, Fault{&view::Operators::bit_or, "&"},
                 Fault{&view::Operators::bit_xor, "|"}, Fault{&view::Operators::bit_not, ""},
                 Fault{&view::Operators::less, ">="}, Fault{&view::Operators::equal, "!="});
    view::Operators operators;
    INFO("\"" << operators.*fault.printed << "\" printed as \"" << fault.as << "\"");
    operators.*fault.printed = fault.as;
    // With a first value the sum moves in its window, which takes every operator.
    const auto report =
        sim::cosim(job_of(with(small_dot, {{"--initial", "true"}}), "operator", operators));
    CHECK_FALSE(report.passed());
}

TEST_CASE("every run-time mode is driven") {
    const auto report = sim::cosim(job_of(small_modes, "modes"));
    for (const char* kind : {"corners_mode0", "corners_mode1", "random_mode0", "random_mode1"})
        CHECK(report.by_kind.at(kind) > 0);
}

namespace {

Flags grid(int rows, int cols, const Flags& more) {
    Flags flags{{"--unit", "array"},
                {"--a", "mxfp4"},
                {"--block", "2"},
                {"--rows", std::to_string(rows)},
                {"--cols", std::to_string(cols)}};
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
}

/// Both dataflows, square and not, results as they are or behind a converter with registers.
const std::vector<Flags> grids = {
    small_array,
    small_weights,
    small_modes,
    grid(1, 1, {}),
    grid(1, 1, {stationary_weights, {"--output", "bf16"}}),
    grid(5, 1, {{"--lanes", "1"}, {"--output", "fp16"}, {"--stages", "3"}}),
    grid(1, 4, {stationary_weights, {"--output", "mxint8_b2"}, {"--stages", "2"}}),
    grid(2, 3, {{"--lanes", "4"}, {"--output", "mxfp6_e3m2_b3"}, {"--stages", "1"}}),
    grid(4, 2, {stationary_weights, {"--lanes", "1"}, {"--output", "mxfp4_b1"}}),
    grid(2, 3, {{"--a", "int8"}, {"--accumulator", "int"}}),
    grid(3, 2, {stationary_weights, {"--a", "int8"}, {"--accumulator", "int24 saturate"}}),
    grid(2, 1, {stationary_weights, {"--accumulator", "bf16"}, {"--stages", "3"}}),
    grid(2, 3, {{"--accumulator", "late<18>"}, {"--interleave", "2"}, {"--stages", "2"}}),
    grid(3, 2, {stationary_weights, {"--accumulator", "late<24>"}}),
};

model::MatrixOperand counted_operand(const BlockFormat& format, int rows, int depth) {
    model::MatrixOperand x{rows, depth, {}, {}};
    const int codes = std::min(13, static_cast<int>(model::code_count(format.element)));
    for (int i = 0; i < rows * depth; ++i) x.codes.push_back(i % codes);
    if (format.scale) x.scales.assign(rows * ((depth + format.block - 1) / format.block), 127);
    return x;
}

}  // namespace

namespace {

/// Products done by those that all lanes could do, one matrix product in each run-time mode.
double utilisation(const Extent& extent, const Config& config, std::uint64_t cycles) {
    const MatrixUnit& unit = matrix_unit_of(config);
    const double macs = double(extent.rows) * extent.depth * extent.cols;
    double busy = 0;
    for (const UnitDesign& native : unit.modes(config.design))
        busy += macs / unit.dot(native).lanes;
    return busy / unit.elements(config.design) / static_cast<double>(cycles);
}

}  // namespace

TEST_CASE("instances of one model live side by side and end in any order") {
    auto job = job_of(small_dot, "instances");
    job.vectors = 100;
    const auto library = sim::verilate(sim::design_of(job), {.optimise = false});
    const auto instance = [&] { return std::make_unique<sim::Dut>(library, job.interface.ports); };
    auto first = instance(), second = instance(), third = instance();
    for (const auto& dut : {&first, &second, &third}) CHECK(sim::cosim(job, **dut).passed());
    for (auto* dut : {&third, &first, &second}) dut->reset();
}

TEST_CASE("matrices of any shape: every bit as it should be, in the cycles that are predicted") {
    auto job = job_of(GENERATE(from_range(grids)), "cycles");
    const auto library = sim::verilate(sim::design_of(job), {.optimise = false});
    for (const auto& [rows, depth, cols] : std::vector<Extent>{
             {1, 1, 1}, {5, 9, 4}, {2, 4, 3}, {1, 40, 7}, {23, 13, 1}, {30, 25, 5}}) {
        CAPTURE(job.config.name, rows, depth, cols);
        job.products.clear();
        for (const UnitDesign& native : matrix_unit_of(job.config).modes(job.config.design)) {
            const auto [a, b] = formats_of(native);
            job.products.push_back(
                {counted_operand(a, rows, depth), counted_operand(b, cols, depth)});
        }
        sim::Dut dut(library, job.interface.ports);
        const auto report = sim::cosim(job, dut);
        CHECK(report.failure == "");
        CHECK(report.vectors >= job.products.size() * rows * cols);
        REQUIRE(report.product);
        CHECK(report.product->total == report.product_cycles);
        CHECK(report.product->utilisation ==
              Approx(utilisation({rows, depth, cols}, job.config, report.product_cycles)));
    }
}

TEST_CASE("what a longer sum goes on from leaves as it enters") {
    const auto job = job_of(GENERATE(from_range(grids)), "sums");
    const auto width = [&](const std::string& name) {
        const auto& ports = job.interface.ports;
        const auto port = std::ranges::find(ports, name, &Port::name);
        return port == ports.end() ? 0 : port->width;
    };
    const auto& array = std::get<ArrayDesign>(job.config.design);
    const bool converts = array_output(array)->converts();
    CHECK((width("c_i") > 0) == array.is_weight_stationary());
    CHECK(width("sum_o") == (converts ? width("c_i") : 0));
    if (width("c_i") > 0 && !converts) CHECK(width("c_o") == width("c_i"));
}

TEST_CASE("a wrong sum is found beside a right result") {
    const auto job = job_of(converted_weights, "planted_sum");
    plant(job, "assign sum_o = x", "assign sum_o = ~x");
    const auto report = sim::cosim(job);
    CHECK(report.mismatches > 0);
    CHECK(report.failure.find("sum_o") != std::string::npos);
}

TEST_CASE("passes wait for the sums they go on from, converted or not, also where streams pause") {
    auto job = job_of(GENERATE(small_weights, converted_weights), "pauses");
    const auto [a, b] = formats_of(job.config.design);
    job.products = {{counted_operand(a, 3, 40), counted_operand(b, 5, 40)}};
    job.stall_tensors = true;
    const auto report = sim::cosim(job);
    CHECK(report.failure == "");
    CHECK(report.vectors >= 15);
}

TEST_CASE("products too large for one go: the same results, the array drained between pieces") {
    auto job =
        job_of(GENERATE(from_range(std::vector<Flags>{small_array, small_weights})), "piece");
    const auto library = sim::verilate(sim::design_of(job), {.optimise = false});
    for (const UnitDesign& native : matrix_unit_of(job.config).modes(job.config.design)) {
        const auto [a, b] = formats_of(native);
        job.products.push_back({counted_operand(a, 30, 25), counted_operand(b, 11, 25)});
    }
    const auto cycles_in_pieces_of = [&](std::size_t bytes) {
        job.piece_bytes = bytes;
        sim::Dut dut(library, job.interface.ports);
        const auto report = sim::cosim(job, dut);
        CHECK(report.failure == "");
        CHECK(report.vectors >= 30 * 11);
        CHECK(report.product->total == report.product_cycles);
        return report.product_cycles;
    };
    const auto whole = cycles_in_pieces_of(1u << 26), few = cycles_in_pieces_of(1000);
    CHECK(whole < few);
    // Every tile on its own.
    CHECK(few < cycles_in_pieces_of(1));
}

TEST_CASE("a run without vectors does not pass") {
    const sim::CosimReport report;
    CHECK_FALSE(report.passed());
}

TEST_CASE("coverage and waveforms") {
    const auto& flags = GENERATE(from_range(std::vector<Flags>{small_dot, small_array}));
    auto job = job_of(flags, "coverage");
    job.coverage = true;
    job.trace = fs::path(MXGEN_BINARY_DIR) / "cosim" / "coverage.fst";
    job.vectors = 100;
    const auto report = sim::cosim(job);
    CHECK(report.passed());
    REQUIRE(report.coverage);
    CHECK(report.coverage->toggle.points > 100);
    CHECK(report.coverage->toggle.share() > 0.5);
    CHECK(fs::file_size(job.trace) > 1000);
}
