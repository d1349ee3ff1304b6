// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/tensor_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/tensor/checkpoint.h"
#include "sw/tensor/gguf.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/safetensors.h"

namespace mxgen::tensor {
namespace {

constexpr std::string_view named_kinds[] = {".safetensors", ".index.json", ".gguf"};

/// One tensor without a name.
class NpyFile final : public TensorFile {
  public:
    explicit NpyFile(const std::filesystem::path& path)
        : TensorFile(path), array_(read_npy(path)) {}

    const std::vector<std::string>& names() const override { return names_; }

  private:
    TensorEntry find(const std::string&) const override {
        return {"", std::string(numpy_name()), array_.dtype, array_.shape, array_.bytes.size()};
    }
    TypedArray elements(const std::string&) const override { return array_; }
    std::vector<std::byte> bytes(const std::string&) const override { return array_.bytes; }

    std::string_view numpy_name() const {
        return array_.dtype == DType::bf16 ? "|V2" : name_of(array_.dtype);
    }

    TypedArray array_;
    std::vector<std::string> names_{""};
};

std::string kinds() { return ".npy, .safetensors, .safetensors.index.json or .gguf"; }

}  // namespace

bool TensorFile::holds(const std::string& name) const {
    if (known_.empty()) known_.insert(names().begin(), names().end());
    return known_.contains(name);
}

void TensorFile::check(const std::string& name) const {
    if (holds(name)) return;
    if (names().empty())
        throw Error(Exit::usage, fmt::format("{}: holds no tensor", path_.string()));
    throw Error(Exit::usage, fmt::format("{}: no tensor {}; nearest: {}", path_.string(),
                                         in_quotes(name), in_quotes(nearest(name, names()))));
}

TensorEntry TensorFile::entry(const std::string& name) const {
    check(name);
    return find(name);
}

TypedArray TensorFile::read(const std::string& name) const {
    check(name);
    return elements(name);
}

std::vector<std::byte> TensorFile::stored(const std::string& name) const {
    check(name);
    return bytes(name);
}

void TensorFile::refuse(const std::string& name, const std::string& what) const {
    throw Error(Exit::usage, name.empty() ? fmt::format("{}: {}", path_.string(), what)
                                          : fmt::format("{}: tensor {}: {}", path_.string(),
                                                        in_quotes(name), what));
}

std::unique_ptr<TensorFile> open_tensor_file(const std::filesystem::path& path) {
    const std::string name = path.string();
    if (name.ends_with(".npy")) return std::make_unique<NpyFile>(path);
    if (name.ends_with(".safetensors")) return std::make_unique<SafetensorsFile>(path);
    if (name.ends_with(".index.json")) return std::make_unique<Checkpoint>(path);
    if (name.ends_with(".gguf")) return std::make_unique<Gguf>(path);
    throw Error(Exit::usage, fmt::format("{}: is no tensor file; allowed: {}", name, kinds()));
}

std::optional<TensorArgument> parse_tensor_argument(const std::string& text) {
    std::set<std::size_t> ends;
    for (const std::string_view kind : named_kinds) {
        for (auto at = text.find(kind); at != std::string::npos; at = text.find(kind, at + 1)) {
            const std::size_t end = at + kind.size();
            if (end == text.size() || text[end] == ':') ends.insert(end);
        }
    }
    const auto split = [&](std::size_t end) {
        return TensorArgument{text.substr(0, end), end == text.size() ? "" : text.substr(end + 1)};
    };
    for (const std::size_t end : ends) {
        std::error_code ignored;
        if (std::filesystem::exists(text.substr(0, end), ignored)) return split(end);
    }
    if (text.ends_with(".npy")) return TensorArgument{text, ""};
    if (ends.empty()) return std::nullopt;
    return split(*ends.begin());
}

TensorArgument tensor_argument(const std::string& text) {
    if (auto argument = parse_tensor_argument(text)) return *argument;
    throw Error(Exit::usage, fmt::format("{}: is no tensor file; allowed: {}", text, kinds()));
}

std::string chosen_name(const TensorFile& file, const TensorArgument& argument) {
    if (!argument.name.empty()) return argument.name;
    const auto& names = file.names();
    if (names.empty()) throw Error(Exit::usage, fmt::format("{}: holds no tensor", argument.file));
    if (names.size() > 1)
        throw Error(
            Exit::usage,
            fmt::format("{}: holds {} tensors; allowed: one of them, {}:NAME; nearest: {}",
                        argument.file, names.size(), argument.file, in_quotes(names.front())));
    return names.front();
}

}  // namespace mxgen::tensor
