// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace mxgen::testing {

inline void write(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

/// A number in little-endian bytes.
inline std::string little(std::uint64_t number, std::size_t bytes) {
    std::string text;
    for (; bytes-- > 0; number /= 256) text += static_cast<char>(number % 256);
    return text;
}

/// One tensor of a file to be: its type and shape as the file calls them, and its bytes.
struct Piece {
    std::string name, type, shape, data;
};

/// A .safetensors file of these tensors.
inline std::string safetensors(const std::vector<Piece>& pieces) {
    std::string header, data;
    for (const Piece& piece : pieces) {
        header += (header.empty() ? "{\"" : ",\"") + piece.name + "\":{\"dtype\":\"" + piece.type +
                  "\",\"shape\":" + piece.shape + ",\"data_offsets\":[" +
                  std::to_string(data.size()) + ",";
        data += piece.data;
        header += std::to_string(data.size()) + "]}";
    }
    header += header.empty() ? "{}" : "}";
    return little(header.size(), 8) + header + data;
}

/// One tensor of a GGUF file to be, its sizes fastest first.
struct GgufPiece {
    std::string name;
    std::uint32_t type;
    std::vector<std::uint64_t> sizes;
    std::string data;
};

inline std::string gguf_text(const std::string& text) { return little(text.size(), 8) + text; }

/// A GGUF file of these tensors; `metadata` are entries as they stand in the file.
inline std::string gguf(const std::vector<GgufPiece>& pieces,
                        const std::vector<std::string>& metadata = {}, std::size_t alignment = 32,
                        std::uint32_t version = 3) {
    const auto aligned = [alignment](std::string text) {
        text.resize((text.size() + alignment - 1) / alignment * alignment, '\0');
        return text;
    };
    std::string file =
        "GGUF" + little(version, 4) + little(pieces.size(), 8) + little(metadata.size(), 8);
    for (const std::string& entry : metadata) file += entry;
    std::string data;
    for (const GgufPiece& piece : pieces) {
        file += gguf_text(piece.name) + little(piece.sizes.size(), 4);
        for (const std::uint64_t size : piece.sizes) file += little(size, 8);
        file += little(piece.type, 4) + little(data.size(), 8);
        data = aligned(data + piece.data);
    }
    return aligned(file) + data;
}

}  // namespace mxgen::testing
