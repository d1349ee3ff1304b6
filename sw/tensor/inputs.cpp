// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/safetensors.h"

namespace mxgen::tensor {

namespace {

/// A tensor's name as one directory, or an error: names come from files.
std::string directory_of(const std::string& name, const std::string& file) {
    const bool plain = !name.empty() && name.front() != '.' && name.size() <= 200 &&
                       std::all_of(name.begin(), name.end(), [](unsigned char c) {
                           return std::isalnum(c) || c == '.' || c == '_' || c == '-';
                       });
    if (plain) return name;
    throw Error(Exit::usage, fmt::format("{}: tensor {} cannot name a directory; choose it alone "
                                         "with --tensor",
                                         file, in_quotes(name)));
}

std::vector<std::string> names_in(const Safetensors& file, const std::string& path) {
    std::vector<std::string> names;
    for (const auto& entry : file.entries()) names.push_back(entry.name);
    if (names.empty()) throw Error(Exit::usage, fmt::format("{}: holds no tensor", path));
    return names;
}

Tensor read_named(const Safetensors& file, const std::string& path, const std::string& name) {
    const auto names = names_in(file, path);
    const auto found = std::ranges::find(file.entries(), name, &SafetensorsEntry::name);
    if (found == file.entries().end())
        throw Error(Exit::usage, fmt::format("{}: no tensor {}; nearest: {}", path, in_quotes(name),
                                             in_quotes(nearest(name, names))));
    return to_tensor(file.read(*found));
}

std::vector<NamedTensor> read_safetensors(const std::string& path, const std::string& only) {
    const Safetensors file(path);
    const auto names = names_in(file, path);
    if (!only.empty()) return {{"", read_named(file, path, only)}};
    std::vector<NamedTensor> inputs;
    for (const auto& entry : file.entries())
        inputs.push_back(
            {names.size() == 1 ? "" : directory_of(entry.name, path), to_tensor(file.read(entry))});
    return inputs;
}

/// The same inputs, none of them without numbers.
std::vector<NamedTensor> filled(std::vector<NamedTensor> inputs, const std::string& file) {
    for (const NamedTensor& input : inputs) {
        if (!input.tensor.data.empty() && !input.tensor.shape.empty()) continue;
        throw Error(Exit::usage,
                    fmt::format("{}: {}has {}; allowed: at least one axis and one number", file,
                                input.name.empty() ? "" : input.name + " ",
                                input.tensor.shape.empty() ? "no axis" : "no numbers"));
    }
    return inputs;
}

}  // namespace

Tensor read_tensor(const std::string& argument) {
    constexpr std::string_view suffix = ".safetensors";
    if (argument.ends_with(".npy")) return to_tensor(read_npy(argument));
    const auto at = argument.rfind(std::string(suffix) + ":");
    const auto path = at == std::string::npos ? argument : argument.substr(0, at + suffix.size());
    if (!path.ends_with(suffix))
        throw Error(Exit::usage, fmt::format("{}: neither .npy nor .safetensors", argument));
    const Safetensors file(path);
    if (path != argument) return read_named(file, path, argument.substr(path.size() + 1));
    const auto names = names_in(file, path);
    if (names.size() > 1)
        throw Error(Exit::usage,
                    fmt::format("{}: holds {} tensors; allowed: one of them, {}:NAME; nearest: {}",
                                path, names.size(), path, in_quotes(names.front())));
    return to_tensor(file.read(file.entries().front()));
}

std::vector<NamedTensor> read_tensors(const std::string& file, const std::string& only) {
    if (file.ends_with(".safetensors")) return filled(read_safetensors(file, only), file);
    if (file.ends_with(".npy")) return filled({{"", to_tensor(read_npy(file))}}, file);
    throw Error(Exit::usage, fmt::format("{}: neither .npy nor .safetensors", file));
}

}  // namespace mxgen::tensor
