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

std::vector<NamedTensor> read_safetensors(const std::string& path, const std::string& only) {
    const Safetensors file(path);
    std::vector<NamedTensor> inputs;
    std::vector<std::string> names;
    for (const auto& entry : file.entries()) {
        names.push_back(entry.name);
        if (only.empty())
            inputs.push_back({directory_of(entry.name, path), to_tensor(file.read(entry))});
        else if (entry.name == only)
            inputs.push_back({"", to_tensor(file.read(entry))});
    }
    if (names.empty()) throw Error(Exit::usage, fmt::format("{}: holds no tensor", path));
    if (inputs.empty())
        throw Error(Exit::usage, fmt::format("{}: no tensor {}; nearest: {}", path, in_quotes(only),
                                             in_quotes(nearest(only, names))));
    if (inputs.size() == 1) inputs.front().name.clear();
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

std::vector<NamedTensor> read_tensors(const std::string& file, const std::string& only) {
    if (file.ends_with(".safetensors")) return filled(read_safetensors(file, only), file);
    if (file.ends_with(".npy")) return filled({{"", to_tensor(read_npy(file))}}, file);
    throw Error(Exit::usage, fmt::format("{}: neither .npy nor .safetensors", file));
}

}  // namespace mxgen::tensor
