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
constexpr unsigned most_nesting = 3;

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
        is_wire_[id] = is_live(id) && (needs_wire(id) || depth[id] > most_nesting);
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

std::string VerilogText::select(NodeId id, unsigned hi, unsigned lo) {
    read_bits_[id] |= (pow2(hi - lo + 1) - 1) << lo;
    if (lo == 0 && hi + 1 == total_width(id)) return names_[id];
    return hi == lo ? fmt::format("{}[{}]", names_[id], hi)
                    : fmt::format("{}[{}:{}]", names_[id], hi, lo);
}

bool VerilogText::is_signed_text(NodeId id) const {
    return range(id).is_signed() && circuit_.node(id).op != Op::constant;
}

/// A name, a part-select of one, or a literal, with the sign of the node's range.
std::string VerilogText::atom(NodeId id) {
    const auto& n = circuit_.node(id);
    if (n.op == Op::constant) return literal(n.data[0], n.range.width());
    if (is_wire_[id]) return select(id, total_width(id) - 1, 0);
    auto arg = n.args[0];
    unsigned width = n.range.width(), lo = n.op == Op::slice ? n.lo : 0;
    unsigned hi = n.op == Op::slice ? n.hi : width - 1;
    if (n.op == Op::elements) lo = n.lo * width, hi = (n.hi + 1) * width - 1;
    if (n.op == Op::split) hi = n.elements * width - 1;
    auto text = select(arg, std::min(hi, lo + width * n.count() - 1), lo);
    // The bus of an array is unsigned, even that of a single element.
    const auto& source = circuit_.node(arg);
    bool has_sign = text == names_[arg] && source.range.is_signed() && !source.is_array();
    bool needs_sign = n.range.is_signed() && !n.is_array();
    if (has_sign == needs_sign) return text;
    return (needs_sign ? "$signed(" : "$unsigned(") + text + ")";
}

std::string VerilogText::whole(NodeId id) {
    const auto& n = circuit_.node(id);
    bool is_atom = n.op == Op::constant || is_wire_[id] || is_part_select(circuit_, n);
    return is_atom ? atom(id) : expression(id);
}

std::string VerilogText::at_width(NodeId id, unsigned width) {
    const auto& n = circuit_.node(id);
    unsigned own = n.range.width();
    if (n.op == Op::constant) return literal(n.data[0], width);
    if (own == width) return whole(id);
    if (own < width) return fmt::format("{}'({})", width, atom(id));
    return select(id, width - 1, 0);
}

/// As at_width, but signed text whatever the node's range.
std::string VerilogText::signed_at(NodeId id, unsigned width) {
    auto text = at_width(id, width);
    return is_signed_text(id) ? text : "$signed(" + text + ")";
}

std::string VerilogText::nested(NodeId id, unsigned width, const std::string& op) {
    auto text = at_width(id, width);
    const auto& n = circuit_.node(id);
    bool simple =
        is_wire_[id] || n.op == Op::constant || is_part_select(circuit_, n) || n.op == Op::concat;
    bool associative = is_bitwise(n.op) && text.find(" " + op + " ") != std::string::npos &&
                       text.find_first_of("?(") == std::string::npos &&
                       std::string(name_of(n.op)) == (op == "&"   ? "bit_and"
                                                      : op == "|" ? "bit_or"
                                                                  : "bit_xor");
    bool unary = n.op == Op::bit_not && text.find(' ') == std::string::npos;
    return simple || associative || unary || text.find(' ') == std::string::npos ? text
                                                                                 : "(" + text + ")";
}

std::string VerilogText::bitwise(const Node& n, const std::string& op, unsigned width) {
    if (n.args.size() == 1) return op + whole(n.args[0]);
    return fmt::format("{} {} {}", nested(n.args[0], width, op), op, nested(n.args[1], width, op));
}

std::string VerilogText::sum(const Node& n, unsigned width) {
    if (n.args.size() > 2 || circuit_.node(n.args[0]).is_array())
        throw Error(circuit_.name + ": a sum of many terms has to be lowered before it is printed");
    auto is_negative_constant = [&](std::size_t i) {
        const auto& arg = circuit_.node(n.args[i]);
        return arg.op == Op::constant && arg.data[0] < 0;
    };
    auto term = [&](std::size_t i) {
        if (is_negative_constant(i)) return literal(-circuit_.node(n.args[i]).data[0], width);
        return at_width(n.args[i], width);
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
    auto factor = [&](NodeId id) { return is_signed ? signed_at(id, width) : at_width(id, width); };
    return fmt::format("{} {} {}", factor(n.args[0]), operators_.multiply, factor(n.args[1]));
}

std::string VerilogText::comparison(const Node& n, const std::string& op) {
    auto common = join(range(n.args[0]), range(n.args[1]));
    auto operand = [&](NodeId id) {
        bool with_sign = n.op == Op::less && common.is_signed();
        return with_sign ? signed_at(id, common.width()) : at_width(id, common.width());
    };
    return fmt::format("{} {} {}", operand(n.args[0]), op, operand(n.args[1]));
}

std::string VerilogText::shift_amount(NodeId id) {
    const auto& n = circuit_.node(id);
    return n.op == Op::constant ? n.data[0].str() : whole(id);
}

/// A complemented comparison reads better as the opposite one.
std::string VerilogText::complement(const Node& n, unsigned width) {
    auto arg = n.args[0];
    const auto& inner = circuit_.node(arg);
    if (!is_wire_[arg] && inner.op == Op::equal) return comparison(inner, "!=");
    if (!is_wire_[arg] && inner.op == Op::less) return comparison(inner, ">=");
    return operators_.bit_not + nested(arg, width, "~");
}

/// A slice that reaches above its argument: the sign repeated in front.
std::string VerilogText::sliced(const Node& n) {
    auto arg = n.args[0];
    unsigned width = range(arg).width();
    if (n.lo == 0) return at_width(arg, n.hi + 1);
    auto sign = select(arg, width - 1, width - 1);
    if (n.lo >= width) return fmt::format("{{{}{{{}}}}}", n.hi - n.lo + 1, sign);
    return fmt::format("{{{{{}{{{}}}}}, {}}}", n.hi + 1 - width, sign,
                       select(arg, width - 1, n.lo));
}

std::string VerilogText::joined(const std::vector<NodeId>& args, bool last_first) {
    std::vector<std::string> parts;
    for (auto id : args) parts.push_back(whole(id));
    if (last_first) std::reverse(parts.begin(), parts.end());
    return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

std::string VerilogText::expression(NodeId id) {
    const auto& n = circuit_.node(id);
    unsigned width = n.range.width();
    switch (n.op) {
        case Op::sum:
            return sum(n, width);
        case Op::product:
            return product(n, width);
        case Op::shift_left:
            return fmt::format("{} {} {}", at_width(n.args[0], width), operators_.shift_left,
                               shift_amount(n.args[1]));
        case Op::shift_right:
            return fmt::format("{} {} {}", whole(n.args[0]),
                               is_signed_text(n.args[0]) ? operators_.arithmetic_shift_right
                                                         : operators_.shift_right,
                               shift_amount(n.args[1]));
        case Op::bit_and:
            return bitwise(n, operators_.bit_and, width);
        case Op::bit_or:
            return bitwise(n, operators_.bit_or, width);
        case Op::bit_xor:
            return bitwise(n, operators_.bit_xor, width);
        case Op::bit_not:
            return complement(n, width);
        case Op::less:
            return comparison(n, operators_.less);
        case Op::equal:
            return comparison(n, operators_.equal);
        case Op::mux:
            return fmt::format("{} ? {} : {}", nested(n.args[0], 1, "?"),
                               nested(n.args[1], width, "?"), nested(n.args[2], width, "?"));
        case Op::slice:
            return sliced(n);
        case Op::concat:
            return joined(n.args, false);
        case Op::gather: {
            std::vector<std::string> parts;
            for (auto arg : n.args) parts.insert(parts.begin(), at_width(arg, width));
            return fmt::format("{{{}}}", fmt::join(parts, ", "));
        }
        default:
            throw Error(fmt::format("{}: {} {} has to be lowered before it is printed",
                                    circuit_.name, name_of(n.op), names_[id]));
    }
}

std::string VerilogText::definition(NodeId id) {
    const auto& n = circuit_.node(id);
    if (!is_part_select(circuit_, n)) return expression(id);
    // The wire's own name must not stand for what defines it.
    is_wire_[id] = false;
    auto text = atom(id);
    is_wire_[id] = true;
    return text;
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
