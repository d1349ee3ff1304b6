// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/tensor/packed.h"
#include "sw/tensor/tensor_file.h"

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

/// Codes are no numbers, and a byte may be a code: what to do instead.
void refuse_codes(const TensorFile& file, const TensorEntry& entry) {
    if (entry.dtype == DType::v1)
        file.refuse(entry.name, fmt::format("type {} does not say what its bytes are; allowed: "
                                            "--dtype {}; nearest: --dtype e4m3",
                                            entry.type, enumerated(dtype_names(1))));
    if (const auto packed = find_packed(file, entry.name))
        file.refuse(
            entry.name,
            fmt::format("{} of {} ({} layout{}), no numbers; allowed: tensors of numbers, "
                        "or --dtype; nearest: mxgen tensors FILE --tensor NAME -o DIR, which "
                        "writes its codes.npy, scales.npy and dequantized.npy",
                        entry.name == packed->codes ? "packed codes" : "scales", packed->format,
                        name_of(packed->layout),
                        entry.name == packed->codes ? ", scales in " + in_quotes(packed->scales)
                                                    : ", codes in " + in_quotes(packed->codes)));
    if (looks_packed(file, entry))
        file.refuse(entry.name,
                    "by its name or company bytes of a packed format, of no layout that is known; "
                    "allowed: --dtype, which says what the bytes are; nearest: --dtype uint8");
}

Tensor numbers_of(const TensorFile& file, const std::string& name, const std::string& dtype) {
    const TensorEntry entry = file.entry(name);
    const auto packed = entry.dtype ? std::nullopt : find_packed(file, name);
    if (packed && !dtype.empty())
        file.refuse(name, fmt::format("--dtype: {} says what it is; allowed: none", entry.type));
    if (packed) return dequantize(read_packed(file, *packed));
    if (!dtype.empty()) {
        const std::string where =
            name.empty() ? file.path().string() : file.path().string() + ":" + name;
        return to_tensor(read_as(file.read(name), dtype, where + ": --dtype"));
    }
    refuse_codes(file, entry);
    return to_tensor(file.read(name));
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

Tensor read_tensor(const std::string& argument, const std::string& dtype) {
    const TensorArgument parsed = tensor_argument(argument);
    const auto file = open_tensor_file(parsed.file);
    return numbers_of(*file, chosen_name(*file, parsed), dtype);
}

std::vector<NamedTensor> read_tensors(const std::string& argument, const std::string& only,
                                      const std::string& dtype) {
    TensorArgument parsed = tensor_argument(argument);
    if (!only.empty()) parsed.name = only;
    const auto file = open_tensor_file(parsed.file);
    const auto& names = file->names();
    if (!parsed.name.empty() || names.size() <= 1)
        return filled({{"", numbers_of(*file, chosen_name(*file, parsed), dtype)}}, parsed.file);
    std::vector<NamedTensor> inputs;
    for (const std::string& name : names)
        inputs.push_back({directory_of(name, parsed.file), numbers_of(*file, name, dtype)});
    return filled(std::move(inputs), parsed.file);
}

std::string title_of(const std::string& argument, const std::string& only) {
    if (!only.empty()) return only;
    const TensorArgument parsed = tensor_argument(argument);
    if (!parsed.name.empty()) return parsed.name;
    if (parsed.file.ends_with(".npy")) return std::filesystem::path(parsed.file).stem().string();
    return open_tensor_file(parsed.file)->names().front();
}

std::string digest_of_tensor(const std::string& argument) {
    const TensorArgument parsed = tensor_argument(argument);
    if (parsed.file.ends_with(".npy")) {
        check_regular(parsed.file);
        return sha256(read_file(parsed.file, 1u << 30));
    }
    const auto file = open_tensor_file(parsed.file);
    const std::string name = chosen_name(*file, parsed);
    const TensorEntry entry = file->entry(name);
    const auto bytes = file->stored(name);
    std::string text = entry.type + to_string(entry.shape);
    text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return sha256(text);
}

}  // namespace mxgen::tensor
