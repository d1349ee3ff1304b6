// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/elaboration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "sw/flow/files.h"
#include "sw/support/files.h"

namespace mxgen::ppa {

namespace {

/// The plain name of one derived module, or the name as it is when a parameter is no integer.
std::string plain_module(const std::string& derived) {
    std::istringstream parts(derived.substr(std::string_view("$paramod\\").size()));
    std::string name;
    std::getline(parts, name, '\\');
    for (std::string part; std::getline(parts, part, '\\');) {
        const auto equals = part.find("=s32'");
        const auto bits = equals == std::string::npos ? "" : part.substr(equals + 5);
        if (bits.size() != 32 || bits.find_first_not_of("01") != std::string::npos) return derived;
        name += "_" + part.substr(0, equals) + std::to_string(std::stoull(bits, nullptr, 2));
    }
    return "\\" + name;
}

constexpr std::string_view word_register = "_hold_WIDTH";

bool keeps_hierarchy(const std::string& module, const std::string& top) {
    return module == element_of(top) || module.starts_with(fmt::format("{}{}", top, word_register));
}

}  // namespace

std::string with_plain_modules(const std::string& rtlil) {
    std::string result;
    std::size_t done = 0;
    for (auto at = rtlil.find("$paramod\\"); at != std::string::npos;
         at = rtlil.find("$paramod\\", done)) {
        const auto end = std::min(rtlil.find_first_of(" \n", at), rtlil.size());
        result.append(rtlil, done, at - done);
        result += plain_module(rtlil.substr(at, end - at));
        done = end;
    }
    return result.append(rtlil, done);
}

std::string with_parts(const std::string& rtlil,
                       const std::map<std::string, std::map<std::string, std::string>>& parts) {
    static const std::map<std::string, std::string> none;
    const auto* wires = &none;
    std::string result;
    std::istringstream lines(rtlil);
    for (std::string line; std::getline(lines, line); result += line + "\n") {
        const auto name = line.substr(std::min(line.rfind('\\'), line.size() - 1) + 1);
        if (line.starts_with("module ")) {
            const auto module = parts.find(name);
            wires = module == parts.end() ? &none : &module->second;
        }
        if (!line.starts_with("  wire ")) continue;
        if (const auto wire = wires->find(name); wire != wires->end())
            result += fmt::format("  attribute \\part \"{}\"\n", wire->second);
    }
    return result;
}

std::string rtl_instance(const std::string& module) {
    const auto at = module.rfind(word_register);
    if (at == std::string::npos) return module;
    return fmt::format("{}_hold #(.WIDTH({}))", module.substr(0, at),
                       module.substr(at + word_register.size()));
}

Elaboration elaborate(const Flow& flow) {
    std::string sources;
    for (const auto& file : flow.package.files)
        sources += (sources.empty() ? "" : " ") + (flow.source / file).string();
    write_file(flow.directory / "elaborate.ys",
               script("elaborate.ys", {{"SOURCES", sources}, {"TOP", flow.top()}}));
    run_step(flow, "yosys", {"-Q", "-T", "-e", "implicitly declared", "-s", "elaborate.ys"},
             "elaborate.log", "mxgen: elaboration complete");
    const auto file = flow.directory / elaborated_file;
    Elaboration result;
    result.text = with_parts(with_plain_modules(read_file(file, 1u << 30)), flow.package.parts);
    write_file(file, result.text);
    std::istringstream lines(result.text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("module \\"))
            if (auto name = line.substr(8); keeps_hierarchy(name, flow.top()))
                result.kept.push_back(std::move(name));
    return result;
}

}  // namespace mxgen::ppa
