// SPDX-License-Identifier: Apache-2.0
// The AXI4-Stream wrapper between random pauses, against the golden model.
#include "sw/package/wrapper.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "sw/package/wrapper_bench.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/sw/package/written.h"

using namespace mxgen;
using namespace mxgen::package;
using Catch::Matchers::Contains;
using testing::config_of;
using testing::Flags;

namespace {

Flags with(Flags flags, const Flags& more) {
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
}

const Flags grid{{"--unit", "array"},      {"--a", "int4"}, {"--lanes", "4"}, {"--block", "4"},
                 {"--accumulator", "int"}, {"--rows", "2"}, {"--cols", "3"}};
const Flags modes{{"--a", "int8"},
                  {"--lanes", "4"},
                  {"--block", "8"},
                  {"--modes", "int8,2xint4"},
                  {"--accumulator", "int30 wrap"}};

struct Wrapped {
    const char* what;
    Flags flags;
    int registers = 0;
};

/// One of each kind: sums of one beat and of several, registers, streams that wait and that cannot.
const std::vector<Wrapped> wrapped{
    {"a dot product", {{"--a", "mxfp4"}, {"--block", "4"}}},
    {"a block in several beats, registers inside",
     {{"--a", "mxint8"}, {"--block", "8"}, {"--lanes", "2"}, {"--stages", "3"}}},
    {"sums that start from a port, with flags",
     {{"--a", "int4"},
      {"--lanes", "3"},
      {"--accumulator", "int9 saturate"},
      {"--initial", "true"}}},
    {"run-time modes", modes, 1},
    {"an array whose sums stay", with(grid, {{"--output", "bf16"}, {"--stages", "1"}})},
    {"an array whose weights stay", with(grid, {{"--dataflow", "weight_stationary"}})},
    {"an array with modes", with(modes, {{"--unit", "array"}, {"--rows", "2"}, {"--cols", "1"}}),
     1},
    {"a streaming converter",
     {{"--unit", "convert"}, {"--a", "mxfp4"}, {"--block", "8"}, {"--lanes", "2"}}},
    {"a converter with the scale of a tensor",
     {{"--unit", "convert"}, {"--a", "nvfp4"}, {"--block", "4"}, {"--lanes", "1"}},
     1},
    {"a converter with registers",
     {{"--unit", "convert"}, {"--a", "mxint4"}, {"--block", "2"}, {"--stages", "2"}}},
    {"a converter back",
     {{"--unit", "deconvert"}, {"--a", "mxfp6_e2m3"}, {"--block", "2"}, {"--stages", "1"}}}};

Design design_of(const Wrapped& one) {
    return generate(config_of(with(one.flags, {{"--wrapper", "axi_stream"}, {"--name", "d"}})));
}

/// The first transactions of every section.
Stimulus shortened(Stimulus stimulus, int transactions) {
    for (Section& section : stimulus)
        section.next = [next = section.next, left = transactions](Beats& in,
                                                                  Beats& weights) mutable {
            return left-- > 0 ? next(in, weights) : std::nullopt;
        };
    return stimulus;
}

/// Its bench with some hundred results of the unit's own stimulus.
AxiVectors many_vectors(const Design& design, int transactions = 100) {
    const Unit& unit = unit_of(design.config);
    const StimulusOptions options{
        .seed = Catch::rngSeed() + 1u, .vectors = 300, .corners_every = 1, .exhaustive_bits = 0};
    Stimulus stimulus = shortened(unit.stimulus(design.config.design, options), transactions);
    return axi_vectors(design, examples_of(design, stimulus));
}

/// A wrapped design with bench and vectors on disk.
class WrappedBench {
  public:
    explicit WrappedBench(const Design& design) : WrappedBench(design, many_vectors(design)) {}
    WrappedBench(const Design& design, const AxiVectors& vectors)
        : results(vectors.expected.size()), design_(design), files_(files(design, vectors)) {}

    ProcessResult in_icarus() const {
        const auto built = files_.run(
            {"iverilog", "-g2012", "-Wall", "-o", "b.vvp", "-f", "rtl.f", axi_bench_path(design_)});
        if (!built.output.empty())
            return {.end = {}, .code = 1, .output = built.output, .errors = {}};
        return built.ok() ? files_.run({"vvp", "-n", "b.vvp"}) : built;
    }
    ProcessResult in_verilator() const {
        const std::string top = design_.wrapper->top + "_tb";
        const auto built =
            files_.run({"verilator", "--binary", "--assert", "-Wall", "-O0", "-CFLAGS", "-O0",
                        "--top-module", top, "-f", "rtl.f", axi_bench_path(design_)});
        return built.ok() ? files_.run({"obj_dir/V" + top}) : built;
    }
    ProcessResult lint() const {
        return files_.run({"verilator", "--lint-only", "-Wall", "-f", "rtl.f"});
    }
    ProcessResult synthesis() const {
        std::string read;
        for (const RtlFile& file : design_.all_rtl()) read += " " + file.path();
        return files_.run({"yosys", "-q", "-p",
                           fmt::format("read_verilog -sv{}; hierarchy -check -top {}; proc; opt; "
                                       "memory; opt; check -assert",
                                       read, design_.wrapper->top)});
    }

    const std::size_t results;

  private:
    static std::vector<PackageFile> files(const Design& design, const AxiVectors& vectors) {
        std::vector<PackageFile> files = axi_bench_files(design, vectors);
        std::string list;
        for (const RtlFile& file : design.all_rtl()) {
            files.push_back({file.path(), file.text});
            list += file.path() + "\n";
        }
        files.push_back({"rtl.f", list});
        return files;
    }

    const Design& design_;
    Written files_;
};

void passes(const WrappedBench& bench, const ProcessResult& result) {
    INFO(tail(result.output, 12));
    CHECK(result.ok());
    CHECK_THAT(result.output, Contains(fmt::format("PASS: {} outputs", bench.results)));
}

/// The design with one piece of text replaced in the module of that name.
Design with_fault(Design design, const std::string& module, const std::string& text,
                  const std::string& fault) {
    for (RtlFile& file : design.wrapper_rtl) {
        if (file.module != module) continue;
        const auto at = file.text.find(text);
        REQUIRE(at != std::string::npos);
        file.text.replace(at, text.size(), fault);
        return design;
    }
    FAIL("no module " << module);
    return design;
}

}  // namespace

TEST_CASE("wrapped designs lose nothing between random pauses - Icarus") {
    INFO("--rng-seed " << Catch::rngSeed());
    for (const Wrapped& one : wrapped) {
        INFO(one.what);
        const Design design = design_of(one);
        REQUIRE(design.wrapper);
        CHECK(std::ssize(design.wrapper->registers) == one.registers);
        const WrappedBench bench(design);
        CHECK(bench.results > 150);
        passes(bench, bench.in_icarus());
    }
}

TEST_CASE("wrapped designs lose nothing between random pauses - Verilator") {
    INFO("--rng-seed " << Catch::rngSeed());
    const int number = GENERATE(1, 3, 5);
    const Design design = design_of(wrapped[number]);
    INFO(wrapped[number].what);
    const WrappedBench bench(design);
    passes(bench, bench.in_verilator());
}

TEST_CASE("every wrapped design loses nothing of all its stimulus", "[.soak]") {
    INFO("--rng-seed " << Catch::rngSeed());
    for (const Wrapped& one : wrapped) {
        INFO(one.what);
        const Design design = design_of(one);
        const WrappedBench bench(design, many_vectors(design, 1 << 20));
        passes(bench, bench.in_icarus());
        passes(bench, bench.in_verilator());
    }
}

TEST_CASE("wrapped designs are clean in lint and synthesis") {
    for (const Wrapped& one : wrapped) {
        INFO(one.what);
        const Design design = design_of(one);
        const WrappedBench bench(design, axi_vectors(design, examples_of(design)));
        for (const auto& result : {bench.lint(), bench.synthesis()}) {
            INFO(tail(result.output, 12));
            CHECK(result.ok());
            CHECK(result.output.empty());
        }
    }
}

TEST_CASE("the wrapper's bench finds what is lost, repeated, late or out of place") {
    struct Fault {
        std::size_t design;
        const char *module, *text, *fault;
    };
    const Fault faults[] = {
        // One place too few: a result is overwritten. A credit that comes back too early.
        {0, "d_pace", "localparam logic [COUNT_W-1:0] TAKEN = COUNT_W'(RESULTS)",
         "localparam logic [COUNT_W-1:0] TAKEN = COUNT_W'(0)"},
        {0, "d_pace", "else if (take) first_q <= last_i", "else if (take) first_q <= 1'b0"},
        {1, "d_pace", "take & last_i", "accept & last_i & ~step_end"},
        {7, "d_pace", ".LENGTH(LATENCY + RESULTS - 1)", ".LENGTH(LATENCY + RESULTS - 2)"},
        {3, "d_registers", "open_q ? taken_q : registers_q", "registers_q"},
        {3, "d_registers", "last_i & step_end", "last_i"},
        {3, "d_registers", "(word_q & strobed)", "word_q"},
        {8, "d_registers", "10'(i);\n    assign read", "10'(i + 1);\n    assign read"},
        {0, "d_stream", "if (free) data_q <= spare_valid_q ? spare_q : data_i",
         "data_q <= spare_valid_q ? spare_q : data_i"}};
    for (const Fault& fault : faults) {
        INFO(fault.module << ": " << fault.fault);
        const Design design = design_of(wrapped[fault.design]);
        REQUIRE(WrappedBench(design, axi_vectors(design, examples_of(design))).in_icarus().ok());
        const Design wrong = with_fault(design, fault.module, fault.text, fault.fault);
        const auto result = WrappedBench(wrong).in_icarus();
        INFO(tail(result.output, 5));
        CHECK_FALSE(result.ok());
    }
}

TEST_CASE("the assertions of a wrapper find a sender that does not wait") {
    const Design design = design_of(wrapped[0]);
    WrappedBench bench(design);
    const auto vectors = many_vectors(design);
    auto files = axi_bench_files(design, vectors);
    std::string& text = files[0].text;
    const std::string gone = "if (source_gone) s_axis_tvalid = 1'b0;";
    REQUIRE(text.find(gone) != std::string::npos);
    text.replace(text.find(gone), gone.size(), "s_axis_tvalid = 1'b0;");
    std::string list;
    for (const RtlFile& file : design.all_rtl()) {
        files.push_back({file.path(), file.text});
        list += file.path() + "\n";
    }
    files.push_back({"rtl.f", list});
    const Written written(files);
    REQUIRE(written
                .run({"verilator", "--binary", "--assert", "-O0", "-CFLAGS", "-O0", "--top-module",
                      "d_axi_stream_tb", "-f", "rtl.f", axi_bench_path(design)})
                .ok());
    const auto result = written.run({"obj_dir/Vd_axi_stream_tb"});
    CHECK_FALSE(result.ok());
    CHECK_THAT(result.output, Contains("s_axis changes what it offers"));
}

TEST_CASE("tdata has each port from a byte's first bit on, registers hold what stands still") {
    const Design design = design_of(wrapped[8]);
    const AxiWrapper& wrapper = *design.wrapper;
    // nvfp4 from fp32, one number a beat: x_i; scale_o (8 bits), codes_o (4), invalid_o.
    CHECK(wrapper.stream(Stream::input).data_width == 32);
    const AxiStream& out = wrapper.stream(Stream::output);
    REQUIRE(out.fields.size() == 3);
    CHECK(out.fields[0].port.role == Role::scale);
    CHECK(out.fields[1].offset == 8);
    CHECK(out.fields[2].offset == 16);
    CHECK(out.data_width == 24);
    REQUIRE(wrapper.registers.size() == 1);
    CHECK(wrapper.registers[0].reset == 0x3f800000);  // 1.0 in fp32
    CHECK(wrapper.pace->results_per_step == 4);
    CHECK_FALSE(generate(config_of(wrapped[0].flags)).wrapper);
}

TEST_CASE("designs without handshakes have no wrapper, and the refusal says which have") {
    for (const Flags& flags : {Flags{{"--unit", "multiply"}, {"--a", "e4m3"}},
                               Flags{{"--a", "int4"}, {"--lanes", "2"}, {"--accumulator", "none"}},
                               Flags{{"--unit", "convert"}, {"--a", "mxfp4"}},
                               Flags{{"--unit", "deconvert"}, {"--a", "mxfp4"}}}) {
        try {
            config_of(with(flags, {{"--wrapper", "axi_stream"}}));
            FAIL("not refused");
        } catch (const Error& error) {
            CHECK_THAT(error.what(), Contains("wrapper") && Contains("dot with an accumulator") &&
                                         Contains("array") && Contains("nearest: none"));
        }
    }
}
