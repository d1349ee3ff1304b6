// SPDX-License-Identifier: Apache-2.0
#include "sw/support/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace mxgen {

namespace {

const std::unordered_set<std::string_view>& keywords() {
    static const std::unordered_set<std::string_view> words{
        "always",   "and",       "assert",      "assign",   "assume",    "begin",     "bind",
        "bit",      "break",     "buf",         "byte",     "case",      "cell",      "checker",
        "class",    "config",    "const",       "continue", "cover",     "default",   "design",
        "disable",  "do",        "edge",        "else",     "end",       "endmodule", "enum",
        "event",    "expect",    "export",      "extern",   "final",     "for",       "force",
        "forever",  "fork",      "function",    "generate", "genvar",    "global",    "if",
        "iff",      "import",    "initial",     "inout",    "input",     "inside",    "instance",
        "int",      "integer",   "interface",   "join",     "let",       "library",   "local",
        "logic",    "longint",   "macromodule", "matches",  "modport",   "module",    "nand",
        "negedge",  "new",       "nor",         "not",      "null",      "or",        "output",
        "package",  "packed",    "parameter",   "posedge",  "primitive", "priority",  "program",
        "property", "protected", "pull0",       "pull1",    "pulldown",  "pullup",    "pure",
        "rand",     "real",      "ref",         "reg",      "release",   "repeat",    "restrict",
        "return",   "scalared",  "sequence",    "shortint", "shortreal", "signed",    "small",
        "solve",    "static",    "string",      "strong",   "struct",    "super",     "supply0",
        "supply1",  "table",     "tagged",      "task",     "this",      "time",      "tran",
        "tri",      "type",      "typedef",     "union",    "unique",    "unsigned",  "use",
        "var",      "vectored",  "virtual",     "void",     "wait",      "wand",      "weak",
        "while",    "wildcard",  "wire",        "with",     "within",    "wor",       "xnor",
        "xor",      "large",     "medium",      "highz0",   "highz1",    "deassign",  "defparam"};
    return words;
}

}  // namespace

std::string in_quotes(std::string_view text) {
    constexpr size_t longest = 60;
    std::string out = "\"";
    for (const char c : text.substr(0, longest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + (text.size() > longest ? "...\"" : "\"");
}

std::string enumerated(const std::vector<std::string>& choices) {
    std::string out;
    for (size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) out += i + 1 == choices.size() ? " or " : ", ";
        out += choices[i];
    }
    return out;
}

bool is_module_name(std::string_view name) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_legal = [&](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 200 && is_lower(name[0]) &&
           std::all_of(name.begin(), name.end(), is_legal) && !keywords().contains(name);
}

}  // namespace mxgen
