// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/numbers.h"

namespace mxgen::sweep {

/// An operator with its operands, or a leaf.
struct Formula::Node {
    std::string operation;  ///< "name", "value", "not", "-" of one operand, or of two
    FormulaValue value = {};
    std::string name = {};
    std::vector<std::shared_ptr<const Node>> operands = {};
};

namespace {

using NodePointer = std::shared_ptr<const Formula::Node>;

constexpr std::string_view operators[] = {"==", "!=", "<=", ">=", "<", ">",
                                          "+",  "-",  "*",  "/",  "(", ")"};
constexpr int max_depth = 100;
constexpr std::size_t max_length = 2000;  ///< every operator is a call, too

bool is_word_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

/// The grammar, a function for each strength of binding.
class FormulaParser {
  public:
    FormulaParser(const std::string& text, std::string origin)
        : text_(text), origin_(std::move(origin)) {
        next();
    }

    NodePointer parse() {
        NodePointer node = any_of();
        if (!token_.empty()) fail("is not understood");
        return node;
    }

    const std::vector<std::string>& names() const { return names_; }

  private:
    /// Operands of one strength, joined from the left.
    template <class Operand>
    NodePointer joined(const std::vector<std::string_view>& joining, Operand operand) {
        NodePointer left = operand();
        while (!is_text_ && std::ranges::find(joining, token_) != joining.end()) {
            const std::string operation = take();
            left = std::make_shared<Formula::Node>(
                Formula::Node{.operation = operation, .operands = {left, operand()}});
        }
        return left;
    }

    NodePointer any_of() {
        return joined({"or"}, [&] { return all_of(); });
    }
    NodePointer all_of() {
        return joined({"and"}, [&] { return negated(); });
    }
    NodePointer negated() {
        return token_ == "not" && !is_text_ ? prefixed("not", [&] { return negated(); })
                                            : compared();
    }
    NodePointer compared() {
        return joined({"==", "!=", "<=", ">=", "<", ">"}, [&] { return sum(); });
    }
    NodePointer sum() {
        return joined({"+", "-"}, [&] { return product(); });
    }
    NodePointer product() {
        return joined({"*", "/"}, [&] { return signed_leaf(); });
    }
    NodePointer signed_leaf() {
        return token_ == "-" && !is_text_ ? prefixed("-", [&] { return signed_leaf(); }) : leaf();
    }

    template <class Operand>
    NodePointer prefixed(const char* operation, Operand operand) {
        if (++depth_ > max_depth) fail("is nested too deep");
        take();
        NodePointer inner = operand();
        --depth_;
        return std::make_shared<Formula::Node>(
            Formula::Node{.operation = operation, .operands = {inner}});
    }

    NodePointer leaf() {
        if (is_text_) return value(take());
        if (token_ == "(") return in_parentheses();
        if (token_ == "true" || token_ == "false") return value(take() == "true");
        if (const auto number = parse_number(token_); number && !std::isalpha(token_[0])) {
            take();
            return value(*number);
        }
        if (token_.empty() || std::isalpha(static_cast<unsigned char>(token_[0])) == 0 ||
            token_ == "and" || token_ == "or" || token_ == "not")
            fail("stands where a value is expected");
        const std::string name = take();
        if (std::ranges::find(names_, name) == names_.end()) names_.push_back(name);
        return std::make_shared<Formula::Node>(Formula::Node{.operation = "name", .name = name});
    }

    NodePointer in_parentheses() {
        if (++depth_ > max_depth) fail("is nested too deep");
        take();
        NodePointer inner = any_of();
        --depth_;
        if (token_ != ")" || is_text_) fail("stands where ) is expected");
        take();
        return inner;
    }

    static NodePointer value(FormulaValue value) {
        return std::make_shared<Formula::Node>(
            Formula::Node{.operation = "value", .value = std::move(value)});
    }

    std::string take() {
        std::string taken = token_;
        next();
        return taken;
    }

    /// Reads the next token; an empty one at the end.
    void next() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
        token_.clear();
        begin_ = at_;
        is_text_ = false;
        if (at_ == text_.size()) return;
        if (text_[at_] == '"' || text_[at_] == '\'') return read_text();
        for (const std::string_view one : operators)
            if (std::string_view(text_).substr(at_).starts_with(one)) {
                at_ += one.size();
                token_ = one;
                return;
            }
        while (at_ < text_.size() && continues_word()) ++at_;
        if (at_ == begin_) ++at_;
        token_ = text_.substr(begin_, at_ - begin_);
    }

    /// Whether the next character belongs to the word or number that began; 1e-3 is one.
    bool continues_word() const {
        const char c = text_[at_];
        if (is_word_part(c)) return true;
        const bool in_number = std::isdigit(static_cast<unsigned char>(text_[begin_])) != 0;
        return in_number && (c == '-' || c == '+') && at_ > begin_ && text_[at_ - 1] == 'e';
    }

    void read_text() {
        const auto end = text_.find(text_[at_], at_ + 1);
        if (end == text_.npos) {
            token_ = text_.substr(at_);
            fail("has no closing quote");
        }
        token_ = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        is_text_ = true;
    }

    [[noreturn]] void fail(const char* what) const {
        const std::string shown = token_.empty() ? "the end" : in_quotes(token_);
        throw Error(
            Exit::usage,
            fmt::format("{}: where.holds = {}, at {}: {} {}; allowed: numbers, texts in '', "
                        "keys, figures, + - * /, == != < <= > >=, not, and, or, (); "
                        "nearest: array.rows <= 16",
                        origin_, in_quotes(text_), begin_ + 1, shown, what));
    }

    const std::string& text_;
    std::string origin_, token_;
    std::size_t at_ = 0, begin_ = 0;
    bool is_text_ = false;
    int depth_ = 0;
    std::vector<std::string> names_;
};

/// Thrown where kinds of values do not fit an operator.
struct KindFault {
    std::string operation;
};

/// A name that is not there.
struct AbsentName {};

double number_of(const FormulaValue& value, const std::string& operation) {
    const auto* number = std::get_if<double>(&value);
    if (number == nullptr) throw KindFault{operation};
    return *number;
}

bool truth_of(const FormulaValue& value, const std::string& operation) {
    const auto* truth = std::get_if<bool>(&value);
    if (truth == nullptr) throw KindFault{operation};
    return *truth;
}

FormulaValue applied(const std::string& operation, const FormulaValue& x, const FormulaValue& y) {
    if (operation == "==" || operation == "!=") {
        if (x.index() != y.index()) throw KindFault{operation};
        return (x == y) == (operation == "==");
    }
    const double a = number_of(x, operation), b = number_of(y, operation);
    if (operation == "<") return a < b;
    if (operation == "<=") return a <= b;
    if (operation == ">") return a > b;
    if (operation == ">=") return a >= b;
    if (operation == "+") return a + b;
    if (operation == "-") return a - b;
    return operation == "*" ? a * b : a / b;
}

FormulaValue computed(const Formula::Node& node,
                      const std::function<FormulaValue(const std::string&)>& value_of) {
    const auto& operands = node.operands;
    const auto operand = [&](std::size_t i) { return computed(*operands[i], value_of); };
    if (node.operation == "value") return node.value;
    if (node.operation == "name") {
        FormulaValue value = value_of(node.name);
        if (std::holds_alternative<std::monostate>(value)) throw AbsentName{};
        return value;
    }
    if (node.operation == "not") return !truth_of(operand(0), "not");
    if (operands.size() == 1) return -number_of(operand(0), "-");
    if (node.operation == "and" || node.operation == "or") {
        // The second operand counts only where the first leaves it open.
        const bool first = truth_of(operand(0), node.operation);
        if (first == (node.operation == "or")) return first;
        return truth_of(operand(1), node.operation);
    }
    return applied(node.operation, operand(0), operand(1));
}

}  // namespace

Formula::Formula(const std::string& text, const std::string& origin)
    : text_(text), origin_(origin) {
    if (text.size() > max_length)
        throw Error(Exit::usage,
                    fmt::format("{}: where.holds has {} characters; allowed: {}; nearest: several "
                                "[[where]]",
                                origin, text.size(), max_length));
    FormulaParser parser(text_, origin);
    root_ = parser.parse();
    names_ = parser.names();
}

bool Formula::holds(const std::function<FormulaValue(const std::string&)>& value_of) const {
    try {
        return truth_of(computed(*root_, value_of), "the whole");
    } catch (const AbsentName&) {
        return true;
    } catch (const KindFault& fault) {
        throw Error(Exit::usage,
                    fmt::format("{}: where.holds = {}: {} does not take these values; allowed: "
                                "numbers with numbers, texts and truth values with == and !=, and "
                                "a comparison as the whole; nearest: array.rows <= 16",
                                origin_, in_quotes(text_), fault.operation));
    }
}

}  // namespace mxgen::sweep
