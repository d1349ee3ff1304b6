// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>

#include "sw/package/package.h"
#include "sw/support/process.h"
#include "sw/unit/units.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::package;

namespace {

using Flags = std::vector<std::pair<std::string, std::string>>;
using Wires = std::map<std::string, std::string>;

Design made(Flags flags, const Flags& format) {
    flags.insert(flags.end(), format.begin(), format.end());
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return generate(resolve(settings));
}

std::string bits(int width) { return width > 1 ? fmt::format(" [{}:0]", width - 1) : ""; }

/// A module around designs: a port goes to the wire that it is given, else out under its own name.
class Wrapper {
  public:
    void wire(const std::string& name, int width) {
        body_ += fmt::format("  logic{} {};\n", bits(width), name);
    }
    void instance(const Design& design, const Wires& wires) {
        const auto& top = design.interface.top;
        std::string pins;
        for (const Port& port : design.interface.ports) {
            const auto wire = wires.find(port.name);
            const auto name = wire == wires.end() ? top + "_" + port.name : wire->second;
            pins += fmt::format("{}.{}({})", pins.empty() ? "" : ", ", port.name, name);
            if (wire != wires.end()) continue;
            ports_ += fmt::format("{}{} logic{} {}", ports_.empty() ? "" : ", ",
                                  port.is_input ? "input" : "output", bits(port.width), name);
        }
        body_ += fmt::format("  {} u_{} ({});\n", top, top, pins);
    }
    std::string text() const {
        return fmt::format("module wrapper ({});\n{}endmodule\n", ports_, body_);
    }

  private:
    std::string ports_, body_;
};

}  // namespace

TEST_CASE("a converter, a dot product and a deconverter fit together without a warning") {
    const Flags format = GENERATE(Flags{{"--a", "nvfp4"}, {"--block", "4"}},
                                  Flags{{"--a", "e2m1"}, {"--a-scale", "ue5m3"}, {"--block", "4"}},
                                  Flags{{"--a", "mxfp4"}, {"--block", "4"}});
    const Design to = made({{"--unit", "convert"}, {"--name", "to"}}, format);
    const Design dot = made({{"--lanes", "4"}, {"--name", "product"}}, format);
    const Design back = made({{"--unit", "deconvert"}, {"--name", "back"}}, format);
    const auto& a = std::get<ConvertDesign>(to.config.design).output;
    INFO(a.name);
    Wrapper wrapper;
    wrapper.wire("codes", a.block * a.element.bits);
    wrapper.wire("scale", a.scale.value().bits);
    wrapper.instance(to, {{"codes_o", "codes"}, {"scale_o", "scale"}});
    wrapper.instance(
        dot, {{"a_i", "codes"}, {"b_i", "codes"}, {"a_scale_i", "scale"}, {"b_scale_i", "scale"}});
    wrapper.instance(back, {{"codes_i", "codes"}, {"scale_i", "scale"}});
    const testing::ScratchFolder folder("wrapper");
    const auto file = folder.path() / "wrapper.sv";
    write_file(file, wrapper.text());
    std::vector<std::string> command{"verilator",    "--lint-only", "-Wall",
                                     "--top-module", "wrapper",     file.string()};
    for (const Design* design : {&to, &dot, &back}) {
        write_rtl(*design, folder.path());
        for (const RtlFile& rtl : design->rtl)
            command.push_back((folder.path() / rtl.path()).string());
    }
    const auto result = run_process(command);
    INFO(wrapper.text() << result.output);
    CHECK(result.ok());
}
