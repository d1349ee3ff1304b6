// SPDX-License-Identifier: Apache-2.0
// Mutants of tensor files: every one is read or refused, and readers agree.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <random>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/tensor/checkpoint.h"
#include "sw/tensor/gguf.h"
#include "sw/tensor/given_codes.h"
#include "sw/tensor/inputs.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/packed.h"
#include "sw/tensor/safetensors.h"
#include "tests/support/scratch_folder.h"
#include "tests/sw/tensor/files.h"

using namespace mxgen;
using namespace mxgen::tensor;
namespace fs = std::filesystem;

namespace {

using Files = std::vector<std::string>;

/// Draws the same on every machine, unlike the distributions of the library.
class Draw {
  public:
    explicit Draw(std::uint32_t seed) : random_(seed) {}

    std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }

    const std::string& of(const Files& files) { return files[below(files.size())]; }

  private:
    std::mt19937 random_;
};

/// A file with a matrix in each layout that packs tensors of .safetensors files.
std::string every_layout() {
    const auto bytes = [](std::size_t count) { return std::string(count, '\x3c'); };
    return testing::safetensors({{"g_blocks", "U8", "[2,1,16]", bytes(32)},
                                 {"g_scales", "U8", "[2,1]", bytes(2)},
                                 {"c_packed", "U8", "[2,9]", bytes(18)},
                                 {"c_scale", "F8_E4M3", "[2,2]", bytes(4)},
                                 {"c_global_scale", "F32", "[1]", bytes(4)},
                                 {"m", "U8", "[3,8]", bytes(24)},
                                 {"m_scale", "F8_E4M3", "[3,1]", bytes(3)},
                                 {"m_scale_2", "F32", "[]", bytes(4)},
                                 {"x", "F8_E4M3", "[2,33]", bytes(66)},
                                 {"x_scale_inv", "F8_E8M0", "[2,2]", bytes(4)},
                                 {"f", "F6_E2M3", "[1,4]", bytes(3)},
                                 {"f_scale", "U8", "[1,1]", bytes(1)}});
}

/// The corpus of the fuzz targets and, for .npy, a file of each type that is written.
Files seeds(const std::string& kind, const fs::path& scratch) {
    if (kind == "packed") return {every_layout()};
    Files files;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(MXGEN_SOURCE_DIR "/tests/fuzz/corpus/" + kind))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) files.push_back(read_file(path));
    if (kind != "npy") return files;
    for (const DType dtype : {DType::f2, DType::f4, DType::f8, DType::i1, DType::i2, DType::i4,
                              DType::i8, DType::u1, DType::u2, DType::u4, DType::u8}) {
        write_npy(scratch / "seed.npy",
                  {dtype, {2, 3}, std::vector<std::byte>(6 * size_of(dtype))});
        files.push_back(read_file(scratch / "seed.npy"));
    }
    return files;
}

/// A file with a tensor of each type that the format knows, one of them unknown here.
std::string every_type() {
    std::string entries, data;
    for (const auto& [type, bytes] :
         std::vector<std::pair<std::string, std::size_t>>{{"F64", 8},
                                                          {"F32", 4},
                                                          {"F16", 2},
                                                          {"BF16", 2},
                                                          {"F8_E4M3", 1},
                                                          {"F8_E5M2", 1},
                                                          {"F8_E8M0", 1},
                                                          {"I64", 8},
                                                          {"U8", 1},
                                                          {"F3", 1}}) {
        entries += (entries.empty() ? "{\"" : ",\"") + type + "\":{\"dtype\":\"" + type +
                   "\",\"shape\":[2,1],\"data_offsets\":[" + std::to_string(data.size()) + ",";
        data += std::string(2 * bytes, '\x3c');
        entries += std::to_string(data.size()) + "]}";
    }
    entries += "}";
    std::string length(8, '\0');
    length[0] = static_cast<char>(entries.size() % 256);
    length[1] = static_cast<char>(entries.size() / 256);
    return length + entries + data;
}

/// Where a file tells how long its header is, in little-endian bytes.
struct LengthField {
    std::size_t at, bytes;
};

/// Adds to a length, if there is one.
void add_to(std::string& file, LengthField field, std::ptrdiff_t growth) {
    if (file.size() < field.at + field.bytes) return;
    for (std::size_t i = 0; i < field.bytes; ++i, growth >>= 8) {
        growth += static_cast<unsigned char>(file[field.at + i]);
        file[field.at + i] = static_cast<char>(growth & 0xFF);
    }
}

/// One to four changes, most often one, half of them with the header's length made right: bits,
/// bytes, numbers, parts doubled, cut out or of another file, an end cut off.
std::string mutant(const Files& files, LengthField field, Draw& draw) {
    static const Files texts{"0",
                             "-1",
                             "18446744073709551615",
                             "4611686018427387904",
                             "1e9",
                             "[",
                             "{",
                             "\"",
                             ",",
                             ")",
                             "\\u0000",
                             "\xff",
                             "null",
                             "<f4",
                             "}}",
                             "[]",
                             "()",
                             "F32",
                             "True"};
    std::string text = draw.of(files);
    const auto size = std::ssize(text);
    const std::size_t several = draw.below(2), further = several * draw.below(4);
    for (std::size_t changes = 1 + further; changes > 0; --changes) {
        const std::size_t at = draw.below(text.size() + 1), length = 1 + draw.below(16);
        switch (draw.below(7)) {
            case 0:
                if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << draw.below(8)));
                break;
            case 1:
                if (at < text.size()) text[at] = static_cast<char>(draw.below(256));
                break;
            case 2:
                text.replace(at, draw.below(4), draw.of(texts));
                break;
            case 3:
                text.insert(at, text.substr(draw.below(text.size() + 1), length));
                break;
            case 4:
                text.erase(at, length);
                break;
            case 5: {
                const std::string& other = draw.of(files);
                text.replace(at, length, other.substr(draw.below(other.size() + 1), length));
                break;
            }
            default:
                if (draw.below(4) == 0) text.resize(at);
        }
    }
    if (draw.below(2) == 0) add_to(text, field, std::ssize(text) - size);
    return text;
}

/// Whether an action ends without a usage error; any other error is the test's.
template <typename Action>
bool is_read(Action action) {
    try {
        action();
        return true;
    } catch (const Error& error) {
        if (error.code() != Exit::usage || error.what()[0] == '\0') throw;
        return false;
    }
}

bool reads_npy(const std::string& bytes, const std::string& file) {
    TypedArray array;
    const bool is_array =
        is_read([&] { array = parse_npy(std::as_bytes(std::span(bytes)), file); });
    if (is_array != is_read([&] {
            if (read_npy(file) != array) throw std::logic_error("readers disagree");
        }))
        throw std::logic_error("one reader refuses what the other reads");
    if (!is_array) return false;
    if (array.bytes.size() > bytes.size()) throw std::logic_error("more data than the file has");
    is_read([&] { to_codes(array, file); });
    return true;
}

bool reads_safetensors(const std::string& bytes, const std::string& file) {
    std::size_t start = 0;
    std::vector<SafetensorsEntry> entries;
    if (!is_read(
            [&] { entries = parse_safetensors(std::as_bytes(std::span(bytes)), file, start); }))
        return false;
    const Safetensors opened(file);
    for (const SafetensorsEntry& entry : opened.entries()) {
        if (entry.begin > entry.end || start + entry.end > bytes.size())
            throw std::logic_error("a tensor outside the file");
        is_read([&] { opened.read(entry); });
    }
    return true;
}

/// The codes of every tensor are as many as its shape says, or refused, alone and as an operand's.
void read_each_packed(const TensorFile& file) {
    const auto check = [](const Quantized& q) {
        if (q.codes.size() != element_count(q.shape, 1, "") ||
            q.scales.size() != element_count(q.scale_shape, 1, ""))
            throw std::logic_error("codes or scales that the shape does not have");
        dequantize(q);
    };
    for (const std::string& name : file.names()) {
        const std::string argument = file.path().string() + ":" + name;
        is_read([&] { check(read_quantized(argument)); });
        for (const char* format : {"mxfp4", "nvfp4", "mxfp8_e4m3"})
            for (const int axis : {0, 1})
                is_read([&] {
                    check(read_quantized({argument, {}}, find_block_format(format).value(), axis));
                });
    }
}

bool reads_packed(const std::string& bytes, const std::string& file) {
    if (!reads_safetensors(bytes, file)) return false;
    read_each_packed(SafetensorsFile(file));
    return true;
}

/// Every tensor that a file lists is read or refused by its name.
void read_each(const TensorFile& file) {
    for (const std::string& name : file.names()) {
        is_read([&] { file.stored(name); });
        is_read([&] { read_tensor(file.path().string() + ":" + name); });
    }
}

void read_series(const std::string& file) {
    const TensorSeries series(file);
    for (const std::string& name : series.names()) series.read(name);
}

bool reads_gguf(const std::string& bytes, const std::string& file) {
    std::vector<GgufEntry> entries;
    if (!is_read([&] { entries = parse_gguf(std::as_bytes(std::span(bytes)), file); }))
        return false;
    for (const GgufEntry& entry : entries)
        if (entry.bytes.value_or(0) > 0 &&
            (entry.begin > bytes.size() || *entry.bytes > bytes.size() - entry.begin))
            throw std::logic_error("a tensor outside the file");
    const Gguf opened(file);
    if (opened.names().size() != entries.size()) throw std::logic_error("readers disagree");
    read_each(opened);
    read_each_packed(opened);
    return true;
}

bool reads_index(const std::string&, const std::string& file) {
    return is_read([&] { read_each(Checkpoint(file)); });
}

/// A kind of file: its corpus, how its names end, where its header's length stands.
struct Kind {
    std::string name, ending;
    LengthField field;
    bool (*reads)(const std::string& bytes, const std::string& file);
};

const Kind kinds_of_files[] = {{"npy", "npy", {8, 2}, reads_npy},
                               {"safetensors", "safetensors", {0, 8}, reads_safetensors},
                               {"gguf", "gguf", {0, 0}, reads_gguf},
                               {"packed", "safetensors", {0, 8}, reads_packed},
                               {"index", "index.json", {0, 0}, reads_index}};

/// How many of the first `count` mutants are read.
std::size_t read_mutants(const std::string& name, std::size_t count) {
    const Kind& kind = *std::ranges::find(kinds_of_files, name, &Kind::name);
    const testing::ScratchFolder scratch("mutants_" + name);
    const std::string file = (scratch.path() / ("m." + kind.ending)).string();
    Files files = seeds(name, scratch.path());
    if (name == "safetensors") files.push_back(every_type());
    // The shard of the indices.
    std::ofstream(scratch.path() / "m.safetensors", std::ios::binary) << every_type();
    Draw draw(1);
    std::size_t read = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string bytes = mutant(files, kind.field, draw);
        INFO(name << " " << i);
        // A new file: what shortens an old one waits for the disk.
        fs::remove(file);
        std::ofstream(file, std::ios::binary).write(bytes.data(), std::ssize(bytes));
        try {
            const bool is_whole = kind.reads(bytes, file);
            read += is_whole;
            if (is_read([&] { read_series(file); }) && !is_whole) FAIL("read where refused");
        } catch (const std::exception& error) {
            FAIL(error.what());
        }
    }
    return read;
}

}  // namespace

TEST_CASE("mutants of tensor files are read or refused") {
    CHECK(read_mutants("npy", 2000) == 209);
    CHECK(read_mutants("safetensors", 2000) == 89);
    CHECK(read_mutants("gguf", 2000) == 434);
    CHECK(read_mutants("index", 2000) == 164);
    CHECK(read_mutants("packed", 2000) == 306);
}

TEST_CASE("a million mutants of tensor files are read or refused", "[.soak]") {
    // Of each kind; fewer to try it, more slowly, under a sanitizer.
    const char* chosen = std::getenv("MXGEN_MUTANTS");
    const std::size_t count = chosen ? std::stoul(chosen) : 500000;
    const std::size_t npy = read_mutants("npy", count);
    const std::size_t safetensors = read_mutants("safetensors", count);
    const std::size_t gguf = read_mutants("gguf", count), index = read_mutants("index", count);
    const std::size_t packed = read_mutants("packed", count);
    WARN(count << " of each kind: " << npy << " .npy, " << safetensors << " .safetensors, " << gguf
               << " .gguf, " << index << " indices, " << packed << " packed read");
    CHECK(packed > count / 100);
    CHECK(npy > count / 20);
    CHECK(safetensors > count / 100);
    CHECK(gguf > count / 100);
    CHECK(index > count / 100);
}
