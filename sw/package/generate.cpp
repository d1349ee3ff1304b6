// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "gen/ir/prefix.h"
#include "gen/lower/plain.h"
#include "gen/unit/array.h"
#include "gen/unit/array_result.h"
#include "gen/view/verilog.h"
#include "sw/config/conversion.h"
#include "sw/package/build.h"
#include "sw/package/convert.h"
#include "sw/package/design.h"
#include "sw/package/hand_written.h"
#include "sw/package/interface.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"
#include "sw/unit/from_config.h"

namespace mxgen::package {

namespace {

using CircuitPtr = std::shared_ptr<const ir::Circuit>;

unit::Part part_of(const view::Scheduled& scheduled) {
    return {scheduled.circuit, scheduled.latency};
}

/// What turns rows of sums into results; none where the sums leave.
unit::Part build_result(const Config& c) {
    const ArrayOutput output = array_output(c).value();
    if (!output.converts()) return {};
    unit::ResultOptions options{.name = c.name + "_result",
                                .sum = output.sum,
                                .cols = static_cast<unsigned>(c.array.cols),
                                .rounded = output.rounded,
                                .blocked = {},
                                .keeps_sums = is_weight_stationary(c)};
    if (output.blocked)
        options.blocked = result_options(c, output.rounded.value_or(output.sum), *output.blocked);
    return part_of(scheduled(c, unit::array_result(options)));
}

Built build_array(const Config& c) {
    const auto dot = part_of(scheduled(c, unit_of(c)));
    const auto result = build_result(c);
    const auto latency = static_cast<int>(dot.latency);
    return {.top = lower::plain(unit::array(array_options(c), dot, result)),
            .latency = array_latency(c, latency) + static_cast<int>(result.latency),
            .element = dot.circuit,
            .elements = c.array.rows * c.array.cols,
            .element_latency = latency};
}

Built build_convert(const Config& c) {
    const auto converter = scheduled(c, unit_of(c));
    const auto options = convert_options(c);
    const int latency = static_cast<int>(converter.latency) + options.is_streaming();
    if (!has_lfsr(c)) return {.top = converter.circuit, .latency = latency};
    const auto seed = static_cast<std::uint32_t>(c.convert.lfsr_seed);
    return {.top = lower::plain(unit::convert_with_lfsr(options, seed, converter.circuit)),
            .latency = latency};
}

/// The files of hand-written modules that a design instantiates, and of those that these
/// instantiate, deepest first.
class HandWrittenFiles {
  public:
    explicit HandWrittenFiles(const ir::Circuit& design) : design_(design.name) { collect(design); }
    const std::vector<RtlFile>& files() const { return files_; }

  private:
    void collect(const ir::Circuit& circuit) {
        if (circuit.is_external) add(circuit.name);
        for (const ir::Instance& instance : circuit.instances) collect(*instance.module);
    }
    void add(const std::string& module) {
        if (!seen_.insert(module).second) return;
        const auto& [submodules, text] = hand_written().at(module);
        for (const std::string& submodule : submodules) add(submodule);
        files_.push_back(
            {ir::prefixed(module, design_), fmt::format("{}", fmt::join(text, design_ + "_"))});
    }

    std::string design_;
    std::set<std::string> seen_;
    std::vector<RtlFile> files_;
};

/// All files: generated submodules, hand-written modules around them, the top.
std::vector<RtlFile> rtl_of(const CircuitPtr& design, const view::Operators& operators) {
    const HandWrittenFiles hand_written(*design);
    std::vector<RtlFile> files;
    const CircuitPtr top = ir::with_prefixes(design);
    for (const CircuitPtr& module : view::modules(top)) {
        if (module == top)
            std::copy(hand_written.files().begin(), hand_written.files().end(),
                      std::back_inserter(files));
        files.push_back({module->name, view::verilog(*module, operators), module->cell,
                         view::parts_of_wires(*module)});
    }
    return files;
}

}  // namespace

Built build(const Config& config) {
    if (config.unit == "array") return build_array(config);
    if (config.unit == "convert") return build_convert(config);
    const auto unit = scheduled(config, unit_of(config));
    return {.top = unit.circuit, .latency = static_cast<int>(unit.latency)};
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
