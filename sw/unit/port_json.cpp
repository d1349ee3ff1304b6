// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/port_json.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "sw/support/names.h"

namespace mxgen {

namespace {

constexpr int max_port_bits = 1 << 24;

/// The ports, in this order, of which one is what a port of the role says something of.
using Subjects = std::array<Role, 5>;
constexpr Role none = Role::other;
constexpr Subjects no_subject{none, none, none, none, none};
constexpr Subjects result{Role::acc, Role::result, Role::codes, Role::sum, Role::product};
constexpr Subjects sums{Role::acc, Role::sum, Role::result, none, none};
constexpr Subjects numbers{Role::x, none, none, none, none};

/// A role in a manifest: a word, and for words that serve several roles whose it is.
struct RoleWord {
    Role role;
    std::string_view word;
    Subjects of = no_subject;
};

constexpr RoleWord words[] = {
    {Role::clock, "clock"},
    {Role::reset, "reset"},
    {Role::enable, "enable"},
    {Role::valid, "valid"},
    {Role::ready, "ready"},
    {Role::first, "first"},
    {Role::last, "last"},
    {Role::rescale, "rescale"},
    {Role::mode, "mode"},
    {Role::a, "a"},
    {Role::a_scale, "scale", {Role::a, none, none, none, none}},
    {Role::b, "b"},
    {Role::b_scale, "scale", {Role::b, none, none, none, none}},
    {Role::c, "c", sums},
    {Role::x, "x"},
    {Role::codes, "codes"},
    {Role::scale, "scale", {Role::codes, none, none, none, none}},
    {Role::tensor_scale, "tensor_scale", numbers},
    {Role::tensor_load, "tensor_load"},
    {Role::tensor_ready, "tensor_ready"},
    {Role::random, "random", numbers},
    {Role::signs, "signs", numbers},
    {Role::product, "product"},
    {Role::acc, "acc"},
    {Role::sum, "sum"},
    {Role::result, "result"},
    {Role::result_scale, "scale", {Role::result, none, none, none, none}},
    {Role::overflow, "overflow", result},
    {Role::invalid, "invalid", result},
    {Role::special, "special", result},
};

constexpr std::pair<Stream, std::string_view> groups[] = {
    {Stream::input, "input"}, {Stream::weights, "weights"}, {Stream::output, "output"}};

const RoleWord* word_of(Role role) {
    for (const RoleWord& row : words)
        if (row.role == role) return &row;
    return nullptr;
}

/// The port that `port` says something of: one of its own stream, or the sum that it starts. Null:
/// none.
const Port* subject_of(const Port& port, const std::vector<Port>& ports, const RoleWord& row) {
    const Stream stream = port.role == Role::c ? Stream::output : port.stream;
    for (const Role role : row.of)
        if (role != none)
            if (const Port* subject = find_port(ports, role, stream)) return subject;
    return nullptr;
}

Json port_json(const Port& port, const std::vector<Port>& ports) {
    Json json{{"name", port.name},
              {"direction", port.is_input ? "input" : "output"},
              {"width", port.width}};
    if (port.elements > 1) {
        json["elements"] = port.elements;
        json["element_width"] = port.element_width;
    }
    if (port.groups > 1) json["vectors"] = port.groups;
    const RoleWord* row = word_of(port.role);
    if (row == nullptr) return json;
    json["role"] = row->word;
    if (const Port* subject = subject_of(port, ports, *row)) json["of"] = subject->name;
    for (const auto& [stream, name] : groups)
        if (port.stream == stream) json["group"] = name;
    if (is_per_block(port.role)) json["sampled"] = "block";
    if (!port.format) return json;
    json["format"] = port.format->name;
    if (port.format->kind == Kind::integer) json["lsb"] = port.format->lsb;
    return json;
}

[[noreturn]] void refuse(const Port& port, const std::string& message) {
    throw std::invalid_argument(fmt::format("port {}: {}", in_quotes(port.name), message));
}

Stream read_stream(const Json& json, const Port& port) {
    if (!json.contains("group")) return Stream::none;
    const std::string group = json.at("group");
    for (const auto& [stream, name] : groups)
        if (name == group) return stream;
    refuse(port, fmt::format("group {}; allowed: input, weights, output", in_quotes(group)));
}

/// The role that a word stands for, of a port that may be `of` another of the list.
Role read_role(const Json& json, const Json& list, const Port& port) {
    const std::string word = json.at("role"), of = json.value("of", "");
    std::string subject;
    for (const Json& other : list)
        if (!of.empty() && other.at("name") == of) subject = other.value("role", "");
    for (const RoleWord& row : words) {
        if (row.word != word) continue;
        // All other words are of one role.
        if (word != "scale" || subject == word_of(row.of[0])->word) return row.role;
    }
    refuse(port, fmt::format("role {} of {}; allowed: those of docs/schema/manifest.schema.json",
                             in_quotes(word), in_quotes(of)));
}

Port read_port(const Json& json, const Json& list) {
    Port port = named_port(json.at("name"), json.at("width"));
    port.is_input = json.at("direction") == "input";
    port.elements = json.value("elements", 1);
    port.element_width = json.value("element_width", port.width);
    port.groups = json.value("vectors", 1);
    if (port.width < 1 || port.width > max_port_bits)
        refuse(port, fmt::format("width {}; allowed: 1 to {}", port.width, max_port_bits));
    if (!json.contains("role")) return port;
    port.role = read_role(json, list, port);
    port.stream = read_stream(json, port);
    return port;
}

}  // namespace

Json ports_json(const std::vector<Port>& ports) {
    Json list = Json::array();
    for (const Port& port : ports) list.push_back(port_json(port, ports));
    return list;
}

std::vector<Port> ports_of_manifest(const Json& list) {
    std::vector<Port> ports;
    for (const Json& port : list) ports.push_back(read_port(port, list));
    return ports;
}

}  // namespace mxgen
