// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/function.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

constexpr std::size_t max_length = 4096;
constexpr int deepest_expression = 64;

bool is_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '[' || c == ']' ||
           c == '.';
}

}  // namespace

/// Recursive descent in the order of precedence: ! and ', then ^, then & * or a blank, then + and
/// |.
class FunctionParser {
  public:
    explicit FunctionParser(std::string_view text) : text_(text) {}

    Function parse() {
        if (text_.size() > max_length) fail("is too long");
        either(0);
        if (peek() != '\0') fail("is not a Boolean function");
        result_.depth_ = highest_;
        return std::move(result_);
    }

  private:
    using Op = Function::Op;

    [[noreturn]] void fail(std::string_view what) const {
        throw Error(Exit::usage, fmt::format("{} {}", in_quotes(text_), what));
    }

    char peek() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    bool take(std::string_view any) {
        char c = peek();
        if (c == '\0' || any.find(c) == std::string_view::npos) return false;
        ++at_;
        return true;
    }

    void emit(Op op, std::size_t pin = 0) {
        result_.steps_.push_back({op, pin});
        if (op <= Op::one)
            highest_ = std::max(highest_, ++height_);
        else if (op != Op::invert)
            --height_;
    }

    void either(int depth) {
        both(depth);
        while (take("+|")) {
            both(depth);
            emit(Op::either);
        }
    }

    void both(int depth) {
        differ(depth);
        for (;;) {
            char c = peek();
            if (!take("&*") && !(is_name(c) || c == '(' || c == '!')) return;
            differ(depth);
            emit(Op::both);
        }
    }

    void differ(int depth) {
        inverted(depth);
        while (take("^")) {
            inverted(depth);
            emit(Op::differ);
        }
    }

    void inverted(int depth) {
        if (depth > deepest_expression) fail("nests too deeply");
        if (take("!")) {
            inverted(depth + 1);
            emit(Op::invert);
            return;
        }
        if (take("(")) {
            either(depth + 1);
            if (!take(")")) fail("lacks a closing parenthesis");
        } else {
            pin();
        }
        while (take("'")) emit(Op::invert);
    }

    void pin() {
        peek();
        auto start = at_;
        while (at_ < text_.size() && is_name(text_[at_])) ++at_;
        auto name = std::string(text_.substr(start, at_ - start));
        if (name.empty()) fail("is not a Boolean function");
        if (name == "0" || name == "1") return emit(name == "0" ? Op::zero : Op::one);
        auto& pins = result_.pins_;
        auto found = std::find(pins.begin(), pins.end(), name);
        auto index = static_cast<std::size_t>(found - pins.begin());
        if (found == pins.end()) pins.push_back(std::move(name));
        emit(Op::pin, index);
    }

    std::string_view text_;
    std::size_t at_ = 0, height_ = 0, highest_ = 0;
    Function result_;
};

Function Function::parse(std::string_view text) { return FunctionParser(text).parse(); }

std::uint64_t Function::operator()(std::span<const std::uint64_t> words) const {
    std::array<std::uint64_t, 16> few;
    std::vector<std::uint64_t> many(depth_ > few.size() ? depth_ : 0);
    std::uint64_t* top = many.empty() ? few.data() : many.data();
    for (const auto& step : steps_) {
        switch (step.op) {
            case Op::pin:
                *top++ = words[step.pin];
                break;
            case Op::zero:
                *top++ = 0;
                break;
            case Op::one:
                *top++ = ~std::uint64_t{0};
                break;
            case Op::invert:
                top[-1] = ~top[-1];
                break;
            case Op::both:
                --top, top[-1] &= top[0];
                break;
            case Op::either:
                --top, top[-1] |= top[0];
                break;
            case Op::differ:
                --top, top[-1] ^= top[0];
                break;
        }
    }
    return top[-1];
}

std::uint64_t Function::table(std::span<const std::string> inputs) const {
    if (inputs.size() > 6) throw std::out_of_range("more than 6 inputs");
    std::vector<std::uint64_t> words;
    for (const auto& pin : pins_) {
        auto found = std::find(inputs.begin(), inputs.end(), pin);
        if (found == inputs.end()) throw std::out_of_range(pin);
        words.push_back(input_table(static_cast<std::size_t>(found - inputs.begin())));
    }
    return (*this)(words)&table_mask(inputs.size());
}

std::string Function::verilog(const std::function<std::string(const std::string&)>& rename) const {
    std::vector<std::string> stack;
    auto infix = [&](char op) {
        auto right = std::move(stack.back());
        stack.pop_back();
        stack.back() = fmt::format("({} {} {})", stack.back(), op, right);
    };
    for (const auto& step : steps_) {
        switch (step.op) {
            case Op::pin:
                stack.push_back(rename(pins_[step.pin]));
                break;
            case Op::zero:
                stack.emplace_back("1'b0");
                break;
            case Op::one:
                stack.emplace_back("1'b1");
                break;
            case Op::invert:
                stack.back() = "(~" + stack.back() + ")";
                break;
            case Op::both:
                infix('&');
                break;
            case Op::either:
                infix('|');
                break;
            case Op::differ:
                infix('^');
                break;
        }
    }
    return stack.back();
}

std::uint64_t table_mask(std::size_t inputs) {
    return inputs >= 6 ? ~std::uint64_t{0} : (std::uint64_t{1} << (1u << inputs)) - 1;
}

std::uint64_t input_table(std::size_t index) {
    constexpr std::array<std::uint64_t, 6> tables = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC,
                                                     0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00,
                                                     0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
    return tables.at(index);
}

}  // namespace mxgen::ppa
