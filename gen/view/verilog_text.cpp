// SPDX-License-Identifier: Apache-2.0
#include "gen/view/verilog_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ir/analysis.h"
#include "gen/view/names.h"

namespace mxgen::view {

using namespace ir;

namespace {

/// Expressions nested deeper than this become wires of their own.
constexpr unsigned max_nesting = 3;

bool is_reference(Op op) {
    return op == Op::slice || op == Op::elements || op == Op::within || op == Op::split;
}

bool always_wire(const Node& n) {
    switch (n.op) {
        case Op::input:
        case Op::instance:
        case Op::state:
        case Op::delay:
        case Op::lookup:
        case Op::sum:
        case Op::product:
        case Op::shift_left:
        case Op::shift_right:
        case Op::gather:
            return true;
        default:
            return n.is_array();
    }
}

bool is_bitwise(Op op) { return op == Op::bit_and || op == Op::bit_or || op == Op::bit_xor; }

/// A reference whose bits all exist in its argument: text of the form name[hi:lo].
bool is_part_select(const Circuit& c, const Node& n) {
    if (!is_reference(n.op)) return false;
    if (n.op == Op::slice) return n.hi < c.node(n.args[0]).range.width();
    return true;
}

}  // namespace

std::string literal(const Int& value, unsigned width) {
    return fmt::format("{}'d{}", width, slice(value, width - 1, 0).str());
}

VerilogText::VerilogText(const Circuit& circuit, const Operators& operators)
    : circuit_(circuit),
      operators_(operators),
      names_(wire_names(circuit)),
      uses_(live_uses(circuit)),
      is_wire_(circuit.nodes.size()) {
    std::vector<unsigned> depth(circuit.nodes.size());
    for (NodeId id = 0; id < circuit.nodes.size(); ++id) {
        const auto& n = circuit.node(id);
        for (auto arg : n.args)
            if (n.op != Op::state && !is_wire_[arg])
                depth[id] = std::max(depth[id], depth[arg] + 1);
        is_wire_[id] = is_live(id) && (needs_wire(id) || depth[id] > max_nesting);
        if (is_wire_[id]) depth[id] = 0;
    }
    require_wires();
}

unsigned VerilogText::total_width(NodeId id) const {
    return range(id).width() * circuit_.node(id).count();
}

bool VerilogText::needs_wire(NodeId id) const {
    const auto& n = circuit_.node(id);
    if (n.op == Op::constant) return false;
    if (n.op == Op::within) return false;
    if (always_wire(n) || !n.name.empty()) return true;
    return is_part_select(circuit_, n) ? false : is_reference(n.op) || uses_[id] > 1;
}

/// Casts, part-selects and signed operators apply to names only; the tools disagree on the rest.
void VerilogText::require_wires() {
    auto require = [&](NodeId id) {
        if (circuit_.node(id).op != Op::constant) is_wire_[id] = true;
    };
    auto require_atom = [&](NodeId id) {
        if (!is_part_select(circuit_, circuit_.node(id))) require(id);
    };
    for (NodeId id = static_cast<NodeId>(circuit_.nodes.size()); id-- > 0;) {
        const auto& n = circuit_.node(id);
        if (!is_live(id) || n.op == Op::input) continue;
        bool by_name = is_reference(n.op) || n.op == Op::lookup;
        bool any_width = n.op == Op::concat || n.op == Op::bit_not || n.op == Op::gather;
        for (std::size_t i = 0; i < n.args.size(); ++i) {
            auto arg = n.args[i];
            bool condition = n.op == Op::mux && i == 0;
            bool same = condition || any_width || range(arg).width() == range(id).width();
            bool cut = range(arg).width() > range(id).width() && !any_width && !condition;
            if (by_name || circuit_.node(arg).is_array() ||
                (cut && n.op != Op::less && n.op != Op::equal))
                require(arg);
            else if (!same || !(is_bitwise(n.op) || n.op == Op::mux || any_width))
                require_atom(arg);
        }
    }
    for (const auto& instance : circuit_.instances)
        for (auto id : instance.inputs)
            circuit_.node(id).is_array() ? require(id) : require_atom(id);
}

Expression VerilogText::select(NodeId id, unsigned hi, unsigned lo) {
    read_bits_[id] |= (pow2(hi - lo + 1) - 1) << lo;
    const auto& n = circuit_.node(id);
    // The bus of an array is unsigned, even that of a single element.
    if (lo == 0 && hi + 1 == total_width(id))
        return {.text = names_[id], .is_signed = n.range.is_signed() && !n.is_array()};
    return {.text = hi == lo ? fmt::format("{}[{}]", names_[id], hi)
                             : fmt::format("{}[{}:{}]", names_[id], hi, lo)};
}

/// The bits of its argument that a reference is, with the sign of its range.
Expression VerilogText::part_select(NodeId id) {
    const auto& n = circuit_.node(id);
    unsigned width = n.range.width(), lo = n.op == Op::slice ? n.lo : 0;
    unsigned hi = n.op == Op::slice ? n.hi : width - 1;
    if (n.op == Op::elements) lo = n.lo * width, hi = (n.hi + 1) * width - 1;
    if (n.op == Op::split) hi = n.elements * width - 1;
    auto part = select(n.args[0], std::min(hi, lo + width * n.count() - 1), lo);
    bool needs_sign = n.range.is_signed() && !n.is_array();
    if (part.is_signed == needs_sign) return part;
    return {.text = (needs_sign ? "$signed(" : "$unsigned(") + part.text + ")",
            .form = Expression::Form::call,
            .is_signed = needs_sign};
}

/// A name, a part-select of one, or a literal, with the sign of the node's range.
Expression VerilogText::atom(NodeId id) {
    const auto& n = circuit_.node(id);
    if (n.op == Op::constant) return {.text = literal(n.data[0], n.range.width())};
    return is_wire_[id] ? select(id, total_width(id) - 1, 0) : part_select(id);
}

Expression VerilogText::whole(NodeId id) {
    const auto& n = circuit_.node(id);
    bool is_atom = n.op == Op::constant || is_wire_[id] || is_part_select(circuit_, n);
    return is_atom ? atom(id) : expression(id);
}

Expression VerilogText::at_width(NodeId id, unsigned width) {
    const auto& n = circuit_.node(id);
    unsigned own = n.range.width();
    if (n.op == Op::constant) return {.text = literal(n.data[0], width)};
    if (own == width) return whole(id);
    if (own > width) return select(id, width - 1, 0);
    auto narrow = atom(id);
    return {.text = fmt::format("{}'({})", width, narrow.text),
            .form = Expression::Form::call,
            .is_signed = narrow.is_signed};
}

/// As at_width, but signed text whatever the node's range.
std::string VerilogText::signed_at(NodeId id, unsigned width) {
    auto e = at_width(id, width);
    return e.is_signed ? e.text : "$signed(" + e.text + ")";
}

/// As at_width, in parentheses unless it reads well as an operand of `op` without.
Expression VerilogText::nested(NodeId id, unsigned width, Op op) {
    using Form = Expression::Form;
    auto e = at_width(id, width);
    bool is_open =
        e.form == Form::name || e.form == Form::call || (e.form == Form::chain && e.op == op);
    return is_open ? e : Expression{"(" + e.text + ")", Form::compound, e.is_signed};
}

Expression VerilogText::bitwise(const Node& n, const std::string& op, unsigned width) {
    using Form = Expression::Form;
    if (n.args.size() == 1) {
        auto all = whole(n.args[0]);
        return {.text = op + all.text, .form = all.form};
    }
    auto a = nested(n.args[0], width, n.op), b = nested(n.args[1], width, n.op);
    auto is_plain = [](const Expression& e) {
        return e.form == Form::name || e.form == Form::chain;
    };
    auto form = is_plain(a) && is_plain(b) ? Form::chain : Form::compound;
    return {.text = fmt::format("{} {} {}", a.text, op, b.text), .form = form, .op = n.op};
}

std::string VerilogText::sum(const Node& n, unsigned width) {
    if (n.args.size() > 2 || circuit_.node(n.args[0]).is_array())
        throw CircuitError(circuit_.name +
                           ": a sum of many terms has to be lowered before it is printed");
    auto is_negative_constant = [&](std::size_t i) {
        const auto& arg = circuit_.node(n.args[i]);
        return arg.op == Op::constant && arg.data[0] < 0;
    };
    auto term = [&](std::size_t i) {
        if (is_negative_constant(i)) return literal(-circuit_.node(n.args[i]).data[0], width);
        return at_width(n.args[i], width).text;
    };
    if (n.args.size() == 1) return fmt::format("-({})", term(0));
    bool first = (n.data[0] > 0) != is_negative_constant(0);
    bool second = (n.data[1] > 0) != is_negative_constant(1);
    if (first && second) return fmt::format("{} {} {}", term(0), operators_.add, term(1));
    if (first) return fmt::format("{} {} {}", term(0), operators_.subtract, term(1));
    if (second) return fmt::format("{} {} {}", term(1), operators_.subtract, term(0));
    return fmt::format("-({}) {} {}", term(0), operators_.subtract, term(1));
}

std::string VerilogText::product(const Node& n, unsigned width) {
    bool is_signed = range(n.args[0]).is_signed() || range(n.args[1]).is_signed();
    auto factor = [&](NodeId id) {
        return is_signed ? signed_at(id, width) : at_width(id, width).text;
    };
    return fmt::format("{} {} {}", factor(n.args[0]), operators_.multiply, factor(n.args[1]));
}

std::string VerilogText::comparison(const Node& n, const std::string& op) {
    auto common = join(range(n.args[0]), range(n.args[1]));
    auto operand = [&](NodeId id) {
        bool with_sign = n.op == Op::less && common.is_signed();
        return with_sign ? signed_at(id, common.width()) : at_width(id, common.width()).text;
    };
    return fmt::format("{} {} {}", operand(n.args[0]), op, operand(n.args[1]));
}

std::string VerilogText::shift_amount(NodeId id) {
    const auto& n = circuit_.node(id);
    return n.op == Op::constant ? n.data[0].str() : whole(id).text;
}

/// A complemented comparison reads better as the opposite one.
Expression VerilogText::complement(const Node& n, unsigned width) {
    auto arg = n.args[0];
    const auto& inner = circuit_.node(arg);
    if (!is_wire_[arg] && inner.op == Op::equal) return compound(n, comparison(inner, "!="));
    if (!is_wire_[arg] && inner.op == Op::less) return compound(n, comparison(inner, ">="));
    auto operand = nested(arg, width, Op::bit_not);
    return {.text = operators_.bit_not + operand.text, .form = operand.form};
}

std::string VerilogText::selection(const Node& n, unsigned width) {
    return fmt::format("{} ? {} : {}", nested(n.args[0], 1, n.op).text,
                       nested(n.args[1], width, n.op).text, nested(n.args[2], width, n.op).text);
}

/// A slice that reaches above its argument: the sign repeated in front.
Expression VerilogText::sliced(const Node& n) {
    auto arg = n.args[0];
    unsigned width = range(arg).width();
    if (n.lo == 0) return at_width(arg, n.hi + 1);
    auto sign = select(arg, width - 1, width - 1).text;
    if (n.lo >= width) return {.text = fmt::format("{{{}{{{}}}}}", n.hi - n.lo + 1, sign)};
    return compound(n, fmt::format("{{{{{}{{{}}}}}, {}}}", n.hi + 1 - width, sign,
                                   select(arg, width - 1, n.lo).text));
}

Expression VerilogText::concatenation(const std::vector<Expression>& parts) const {
    using Form = Expression::Form;
    std::vector<std::string> texts;
    auto form = Form::name;
    for (const auto& part : parts) {
        texts.push_back(part.text);
        if (part.form == Form::call || part.form == Form::compound) form = Form::call;
    }
    return {.text = fmt::format("{{{}}}", fmt::join(texts, ", ")), .form = form};
}

Expression VerilogText::compound(const Node& n, std::string text) const {
    return {std::move(text), Expression::Form::compound, n.range.is_signed()};
}

Expression VerilogText::expression(NodeId id) {
    const auto& n = circuit_.node(id);
    unsigned width = n.range.width();
    std::vector<Expression> parts;
    switch (n.op) {
        case Op::bit_and:
            return bitwise(n, operators_.bit_and, width);
        case Op::bit_or:
            return bitwise(n, operators_.bit_or, width);
        case Op::bit_xor:
            return bitwise(n, operators_.bit_xor, width);
        case Op::bit_not:
            return complement(n, width);
        case Op::slice:
            return sliced(n);
        case Op::concat:
            for (auto arg : n.args) parts.push_back(whole(arg));
            return concatenation(parts);
        case Op::gather:
            for (auto arg : n.args) parts.insert(parts.begin(), at_width(arg, width));
            return concatenation(parts);
        default:
            return compound(n, operation(id));
    }
}

/// Text whose outermost operator binds loosely.
std::string VerilogText::operation(NodeId id) {
    const auto& n = circuit_.node(id);
    unsigned width = n.range.width();
    switch (n.op) {
        case Op::sum:
            return sum(n, width);
        case Op::product:
            return product(n, width);
        case Op::shift_left:
            return fmt::format("{} {} {}", at_width(n.args[0], width).text, operators_.shift_left,
                               shift_amount(n.args[1]));
        case Op::shift_right: {
            auto shifted = whole(n.args[0]);
            return fmt::format(
                "{} {} {}", shifted.text,
                shifted.is_signed ? operators_.arithmetic_shift_right : operators_.shift_right,
                shift_amount(n.args[1]));
        }
        case Op::less:
            return comparison(n, operators_.less);
        case Op::equal:
            return comparison(n, operators_.equal);
        case Op::mux:
            return selection(n, width);
        default:
            throw CircuitError(fmt::format("{}: {} {} has to be lowered before it is printed",
                                           circuit_.name, name_of(n.op), names_[id]));
    }
}

Expression VerilogText::definition(NodeId id) {
    // The wire's own name must not stand for what defines it.
    return is_part_select(circuit_, circuit_.node(id)) ? part_select(id) : expression(id);
}

std::vector<std::string> VerilogText::unread() const {
    std::vector<std::string> parts;
    for (NodeId id = 0; id < circuit_.nodes.size(); ++id) {
        const auto& n = circuit_.node(id);
        bool declared = n.op == Op::input || (is_live(id) && is_wire_[id]);
        if (!declared) continue;
        auto read = read_bits_.find(id);
        Int bits = read == read_bits_.end() ? Int(0) : read->second;
        unsigned width = total_width(id);
        for (unsigned lo = 0; lo < width; ++lo) {
            if (bit_test(bits, lo)) continue;
            unsigned hi = lo;
            while (hi + 1 < width && !bit_test(bits, hi + 1)) ++hi;
            parts.push_back(lo == 0 && hi + 1 == width ? names_[id]
                            : hi == lo                 ? fmt::format("{}[{}]", names_[id], hi)
                                       : fmt::format("{}[{}:{}]", names_[id], hi, lo));
            lo = hi;
        }
    }
    return parts;
}

}  // namespace mxgen::view
