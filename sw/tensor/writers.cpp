// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/writers.h"

#include <algorithm>

#include "sw/support/json.h"

namespace mxgen::tensor {
namespace {

void append_little_endian(std::string& file, std::uint64_t number, std::size_t bytes) {
    for (; bytes > 0; --bytes, number >>= 8) file += static_cast<char>(number & 0xFF);
}

void append_gguf_text(std::string& file, const std::string& text) {
    append_little_endian(file, text.size(), 8);
    file += text;
}

void append_bytes(std::string& file, const std::vector<std::byte>& bytes) {
    file.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::size_t aligned_up(std::size_t size, std::size_t alignment) {
    return (size + alignment - 1) / alignment * alignment;
}

}  // namespace

std::string safetensors_file(std::vector<StoredTensor> tensors) {
    std::ranges::stable_sort(tensors, std::greater(),
                             [](const StoredTensor& tensor) { return tensor.type == "F32"; });
    Json header = Json::object();
    std::size_t size = 0;
    for (const StoredTensor& tensor : tensors) {
        const std::size_t end = size + tensor.bytes.size();
        header[tensor.name] = {
            {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {size, end}}};
        size = end;
    }
    std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.resize(aligned_up(text.size(), 8), ' ');
    std::string file;
    append_little_endian(file, text.size(), 8);
    file += text;
    file.reserve(file.size() + size);
    for (const StoredTensor& tensor : tensors) append_bytes(file, tensor.bytes);
    return file;
}

std::string gguf_file(const std::vector<StoredTensor>& tensors) {
    constexpr std::uint32_t version = 3, alignment = 32, type_of_uint32 = 4;
    std::string file = "GGUF";
    append_little_endian(file, version, 4);
    append_little_endian(file, tensors.size(), 8);
    append_little_endian(file, 1, 8);
    append_gguf_text(file, "general.alignment");
    append_little_endian(file, type_of_uint32, 4);
    append_little_endian(file, alignment, 4);
    std::size_t place = 0;
    for (const StoredTensor& tensor : tensors) {
        append_gguf_text(file, tensor.name);
        append_little_endian(file, tensor.shape.size(), 4);
        for (auto extent = tensor.shape.rbegin(); extent != tensor.shape.rend(); ++extent)
            append_little_endian(file, *extent, 8);
        append_little_endian(file, tensor.ggml_type, 4);
        append_little_endian(file, place, 8);
        place = aligned_up(place + tensor.bytes.size(), alignment);
    }
    for (const StoredTensor& tensor : tensors) {
        file.resize(aligned_up(file.size(), alignment));
        append_bytes(file, tensor.bytes);
    }
    file.resize(aligned_up(file.size(), alignment));
    return file;
}

}  // namespace mxgen::tensor
