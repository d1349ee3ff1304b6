// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/port.h"

#include <stdexcept>
#include <utility>

namespace mxgen {

namespace {

struct RoleName {
    Role role;
    Stream stream;
    std::string_view name;
};

constexpr RoleName table[] = {
    {Role::clock, Stream::none, "clk_i"},
    {Role::reset, Stream::none, "rst_ni"},
    {Role::enable, Stream::none, "en_i"},
    {Role::valid, Stream::input, "valid_i"},
    {Role::ready, Stream::input, "ready_o"},
    {Role::valid, Stream::weights, "w_valid_i"},
    {Role::ready, Stream::weights, "w_ready_o"},
    {Role::valid, Stream::output, "valid_o"},
    {Role::ready, Stream::output, "ready_i"},
    {Role::first, Stream::input, "first_i"},
    {Role::last, Stream::input, "last_i"},
    {Role::last, Stream::output, "last_o"},
    {Role::rescale, Stream::input, "rescale_i"},
    {Role::mode, Stream::input, "mode_i"},
    {Role::a, Stream::input, "a_i"},
    {Role::a_scale, Stream::input, "a_scale_i"},
    {Role::b, Stream::input, "b_i"},
    {Role::b_scale, Stream::input, "b_scale_i"},
    {Role::b, Stream::weights, "w_i"},
    {Role::b_scale, Stream::weights, "w_scale_i"},
    {Role::c, Stream::input, "c_i"},
    {Role::x, Stream::input, "x_i"},
    {Role::x, Stream::output, "x_o"},
    {Role::codes, Stream::input, "codes_i"},
    {Role::codes, Stream::output, "codes_o"},
    {Role::scale, Stream::input, "scale_i"},
    {Role::scale, Stream::output, "scale_o"},
    {Role::tensor_scale, Stream::input, "tensor_scale_i"},
    {Role::tensor_load, Stream::input, "tensor_load_i"},
    {Role::tensor_ready, Stream::input, "tensor_ready_o"},
    {Role::random, Stream::input, "random_i"},
    {Role::signs, Stream::input, "signs_i"},
    {Role::product, Stream::output, "p_o"},
    {Role::acc, Stream::output, "acc_o"},
    {Role::sum, Stream::output, "sum_o"},
    {Role::result, Stream::output, "c_o"},
    {Role::result_scale, Stream::output, "c_scale_o"},
    {Role::overflow, Stream::output, "overflow_o"},
    {Role::invalid, Stream::output, "invalid_o"},
    {Role::special, Stream::output, "special_o"},
};

/// Data follow their stream, ready goes against it.
bool enters(Role role, Stream stream) {
    return (stream == Stream::output) == (role == Role::ready || role == Role::tensor_ready);
}

}  // namespace

int Word::width() const {
    int width = 0;
    for (const Port& part : parts) width += part.width;
    return width;
}

std::string_view name_of(Role role, Stream stream) {
    for (const RoleName& row : table)
        if (row.role == role && row.stream == stream) return row.name;
    throw std::logic_error("no port has this role on this stream");
}

Port make_port(Role role, Stream stream, const Bus& bus, const std::optional<Format>& format) {
    return {.name = std::string(name_of(role, stream)),
            .is_input = enters(role, stream),
            .width = bus.elements * bus.element_width,
            .elements = bus.elements,
            .element_width = bus.element_width,
            .groups = bus.groups,
            .role = role,
            .stream = stream,
            .format = format};
}

Port named_port(std::string name, int width) {
    for (const RoleName& row : table)
        if (row.name == name) return make_port(row.role, row.stream, {1, width});
    return {.name = std::move(name), .width = width, .element_width = width};
}

const Port* find_port(const std::vector<Port>& ports, Role role, Stream stream) {
    for (const Port& port : ports)
        if (port.role == role && port.stream == stream) return &port;
    return nullptr;
}

const Port* ready_port(const std::vector<Port>& ports, Stream stream) {
    const Port* loading = find_port(ports, Role::tensor_ready, stream);
    return loading ? loading : find_port(ports, Role::ready, stream);
}

bool is_per_block(Role role) {
    switch (role) {
        case Role::first:
        case Role::rescale:
        case Role::mode:
        case Role::a_scale:
        case Role::b_scale:
        case Role::c:
        case Role::tensor_scale:
        case Role::signs:
            return true;
        default:
            return false;
    }
}

}  // namespace mxgen
