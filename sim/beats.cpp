// SPDX-License-Identifier: Apache-2.0
#include "sim/beats.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace mxgen::sim {

Beats::Beats(const std::vector<Port>& all, std::vector<int> numbers)
    : numbers_(std::move(numbers)) {
    for (const int number : numbers_) {
        ports_.push_back(all[number]);
        offsets_.push_back(stride_);
        lengths_.push_back((all[number].width + 7) / 8);
        stride_ += lengths_.back();
    }
}

void Beats::append() { bytes_.resize(bytes_.size() + stride_); }

void Beats::append(const Dut& dut) {
    for (const int number : numbers_) {
        const auto shown = dut.bytes(number);
        bytes_.insert(bytes_.end(), shown.begin(), shown.end());
    }
}

std::span<std::uint8_t> Beats::bytes(std::size_t record, std::size_t slot) {
    return {bytes_.data() + record * stride_ + offsets_[slot], lengths_[slot]};
}

std::span<const std::uint8_t> Beats::bytes(std::size_t record, std::size_t slot) const {
    return {bytes_.data() + record * stride_ + offsets_[slot], lengths_[slot]};
}

void Beats::drive(Dut& dut, std::size_t record) const {
    for (std::size_t slot = 0; slot < numbers_.size(); ++slot)
        std::memcpy(dut.bytes(numbers_[slot]).data(), bytes(record, slot).data(), lengths_[slot]);
}

bool Beats::shown(const Dut& dut, std::size_t record) const {
    for (std::size_t slot = 0; slot < numbers_.size(); ++slot)
        if (std::memcmp(dut.bytes(numbers_[slot]).data(), bytes(record, slot).data(),
                        lengths_[slot]) != 0)
            return false;
    return true;
}

int Beats::slot(std::string_view port) const {
    const auto found = std::ranges::find(ports_, port, &Port::name);
    return found == ports_.end() ? -1 : static_cast<int>(found - ports_.begin());
}

std::span<const std::uint8_t> Beats::bytes(std::size_t record) const {
    return {bytes_.data() + record * stride_, stride_};
}

void Beats::put(std::size_t record, std::size_t slot, std::size_t offset, int width,
                std::uint64_t value) {
    std::uint8_t* at = bytes(record, slot).data() + offset / 8;
    const int shift = static_cast<int>(offset % 8);
    *at |= static_cast<std::uint8_t>(value << shift);
    for (int done = 8 - shift; done < width; done += 8)
        *++at |= static_cast<std::uint8_t>(value >> done);
}

std::uint64_t Beats::get(std::size_t record, std::size_t slot, std::size_t offset,
                         int width) const {
    const std::uint8_t* at = bytes(record, slot).data() + offset / 8;
    const int shift = static_cast<int>(offset % 8);
    std::uint64_t value = *at >> shift;
    for (int done = 8 - shift; done < width; done += 8)
        value |= static_cast<std::uint64_t>(*++at) << done;
    return width < 64 ? value & ((std::uint64_t{1} << width) - 1) : value;
}

void Beats::put_wide(std::size_t record, std::size_t slot, std::size_t offset, int width,
                     const Integer& value) {
    for (int done = 0; done < width; done += 64) {
        const int bits = std::min(64, width - done);
        const Integer part = (value >> done) & ((Integer(1) << bits) - 1);
        put(record, slot, offset + done, bits, static_cast<std::uint64_t>(part));
    }
}

Integer Beats::get_wide(std::size_t record, std::size_t slot, std::size_t offset, int width) const {
    Integer value = 0;
    for (int done = 0; done < width; done += 64)
        value |= Integer(get(record, slot, offset + done, std::min(64, width - done))) << done;
    return value;
}

namespace {

bool of_weights(const Port& port) { return port.name.starts_with("w_"); }

template <class Chosen>
std::vector<int> payload(const std::vector<Port>& ports, Chosen chosen) {
    constexpr std::array<std::string_view, 8> others{
        "clk_i", "rst_ni", "valid_i", "ready_i", "valid_o", "ready_o", "w_valid_i", "w_ready_o"};
    std::vector<int> numbers;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        if (chosen(ports[i]) && std::ranges::find(others, ports[i].name) == others.end())
            numbers.push_back(static_cast<int>(i));
    }
    return numbers;
}

}  // namespace

std::vector<int> payload_inputs(const std::vector<Port>& ports) {
    return payload(ports, [](const Port& port) { return port.is_input && !of_weights(port); });
}

std::vector<int> payload_weights(const std::vector<Port>& ports) {
    return payload(ports, [](const Port& port) { return port.is_input && of_weights(port); });
}

std::vector<int> payload_outputs(const std::vector<Port>& ports) {
    return payload(ports, [](const Port& port) { return !port.is_input; });
}

}  // namespace mxgen::sim
