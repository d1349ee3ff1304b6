// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "gen/ir/prefix.h"
#include "gen/view/verilog.h"
#include "sw/package/build.h"
#include "sw/package/design.h"
#include "sw/package/hand_written.h"
#include "sw/package/interface.h"
#include "sw/package/settled.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

using CircuitPtr = std::shared_ptr<const ir::Circuit>;

/// The files of hand-written modules that a design instantiates, and of those that these
/// instantiate, deepest first.
class HandWrittenFiles {
  public:
    explicit HandWrittenFiles(std::string design) : design_(std::move(design)) {}
    const std::vector<RtlFile>& files() const { return files_; }

    void collect(const ir::Circuit& circuit) {
        if (circuit.is_external) add(circuit.name);
        for (const ir::Instance& instance : circuit.instances) collect(*instance.module);
    }
    void add(const std::string& module) {
        if (!seen_.insert(module).second) return;
        const auto& [submodules, text] = hand_written().at(module);
        for (const std::string& submodule : submodules) add(submodule);
        files_.push_back({ir::prefixed_common(module, design_),
                          fmt::format("{}", fmt::join(text, design_ + "_"))});
    }

  private:
    std::string design_;
    std::set<std::string> seen_;
    std::vector<RtlFile> files_;
};

/// All files: generated submodules, hand-written modules around them, the top.
std::vector<RtlFile> rtl_of(const CircuitPtr& design, const view::Operators& operators) {
    HandWrittenFiles hand_written(design->name);
    hand_written.collect(*design);
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

/// The wrapper's files that the design has not already.
std::vector<RtlFile> wrapper_rtl(const Design& design) {
    HandWrittenFiles hand_written(design.interface.top);
    for (const std::string& module : wrapper_parts(*design.wrapper)) hand_written.add(module);
    std::vector<RtlFile> files;
    for (const RtlFile& file : hand_written.files()) {
        const auto is_there = [&](const RtlFile& other) { return other.module == file.module; };
        if (std::none_of(design.rtl.begin(), design.rtl.end(), is_there)) files.push_back(file);
    }
    files.push_back({design.wrapper->top, wrapper_text(*design.wrapper, design.interface)});
    return files;
}

/// The simulation model's files, those that are equal in `rtl` by their place there.
std::vector<RtlFile> plain_rtl(const CircuitPtr& top, const std::vector<RtlFile>& rtl) {
    std::vector<RtlFile> files = rtl_of(top, {});
    for (RtlFile& file : files) {
        const auto is_shared = [&](const RtlFile& other) {
            return other.module == file.module && other.text == file.text;
        };
        if (std::none_of(rtl.begin(), rtl.end(), is_shared)) file.folder = "rtl_plain";
    }
    return files;
}

std::vector<RtlFile> joined(std::vector<RtlFile> files, const std::vector<RtlFile>& more) {
    files.insert(files.end(), more.begin(), more.end());
    return files;
}

}  // namespace

std::vector<RtlFile> Design::all_rtl() const { return joined(rtl, wrapper_rtl); }

std::vector<RtlFile> Design::all_plain_rtl() const { return joined(plain_rtl, wrapper_rtl); }

std::vector<RtlFile> Design::model_files() const {
    std::vector<RtlFile> files;
    std::ranges::copy_if(plain_rtl, std::back_inserter(files),
                         [](const RtlFile& file) { return file.folder != "rtl"; });
    return files;
}

Design generate(const Config& config, const view::Operators& operators) {
    return generate(config, target_of(config), operators);
}

Design generate(const Config& config, const view::Target& target,
                const view::Operators& operators) {
    const Config made = settled(config, target);
    return generate(made, target, build_or_refuse(made, target), operators);
}

Design generate(const Config& config, const view::Target& target, const Built& built,
                const view::Operators& operators) {
    try {
        Interface interface = interface_of(config, *built.top, built.latency);
        interface.element_latency = built.element_latency;
        interface.tensor_load_cycles = built.tensor_load_cycles;
        Design design{config, std::move(interface), rtl_of(built.top, operators)};
        design.plain_rtl = plain_rtl(plain_form(config, target, built), design.rtl);
        design.wrapper = wrapper_of(config, design.interface);
        if (design.wrapper) design.wrapper_rtl = wrapper_rtl(design);
        return design;
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
