// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "sw/library/guard.h"
#include "sw/library/mxgen.h"
#include "sw/package/lowering.h"
#include "sw/package/settled.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"

using namespace mxgen;

/// A design's golden stepper, and the values on its ports. The ports are those of all streams.
struct mxgen_design {
    explicit mxgen_design(Config resolved)
        : config(std::move(resolved)),
          unit(unit_of(config)),
          unit_name(unit.name()),
          all(unit.ports(config.design, config.timing.is_pipelined())),
          driven_inputs(all, Stream::input),
          driven_weights(all, Stream::weights),
          inputs(driven_inputs),
          weights(driven_weights),
          results(all) {
        for (const Beats* beats : {&driven_inputs, &driven_weights, &results.beats})
            ports.insert(ports.end(), beats->ports().begin(), beats->ports().end());
        reset();
    }

    void reset() {
        for (Beats* beats : {&driven_inputs, &driven_weights, &inputs, &weights}) beats->clear();
        driven_inputs.append();
        driven_weights.append();
        results.clear();
        first_result = 0;
        golden = unit.golden(config.design);
    }

    std::size_t waiting() const { return results.size() - first_result; }

    Config config;
    const Unit& unit;
    std::string unit_name;
    std::vector<Port> all, ports;
    Beats driven_inputs, driven_weights;  ///< one record each: the values driven
    Beats inputs, weights;  ///< one record of inputs; weights stay, for the stepper refers to them
    Expected results;
    std::size_t first_result = 0;
    std::unique_ptr<Golden> golden;
};

namespace {

/// What the functions of this file fail with.
[[noreturn]] void refuse(const std::string& message) { throw Error(Exit::usage, message); }

int stream_number(Stream stream) {
    return stream == Stream::input     ? MXGEN_INPUT
           : stream == Stream::weights ? MXGEN_WEIGHTS
                                       : MXGEN_OUTPUT;
}

/// The port of an index. Throws Error (usage) beyond the last.
const Port& port_at(const mxgen_design& design, std::size_t index) {
    if (index < design.ports.size()) return design.ports[index];
    refuse(fmt::format("port {}: {} has ports 0 to {}", index, design.config.name,
                       design.ports.size() - 1));
}

const Port& port_of(const mxgen_design& design, int index, std::size_t bytes) {
    if (index < 0) refuse(fmt::format("port {}: no port", index));
    const Port& port = port_at(design, static_cast<std::size_t>(index));
    const auto wanted = (static_cast<std::size_t>(port.width) + 7) / 8;
    if (bytes != wanted)
        refuse(fmt::format("{}: {} bytes for {} bits; allowed: {}", port.name, bytes, port.width,
                           wanted));
    return port;
}

/// A port's place in the beats of its stream.
std::size_t slot_of(const Beats& beats, const Port& port) {
    return static_cast<std::size_t>(beats.slot(port.role));
}

void append_copy(Beats& beats, const Beats& driven) {
    beats.append();
    const std::size_t record = beats.size() - 1;
    for (std::size_t slot = 0; slot < beats.ports().size(); ++slot)
        std::ranges::copy(driven.bytes(0, slot), beats.bytes(record, slot).begin());
}

void drive(mxgen_design& design, const Port& port, const std::uint8_t* bits) {
    if (port.stream == Stream::output) refuse(fmt::format("{}: is an output", port.name));
    Beats& driven = port.stream == Stream::weights ? design.driven_weights : design.driven_inputs;
    const auto bytes = driven.bytes(0, slot_of(driven, port));
    std::copy_n(bits, bytes.size(), bytes.begin());
    if (port.width % 8 != 0)
        bytes.back() &= static_cast<std::uint8_t>((1u << (port.width % 8)) - 1);
}

void check_waiting(const mxgen_design& design) {
    if (design.waiting() == 0)
        refuse(fmt::format("{}: no result waits; step until one does", design.config.name));
}

/// Results that were taken make room when none waits.
void drop_first(mxgen_design& design) {
    if (++design.first_result < design.results.size()) return;
    design.results.clear();
    design.first_result = 0;
}

/// Throws Error (usage) for a null pointer.
template <class T>
T& checked(T* pointer, const char* what) {
    if (pointer == nullptr) refuse(fmt::format("{}: a null pointer", what));
    return *pointer;
}

}  // namespace

extern "C" {

mxgen_design* mxgen_open(const char* config) {
    return library::guarded(static_cast<mxgen_design*>(nullptr), [&] {
        const Config read = resolve(library::settings_of(config));
        return new mxgen_design(
            read.timing.is_open() ? package::settled(read, package::target_of(read)) : read);
    });
}

void mxgen_close(mxgen_design* design) { delete design; }

const char* mxgen_name(const mxgen_design* design) {
    return design == nullptr ? "" : design->config.name.c_str();
}

const char* mxgen_unit(const mxgen_design* design) {
    return design == nullptr ? "" : design->unit_name.c_str();
}

size_t mxgen_port_count(const mxgen_design* design) {
    return design == nullptr ? 0 : design->ports.size();
}

int mxgen_port_at(const mxgen_design* design, size_t index, mxgen_port* out) {
    return library::guarded(-1, [&] {
        const Port& port = port_at(checked(design, "design"), index);
        checked(out, "port") = {port.name.c_str(),
                                port.format ? port.format->name.c_str() : "",
                                stream_number(port.stream),
                                port.width,
                                port.elements,
                                port.element_width};
        return 0;
    });
}

int mxgen_find_port(const mxgen_design* design, const char* name) {
    return library::guarded(-1, [&] {
        const std::string wanted(&checked(name, "name"));
        const auto& ports = checked(design, "design").ports;
        const auto found = std::ranges::find_if(ports, [&](const Port& port) {
            return port.name == wanted || port.name == wanted + (port.is_input ? "_i" : "_o");
        });
        if (found == ports.end())
            refuse(fmt::format("{}: {} has no such port", wanted, design->config.name));
        return static_cast<int>(found - ports.begin());
    });
}

int mxgen_drive(mxgen_design* design, int port, const void* bits, size_t bytes) {
    return library::guarded(-1, [&] {
        const Port& driven = port_of(checked(design, "design"), port, bytes);
        if (bits == nullptr) refuse("bits: a null pointer");
        drive(*design, driven, static_cast<const std::uint8_t*>(bits));
        return 0;
    });
}

int mxgen_step(mxgen_design* design) {
    return library::guarded(-1, [&] {
        mxgen_design& d = checked(design, "design");
        d.inputs.clear();
        append_copy(d.inputs, d.driven_inputs);
        d.golden->step(d.inputs, 0, d.results);
        return static_cast<int>(d.waiting());
    });
}

int mxgen_load(mxgen_design* design) {
    return library::guarded(-1, [&] {
        mxgen_design& d = checked(design, "design");
        if (d.weights.ports().empty())
            refuse(fmt::format("{}: has no stream of weights", d.config.name));
        append_copy(d.weights, d.driven_weights);
        d.golden->load(d.weights, d.weights.size() - 1);
        return 0;
    });
}

int mxgen_read(const mxgen_design* design, int port, void* bits, size_t bytes) {
    return library::guarded(-1, [&] {
        const Port& read = port_of(checked(design, "design"), port, bytes);
        if (read.stream != Stream::output) refuse(fmt::format("{}: is an input", read.name));
        if (bits == nullptr) refuse("bits: a null pointer");
        check_waiting(*design);
        const Beats& beats = design->results.beats;
        std::ranges::copy(beats.bytes(design->first_result, slot_of(beats, read)),
                          static_cast<std::uint8_t*>(bits));
        return 0;
    });
}

int mxgen_flags_only(const mxgen_design* design) {
    return library::guarded(-1, [&] {
        check_waiting(checked(design, "design"));
        return static_cast<int>(design->results.flags_only[design->first_result]);
    });
}

int mxgen_next(mxgen_design* design) {
    return library::guarded(-1, [&] {
        check_waiting(checked(design, "design"));
        drop_first(*design);
        return static_cast<int>(design->waiting());
    });
}

int mxgen_reset(mxgen_design* design) {
    return library::guarded(-1, [&] {
        checked(design, "design").reset();
        return 0;
    });
}
}
