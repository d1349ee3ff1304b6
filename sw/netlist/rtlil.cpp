// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/rtlil.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "sw/support/console.h"
#include "sw/support/error.h"

namespace mxgen::ppa {

namespace {

constexpr int integer_bits = 32;  // of a constant without a width

/// The words of a line; a string is one word.
class Words {
  public:
    explicit Words(std::string_view line) : rest_(line) { skip(); }

    bool empty() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }
    char front() const { return rest_.empty() ? '\0' : rest_.front(); }

    std::string_view next() {
        std::size_t end = 0;
        if (front() == '"') {
            for (end = 1; end < rest_.size() && rest_[end] != '"'; ++end)
                if (rest_[end] == '\\') ++end;
            ++end;
        } else {
            end = rest_.find(' ');
        }
        const auto word = rest_.substr(0, end);
        rest_.remove_prefix(std::min(word.size(), rest_.size()));
        skip();
        return word;
    }

  private:
    void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

    std::string_view rest_;
};

std::optional<int> to_int(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

std::string digits(std::uint32_t value, int width) {
    std::string result;
    for (int bit = width; bit-- > 0;) result += (value >> bit & 1) != 0 ? '1' : '0';
    return result;
}

std::string digits_of_string(std::string_view quoted) {
    std::string result;
    for (const char character : unquoted(quoted))
        result += digits(static_cast<unsigned char>(character), 8);
    return result;
}

/// The digits of a constant: 8'01100110, 77, or a string.
std::optional<std::string> digits_of(std::string_view constant) {
    if (constant.starts_with('"')) return digits_of_string(constant);
    const auto quote = constant.find('\'');
    if (quote == constant.npos) {
        const auto value = to_int(constant);
        if (!value) return {};
        return digits(static_cast<std::uint32_t>(*value), integer_bits);
    }
    const auto width = to_int(constant.substr(0, quote));
    auto bits = constant.substr(quote + 1);
    if (bits.starts_with('s')) bits.remove_prefix(1);
    if (!width || *width < 0 || bits.empty() || bits.find_first_not_of("01xz-") != bits.npos)
        return {};
    const auto size = static_cast<std::size_t>(*width);
    if (bits.size() > size && bits.size() > 1) return {};
    // Of digits that are missing the first is the sign's: x and z stand for as many as there are.
    std::string result(size - std::min(size, bits.size()), bits[0] == '1' ? '0' : bits[0]);
    return result.append(bits.substr(0, size));
}

class RtlParser {
  public:
    RtlParser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

    std::vector<RtlModule> parse() {
        while (next_line()) {
            const auto keyword = words_.next();
            if (keyword.empty() || keyword.starts_with('#') || keyword == "autoidx") continue;
            if (keyword == "attribute") continue;
            if (keyword != "module") fail();
            module();
        }
        return std::move(modules_);
    }

  private:
    [[noreturn]] void fail() const {
        throw Error(Exit::tool_failed,
                    fmt::format("{}:{}: no RTLIL without processes: {}", file_, number_,
                                visible(std::string(line_.substr(0, 80)))));
    }

    bool next_line() {
        if (at_ >= text_.size()) return false;
        const auto end = std::min(text_.find('\n', at_), text_.size());
        line_ = text_.substr(at_, end - at_);
        at_ = end + 1;
        ++number_;
        words_ = Words(line_);
        return true;
    }

    void module() {
        auto& module = modules_.emplace_back();
        module.name = words_.next();
        wires_.clear();
        RtlAttributes attributes;
        for (;;) {
            if (!next_line()) fail();
            const auto keyword = words_.next();
            if (keyword == "end") return;
            if (keyword == "attribute") {
                attributes.push_back(pair());
                continue;
            }
            statement(keyword, module, attributes);
            attributes.clear();
        }
    }

    void statement(std::string_view keyword, RtlModule& module, RtlAttributes& attributes) {
        if (keyword == "wire") {
            wires_.emplace(line_.substr(line_.rfind(' ') + 1), module.wires.size());
            module.wires.push_back(wire());
            module.wires.back().attributes = std::move(attributes);
        } else if (keyword == "memory") {
            auto& memory = module.memories.emplace_back();
            for (auto word = words_.next(); !words_.empty(); word = words_.next())
                memory.options += std::string(word) + " ";
            memory.name = line_.substr(line_.rfind(' ') + 1);
        } else if (keyword == "cell") {
            cell(module);
        } else if (keyword == "connect") {
            auto driven = signal(module);
            module.connections.emplace_back(std::move(driven), signal(module));
        } else if (keyword != "parameter") {  // a default of the module's own
            fail();
        }
    }

    std::pair<std::string, std::string> pair() {
        std::string name(words_.next());
        if (name == "signed" || name == "real") name += " " + std::string(words_.next());
        return {std::move(name), std::string(words_.rest())};
    }

    /// The next word, a number of bits or of a port.
    int integer() {
        const auto value = to_int(words_.next());
        if (!value || *value < 0) fail();
        return *value;
    }

    RtlWire wire() {
        RtlWire wire;
        for (auto word = words_.next(); !words_.empty(); word = words_.next()) {
            if (word == "width") {
                wire.width = integer();
                continue;
            }
            wire.options += (wire.options.empty() ? "" : " ") + std::string(word);
            if (word != "input" && word != "output" && word != "inout") continue;
            wire.port = integer();
            wire.options += fmt::format(" {}", wire.port);
        }
        wire.name = line_.substr(line_.rfind(' ') + 1);
        return wire;
    }

    void cell(RtlModule& module) {
        RtlCell cell;
        cell.type = words_.next();
        cell.name = words_.next();
        for (;;) {
            if (!next_line()) fail();
            const auto keyword = words_.next();
            if (keyword == "end") break;
            if (keyword == "parameter") {
                cell.parameters.push_back(pair());
            } else if (keyword == "connect") {
                std::string pin(words_.next());
                cell.pins.emplace_back(std::move(pin), signal(module));
            } else {
                fail();
            }
        }
        module.cells.push_back(std::move(cell));
    }

    /// The next signal of the line.
    RtlSignal signal(const RtlModule& module) {
        RtlSignal result;
        if (words_.front() != '{') {
            result.push_back(chunk(module));
            return result;
        }
        words_.next();
        while (words_.front() != '}') result.push_back(chunk(module));
        words_.next();
        return result;
    }

    RtlChunk chunk(const RtlModule& module) {
        RtlChunk chunk;
        const auto word = words_.next();
        if (!word.starts_with('\\') && !word.starts_with('$')) {
            auto digits = digits_of(word);
            if (!digits) fail();
            chunk.width = static_cast<int>(digits->size());
            chunk.constant = std::move(*digits);
            return chunk;
        }
        const auto found = wires_.find(word);
        if (found == wires_.end()) fail();
        chunk.wire = static_cast<int>(found->second);
        chunk.width = module.wires[found->second].width;
        if (words_.front() == '[') slice(chunk);
        return chunk;
    }

    /// Reads "[7:4]" or "[3]".
    void slice(RtlChunk& chunk) {
        auto range = words_.next();
        if (!range.ends_with(']')) fail();
        range = range.substr(1, range.size() - 2);
        const auto colon = range.find(':');
        const auto high = to_int(range.substr(0, colon));
        const auto low = colon == range.npos ? high : to_int(range.substr(colon + 1));
        if (!high || !low || *low < 0 || *high < *low || *high >= chunk.width) fail();
        chunk.offset = *low;
        chunk.width = *high - *low + 1;
    }

    std::string_view text_, line_;
    const std::string& file_;
    std::size_t at_ = 0;
    int number_ = 0;
    Words words_{""};
    std::vector<RtlModule> modules_;
    std::unordered_map<std::string_view, std::size_t> wires_;  ///< of the module that is read
};

}  // namespace

std::string_view RtlCell::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters)
        if (key == name) return value;
    return {};
}

std::string unquoted(std::string_view text) {
    std::string result;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] != '\\') {
            result += text[i];
            continue;
        }
        ++i;  // before a character, or three octal digits
        int code = 0, length = 0;
        for (; length < 3 && i + 1 < text.size() && text[i] >= '0' && text[i] <= '7'; ++length)
            code = 8 * code + (text[i++] - '0');
        if (length > 0) --i;
        result += length > 0       ? static_cast<char>(code)
                  : text[i] == 'n' ? '\n'
                  : text[i] == 't' ? '\t'
                                   : text[i];
    }
    return result;
}

std::vector<RtlModule> parse_rtlil(std::string_view text, const std::string& file) {
    return RtlParser(text, file).parse();
}

std::string to_rtlil(const RtlSignal& signal, const RtlModule& module,
                     const std::vector<std::string>& names) {
    std::string text;
    for (const auto& chunk : signal) {
        if (!text.empty()) text += " ";
        if (chunk.wire < 0) {
            text += fmt::format("{}'{}", chunk.width, chunk.width > 0 ? chunk.constant : "x");
            continue;
        }
        const auto wire = static_cast<std::size_t>(chunk.wire);
        text += names[wire];
        if (chunk.width == 1 && module.wires[wire].width > 1)
            text += fmt::format(" [{}]", chunk.offset);
        else if (chunk.width != module.wires[wire].width)
            text += fmt::format(" [{}:{}]", chunk.offset + chunk.width - 1, chunk.offset);
    }
    return signal.size() == 1 ? text : "{ " + text + " }";
}

}  // namespace mxgen::ppa
