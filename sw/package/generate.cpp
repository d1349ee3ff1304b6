// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/unit/array.h"
#include "gen/unit/array_result.h"
#include "gen/unit/multiply.h"
#include "gen/view/schedule.h"
#include "gen/view/verilog.h"
#include "sw/config/conversion.h"
#include "sw/config/cycles.h"
#include "sw/config/fpga.h"
#include "sw/config/multiplier.h"
#include "sw/config/result.h"
#include "sw/package/build.h"
#include "sw/package/convert.h"
#include "sw/package/design.h"
#include "sw/package/hand_written.h"
#include "sw/package/interface.h"
#include "sw/package/rename.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

using CircuitPtr = std::shared_ptr<const ir::Circuit>;

unit::DotOptions dot_options(const Config& c) {
    return {.name = c.name,
            .a = c.a,
            .b = c.b,
            .lanes = static_cast<unsigned>(c.dot.lanes),
            .accumulator = c.dot.accumulator,
            .blocks = static_cast<unsigned>(c.dot.blocks),
            .initial = c.dot.initial,
            .modes = c.dot.modes,
            .multiplier = multiplier_of(c)};
}

/// Sums as compressor cells where the target has them, else as trees of +.
CircuitPtr lowered(const view::Target& target, const ir::Module& module, bool fpga) {
    const bool has_compressors = !fpga && target.cells.contains("mx_fa");
    return lower::plain(has_compressors ? lower::compressed(module) : module.circuit());
}

/// Lowered, with pipeline registers where the configuration asks for them.
view::Scheduled scheduled(const Config& c, const ir::Module& module) {
    view::Constraint constraint{.period_ns = c.timing.period_ns};
    if (c.timing.stages) constraint.stages = static_cast<unsigned>(*c.timing.stages);
    // Without a period only the ratios between operations count, which vary little.
    const auto* known = view::find_target(c.timing.technology);
    const auto& target =
        known || c.timing.period_ns ? view::target(c.timing.technology) : view::target("osu018");
    return view::schedule(lowered(target, module, is_fpga(c.timing.technology)), target,
                          constraint);
}

Built build_dot(const Config& c) {
    const auto dot = scheduled(c, unit::dot(dot_options(c)));
    return {.top = dot.circuit, .latency = static_cast<int>(dot.latency)};
}

unit::Part part_of(const view::Scheduled& scheduled) {
    return {scheduled.circuit, scheduled.latency};
}

/// What turns rows of sums into results; none where the sums leave.
unit::Part build_result(const Config& c) {
    const ArrayOutput output = array_output(c).value();
    if (!output.rounded && !output.blocked) return {};
    unit::ResultOptions options{.name = c.name + "_result",
                                .sum = output.sum,
                                .cols = static_cast<unsigned>(c.array.cols),
                                .rounded = output.rounded,
                                .blocked = {}};
    if (output.blocked)
        options.blocked = result_options(c, output.rounded.value_or(output.sum), *output.blocked);
    return part_of(scheduled(c, unit::array_result(options)));
}

Built build_array(const Config& c) {
    const unit::ArrayOptions options{.name = c.name,
                                     .dot = dot_options(c),
                                     .rows = static_cast<unsigned>(c.array.rows),
                                     .cols = static_cast<unsigned>(c.array.cols),
                                     .weight_stationary = is_weight_stationary(c)};
    const auto dot = part_of(scheduled(c, unit::array_dot(options)));
    const auto result = build_result(c);
    const auto latency = static_cast<int>(dot.latency);
    return {.top = lower::plain(unit::array(options, dot, result)),
            .latency = array_latency(c, latency) + static_cast<int>(result.latency),
            .element = dot.circuit,
            .elements = c.array.rows * c.array.cols,
            .element_latency = latency};
}

Built build_multiply(const Config& c) {
    const auto product = scheduled(c, unit::multiply(c.name, multiply_spec(c)));
    return {.top = product.circuit, .latency = static_cast<int>(product.latency)};
}

Built build_convert(const Config& c) {
    auto options = convert_options(c);
    if (!has_lfsr(c)) {
        const auto converter = scheduled(c, unit::convert(options));
        return {.top = converter.circuit,
                .latency = static_cast<int>(converter.latency) + options.is_streaming()};
    }
    options.name += "_block";
    const auto converter = scheduled(c, unit::convert(options));
    options.name = c.name;
    const auto seed = static_cast<std::uint32_t>(c.convert.lfsr_seed);
    return {.top = lower::plain(unit::convert_with_lfsr(options, seed, converter.circuit)),
            .latency = static_cast<int>(converter.latency) + options.is_streaming()};
}

Built build_deconvert(const Config& c) {
    const auto converter = scheduled(c, unit::deconvert(deconvert_options(c)));
    return {.top = converter.circuit, .latency = static_cast<int>(converter.latency)};
}

/// Hand-written modules that a circuit instantiates, and those that they instantiate, deepest
/// first.
class HandWritten {
  public:
    void collect(const ir::Circuit& circuit) {
        if (circuit.is_external) add(circuit.name);
        for (const ir::Instance& instance : circuit.instances) collect(*instance.module);
    }
    const std::vector<RtlFile>& files() const { return files_; }

  private:
    void add(const std::string& module) {
        const auto text = hand_written().find(module);
        if (text == hand_written().end() || !seen_.insert(module).second) return;
        for (const std::string& word : identifiers(text->second)) add(word);
        files_.push_back({module, text->second});
    }

    std::set<std::string> seen_;
    std::vector<RtlFile> files_;
};

/// All files: generated submodules, hand-written modules around them, the top.
std::vector<RtlFile> rtl_of(const CircuitPtr& top, const view::Operators& operators) {
    HandWritten hand_written;
    hand_written.collect(*top);
    std::vector<RtlFile> files;
    for (const CircuitPtr& module : view::modules(top)) {
        if (module == top)
            std::copy(hand_written.files().begin(), hand_written.files().end(),
                      std::back_inserter(files));
        files.push_back({module->name, view::verilog(*module, operators)});
    }
    return prefixed(std::move(files), top->name);
}

}  // namespace

Built build(const Config& config) {
    if (config.unit == "multiply") return build_multiply(config);
    if (config.unit == "dot") return build_dot(config);
    if (config.unit == "array") return build_array(config);
    return config.unit == "convert" ? build_convert(config) : build_deconvert(config);
}

Design generate(const Config& config, const view::Operators& operators) {
    try {
        const Built built = build(config);
        Interface interface = interface_of(config, *built.top, built.latency);
        interface.element_latency = built.element_latency;
        return {config, std::move(interface), rtl_of(built.top, operators)};
    } catch (const ir::Error& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
