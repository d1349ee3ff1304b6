// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/liberty.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

constexpr int deepest_group = 32;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

/// A recursive descent over the text; positions only ever move forward.
class Parser {
  public:
    Parser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

    Group parse() {
        skip(true);
        Group library = statement_group();
        if (library.kind != "library") fail("a Liberty file begins with a library group");
        skip(true);
        if (at_ < text_.size()) fail("text after the end of the library");
        return library;
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Exit::usage, fmt::format("{}:{}: {}", file_, line_, what));
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    bool starts(std::string_view token) const { return text_.substr(at_).starts_with(token); }

    void advance(std::size_t count) {
        line_ += static_cast<int>(
            std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                       text_.begin() + static_cast<std::ptrdiff_t>(at_ + count), '\n'));
        at_ += count;
    }

    void skip_past(std::string_view end) {
        auto found = text_.find(end, at_);
        if (found == std::string_view::npos) fail("the comment does not end");
        advance(found + end.size() - at_);
    }

    bool at_continuation() const {
        return peek() == '\\' && (text_.substr(at_ + 1).starts_with('\n') ||
                                  text_.substr(at_ + 1).starts_with("\r\n"));
    }

    /// Skips blanks, continued lines and comments; line ends only with `lines`.
    void skip(bool lines) {
        while (at_ < text_.size()) {
            if (starts("/*"))
                skip_past("*/");
            else if (starts("//"))
                advance(std::min(text_.find('\n', at_), text_.size()) - at_);
            else if (at_continuation())
                advance(text_.find('\n', at_) + 1 - at_);
            else if (is_space(peek()) && (lines || peek() != '\n'))
                advance(1);
            else
                return;
        }
    }

    std::string quoted() {
        std::string value;
        advance(1);
        while (peek() != '"') {
            if (at_ >= text_.size()) fail("the string does not end");
            if (at_continuation()) {
                advance(text_.find('\n', at_) + 1 - at_);
                continue;
            }
            value += peek();
            advance(1);
        }
        advance(1);
        return value;
    }

    std::string word() {
        auto start = at_;
        while (at_ < text_.size() && !is_space(peek()) &&
               std::string_view("(){}:;,\"\\").find(peek()) == std::string_view::npos)
            ++at_;
        return std::string(text_.substr(start, at_ - start));
    }

    std::string name() {
        auto result = word();
        if (result.empty())
            fail(at_ < text_.size()
                     ? fmt::format("a name was expected before {}", in_quotes(text_.substr(at_, 1)))
                     : std::string("the file ends within a group"));
        return result;
    }

    std::vector<std::string> list() {
        std::vector<std::string> values;
        advance(1);
        for (;;) {
            skip(true);
            if (peek() == ')') break;
            if (peek() == ',') {
                advance(1);
                continue;
            }
            if (at_ >= text_.size()) fail("the list does not end");
            auto value = peek() == '"' ? quoted() : word();
            if (peek() == ':' && !value.empty()) {  // a bus slice such as A[3:0]
                advance(1);
                value += ":" + word();
            } else if (value.empty() && peek() != ')' && peek() != ',' && text_[at_ - 1] != '"') {
                fail(fmt::format("{} in a list", in_quotes(text_.substr(at_, 1))));
            }
            values.push_back(std::move(value));
        }
        advance(1);
        return values;
    }

    /// `name : value`, the value a string or the words up to the semicolon or the line's end.
    Attribute simple(std::string name) {
        advance(1);
        skip(true);
        std::string value;
        if (peek() == '"') {
            value = quoted();
        } else {
            while (at_ < text_.size() && peek() != ';' && peek() != '\n' && peek() != '}') {
                if (peek() == '{') fail("a brace within a value");
                value += peek();
                advance(1);
                if (starts("/*") || starts("//") || at_continuation()) skip(false);
            }
            while (!value.empty() && is_space(value.back())) value.pop_back();
        }
        return {std::move(name), {std::move(value)}, false};
    }

    Group statement_group() {
        auto line = line_;
        auto kind = name();
        skip(true);
        if (peek() != '(') fail(fmt::format("{} is no group", in_quotes(kind)));
        auto arguments = list();
        skip(true);
        if (peek() != '{') fail(fmt::format("the group {} has no body", in_quotes(kind)));
        return body(std::move(kind), std::move(arguments), line, 0);
    }

    Group body(std::string kind, std::vector<std::string> arguments, int line, int depth) {
        if (depth > deepest_group) fail(fmt::format("groups nest deeper than {}", deepest_group));
        Group group{std::move(kind), std::move(arguments), line, {}, {}};
        advance(1);
        for (;;) {
            skip(true);
            if (peek() == '}') break;
            if (peek() == ';') {
                advance(1);
                continue;
            }
            statement(group, depth);
        }
        advance(1);
        return group;
    }

    void statement(Group& group, int depth) {
        auto line = line_;
        auto label = name();
        skip(true);
        if (peek() == ':') {
            group.attributes.push_back(simple(std::move(label)));
            return;
        }
        if (peek() != '(') fail(fmt::format("':' or '(' was expected after {}", in_quotes(label)));
        auto values = list();
        skip(true);
        if (peek() == '{')
            group.groups.push_back(body(std::move(label), std::move(values), line, depth + 1));
        else
            group.attributes.push_back({std::move(label), std::move(values), true});
    }

    std::string_view text_;
    const std::string& file_;
    std::size_t at_ = 0;
    int line_ = 1;
};

/// Whether tools that read Liberty take the value for a number or a truth value.
bool is_literal(const std::string& value) {
    auto parsed = numbers(value);
    return value == "true" || value == "false" ||
           (parsed.size() == 1 && value.find_first_not_of("+-.0123456789eE") == std::string::npos);
}

bool is_word(const std::string& value) {
    return !value.empty() && std::isalpha(static_cast<unsigned char>(value[0])) &&
           std::all_of(value.begin(), value.end(),
                       [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

/// As libraries usually are written, since not every tool takes quotes everywhere: lists of numbers
/// in quotes, numbers and names without.
std::string in_list(const std::vector<std::string>& values, bool table) {
    std::string result;
    for (const auto& value : values) {
        bool bare = !table && (is_literal(value) || is_word(value));
        result += (result.empty() ? "" : ", ") + (bare ? value : "\"" + value + "\"");
    }
    return result;
}

void print(const Group& group, int depth, std::string& out) {
    std::string indent(static_cast<std::size_t>(2 * depth), ' ');
    out += fmt::format("{}{} ({}) {{\n", indent, group.kind, in_list(group.arguments, false));
    for (const auto& attribute : group.attributes) {
        const auto& [name, values, complex] = attribute;
        bool table = name == "values" || name.starts_with("index_");
        if (complex)
            out += fmt::format("{}  {} ({});\n", indent, name, in_list(values, table));
        else
            out += fmt::format("{}  {} : {};\n", indent, name,
                               is_literal(values[0]) ? values[0] : "\"" + values[0] + "\"");
    }
    for (const auto& inner : group.groups) print(inner, depth + 1, out);
    out += indent + "}\n";
}

}  // namespace

std::string_view Group::name() const {
    return arguments.empty() ? std::string_view() : std::string_view(arguments.front());
}

const Attribute* Group::find(std::string_view attribute) const {
    auto found = std::find_if(attributes.rbegin(), attributes.rend(),
                              [&](const Attribute& a) { return a.name == attribute; });
    return found == attributes.rend() ? nullptr : &*found;
}

std::string_view Group::text(std::string_view attribute, std::string_view otherwise) const {
    const auto* found = find(attribute);
    return found && !found->values.empty() ? std::string_view(found->values.front()) : otherwise;
}

double Group::number(std::string_view attribute, double otherwise) const {
    auto values = numbers(text(attribute));
    return values.empty() ? otherwise : values.front();
}

Group parse_liberty(std::string_view text, const std::string& file) {
    return Parser(text, file).parse();
}

std::vector<double> numbers(std::string_view list) {
    std::vector<double> result;
    const char *at = list.data(), *end = at + list.size();
    for (;;) {
        while (at != end && (is_space(*at) || *at == ',')) ++at;
        if (at != end && *at == '+') ++at;
        double value = 0;
        auto [next, error] = std::from_chars(at, end, value);
        if (error != std::errc()) return result;
        result.push_back(value);
        at = next;
    }
}

std::string to_liberty(const Group& group) {
    std::string out;
    print(group, 0, out);
    return out;
}

}  // namespace mxgen::ppa
