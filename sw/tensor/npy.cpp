// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/tensor/input_file.h"

namespace mxgen::tensor {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t preamble = 8;  ///< magic and version
constexpr std::size_t max_header_bytes = 65536, max_dimensions = 32;

constexpr DType numpy_types[] = {DType::f2, DType::f4, DType::f8, DType::i1, DType::i2, DType::i4,
                                 DType::i8, DType::u1, DType::u2, DType::u4, DType::u8, DType::b1};

struct NpyHeader {
    DType dtype = DType::f4;
    bool big_endian = false, is_fortran = false;
    Shape shape;
};

/// Reads the Python dictionary of a .npy header; only the three known keys may stand in it.
class HeaderParser {
  public:
    HeaderParser(std::string_view text, const std::string& where) : text_(text), where_(where) {}

    NpyHeader parse() {
        expect("{");
        while (!accept("}")) {
            const std::string_view key = quoted();
            expect(":");
            if (key == "descr" && !seen_descr_)
                seen_descr_ = true, descr(quoted());
            else if (key == "fortran_order" && !seen_order_)
                seen_order_ = true, header_.is_fortran = boolean();
            else if (key == "shape" && !seen_shape_)
                seen_shape_ = true, shape();
            else
                fail(fmt::format("unexpected key {}", in_quotes(key)));
            if (!accept(",")) {
                expect("}");
                break;
            }
        }
        skip_space();
        if (!text_.empty()) fail("text after the dictionary");
        if (!seen_descr_ || !seen_order_ || !seen_shape_)
            fail("the header needs descr, fortran_order and shape");
        return header_;
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Exit::usage, fmt::format("{}: not a usable .npy file: {}", where_, what));
    }

    void skip_space() {
        const auto start = text_.find_first_not_of(" \t\r\n");
        text_.remove_prefix(start == std::string_view::npos ? text_.size() : start);
    }

    bool accept(std::string_view token) {
        skip_space();
        if (!text_.starts_with(token)) return false;
        text_.remove_prefix(token.size());
        return true;
    }

    void expect(std::string_view token) {
        if (!accept(token)) fail(fmt::format("expected '{}' in the header", token));
    }

    std::string_view quoted() {
        skip_space();
        if (text_.empty() || (text_[0] != '\'' && text_[0] != '"')) fail("expected a string");
        const auto end = text_.find(text_[0], 1);
        if (end == std::string_view::npos) fail("unfinished string");
        const std::string_view found = text_.substr(1, end - 1);
        text_.remove_prefix(end + 1);
        return found;
    }

    bool boolean() {
        if (accept("True")) return true;
        expect("False");
        return false;
    }

    void shape() {
        expect("(");
        while (!accept(")")) {
            skip_space();
            std::size_t extent = 0;
            const auto [end, error] =
                std::from_chars(text_.data(), text_.data() + text_.size(), extent);
            if (error != std::errc()) fail("the shape is no tuple of sizes");
            text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
            if (header_.shape.size() == max_dimensions) fail("more than 32 dimensions");
            header_.shape.push_back(extent);
            if (!accept(",")) {
                expect(")");
                break;
            }
        }
    }

    void descr(std::string_view text) {
        const auto type = std::find_if(
            std::begin(numpy_types), std::end(numpy_types),
            [&](DType t) { return text.size() == 3 && name_of(t).substr(1) == text.substr(1); });
        const char order = text.empty() ? ' ' : text[0];
        // ml_dtypes' bfloat16, of which NumPy knows the size alone.
        if (text == "<V2" || text == "|V2") {
            header_.dtype = DType::bf16;
            return;
        }
        // ml_dtypes' types of one byte, likewise.
        if (text.size() == 3 && std::string_view("<>|").find(order) != std::string_view::npos &&
            (text.ends_with("V1") || text.ends_with("f1"))) {
            header_.dtype = DType::v1;
            return;
        }
        const bool known = type != std::end(numpy_types);
        if (!known || (order != '<' && order != '>' && !(order == '|' && size_of(*type) == 1)))
            fail(fmt::format("type {}; allowed are f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1 V2 V1",
                             in_quotes(text)));
        header_.dtype = *type;
        header_.big_endian = order == '>';
    }

    std::string_view text_;
    const std::string& where_;
    NpyHeader header_;
    bool seen_descr_ = false, seen_order_ = false, seen_shape_ = false;
};

std::size_t little_endian(std::span<const std::byte> bytes) {
    std::size_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        number = number * 256 + std::to_integer<std::size_t>(bytes[i]);
    return number;
}

void reverse_elements(std::vector<std::byte>& bytes, std::size_t size) {
    for (auto at = bytes.begin(); at != bytes.end(); at += static_cast<std::ptrdiff_t>(size))
        std::reverse(at, at + static_cast<std::ptrdiff_t>(size));
}

/// A file's header and where its data begin.
struct ParsedHead {
    NpyHeader header;
    std::size_t start = 0;
};

/// Checks a file of `size` bytes by those at its beginning, of which the header must be there.
ParsedHead parse_head(std::span<const std::byte> head, std::size_t size, const std::string& where) {
    const auto fail = [&](const std::string& what) {
        throw Error(Exit::usage, fmt::format("{}: not a usable .npy file: {}", where, what));
    };
    const auto* text = reinterpret_cast<const char*>(head.data());
    if (head.size() < preamble || std::string_view(text, magic.size()) != magic)
        fail("it does not begin with the .npy signature");
    const auto version = std::to_integer<int>(head[magic.size()]);
    if (version < 1 || version > 3) fail(fmt::format("version {}; allowed are 1 to 3", version));
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    if (head.size() < preamble + length_bytes) fail("it ends within the header");
    const std::size_t length = little_endian(head.subspan(preamble, length_bytes));
    const std::size_t start = preamble + length_bytes + length;
    if (length > max_header_bytes || start > head.size())
        fail(fmt::format("a header of {} bytes", length));
    const NpyHeader header =
        HeaderParser(std::string_view(text + preamble + length_bytes, length), where).parse();
    const std::size_t element = size_of(header.dtype);
    const std::size_t wanted = element_count(header.shape, element, where) * element;
    if (size - start != wanted)
        fail(fmt::format("shape {} of {} needs {} bytes of data, the file holds {}",
                         to_string(header.shape), name_of(header.dtype), wanted, size - start));
    return {header, start};
}

/// Elements whose first index runs fastest, in C order: the last one does.
std::vector<std::byte> c_order(const std::vector<std::byte>& bytes, const Shape& shape,
                               std::size_t size) {
    Shape strides, index(shape.size(), 0);
    for (std::size_t stride = size; const std::size_t extent : shape) {
        strides.push_back(stride);
        stride *= extent;
    }
    std::vector<std::byte> ordered(bytes.size());
    std::size_t from = 0;
    for (std::size_t to = 0; to < bytes.size(); to += size) {
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), size,
                    ordered.begin() + static_cast<std::ptrdiff_t>(to));
        std::size_t axis = shape.size();
        while (axis > 0) {
            from += strides[--axis];
            if (++index[axis] < shape[axis]) break;
            from -= strides[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return ordered;
}

TypedArray in_order(const NpyHeader& header, std::vector<std::byte> bytes) {
    const std::size_t size = size_of(header.dtype);
    if (header.big_endian) reverse_elements(bytes, size);
    if (header.is_fortran && header.shape.size() > 1) bytes = c_order(bytes, header.shape, size);
    return {header.dtype, header.shape, std::move(bytes)};
}

}  // namespace

TypedArray parse_npy(std::span<const std::byte> bytes, const std::string& where) {
    const ParsedHead parsed = parse_head(bytes, bytes.size(), where);
    const auto data = bytes.subspan(parsed.start);
    return in_order(parsed.header, {data.begin(), data.end()});
}

TypedArray read_npy(const std::filesystem::path& path) {
    const InputFile file(path);
    const auto head = file.read(0, std::min(file.size(), preamble + 4 + max_header_bytes));
    const ParsedHead parsed = parse_head(head, file.size(), path.string());
    return in_order(parsed.header, file.read(parsed.start, file.size() - parsed.start));
}

void write_npy(const std::filesystem::path& path, const TypedArray& array) {
    if (std::find(std::begin(numpy_types), std::end(numpy_types), array.dtype) ==
        std::end(numpy_types))
        throw Error(Exit::usage, fmt::format("{}: .npy has no type for {}", path.string(),
                                             name_of(array.dtype)));
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                                     name_of(array.dtype), to_string(array.shape));
    // NumPy aligns the data to 64 bytes; the header ends in a newline.
    constexpr std::size_t alignment = 64, length_bytes = 2;
    const std::size_t used = preamble + length_bytes + header.size() + 1;
    header.append((alignment - used % alignment) % alignment, ' ');
    header.push_back('\n');
    std::string file(magic);
    file += std::string_view("\x01\x00", 2);
    file += static_cast<char>(header.size() % 256);
    file += static_cast<char>(header.size() / 256);
    file += header;
    file.append(reinterpret_cast<const char*>(array.bytes.data()), array.bytes.size());
    write_file(path, file);
}

}  // namespace mxgen::tensor
