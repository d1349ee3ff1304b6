// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/beats.h"

#include <algorithm>

namespace mxgen {

Beats::Beats(const std::vector<Port>& all, Stream stream) {
    for (std::size_t place = 0; place < all.size(); ++place) {
        const Port& port = all[place];
        if (port.stream != stream || is_handshake(port.role)) continue;
        places_.push_back(place);
        ports_.push_back(port);
        offsets_.push_back(stride_);
        lengths_.push_back((static_cast<std::size_t>(port.width) + 7) / 8);
        stride_ += lengths_.back();
    }
}

void Beats::append() { bytes_.resize(bytes_.size() + stride_); }

std::span<std::uint8_t> Beats::bytes(std::size_t record, std::size_t slot) {
    return {bytes_.data() + record * stride_ + offsets_[slot], lengths_[slot]};
}

std::span<const std::uint8_t> Beats::bytes(std::size_t record, std::size_t slot) const {
    return {bytes_.data() + record * stride_ + offsets_[slot], lengths_[slot]};
}

int Beats::slot(Role role) const {
    const auto found = std::ranges::find(ports_, role, &Port::role);
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

void Beats::set(Role role, const Integer& value) {
    const int at = slot(role);
    if (at >= 0) put_wide(size() - 1, at, 0, ports_[at].width, value);
}

void Beats::set_codes(Role role, std::span<const std::uint32_t> codes, int width,
                      std::size_t first) {
    const int at = slot(role);
    if (at < 0) return;
    for (std::size_t i = 0; i < codes.size(); ++i)
        put(size() - 1, at, (first + i) * width, width, codes[i]);
}

void Beats::set_numbers(Role role, std::span<const Integer> numbers, std::size_t first) {
    const int at = slot(role);
    if (at < 0) return;
    const int width = ports_[at].element_width;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        put_wide(size() - 1, at, (first + i) * width, width, numbers[i]);
}

Integer Beats::number(std::size_t record, Role role) const {
    const int at = slot(role);
    return at < 0 ? Integer(0) : get_wide(record, at, 0, ports_[at].width);
}

std::vector<Integer> Beats::numbers(std::size_t record, Role role) const {
    const int at = slot(role);
    std::vector<Integer> numbers;
    if (at < 0) return numbers;
    const int width = ports_[at].element_width;
    for (int i = 0; i < ports_[at].elements; ++i)
        numbers.push_back(get_wide(record, at, static_cast<std::size_t>(i) * width, width));
    return numbers;
}

void Beats::take_codes(std::size_t record, Role role, std::size_t first, std::size_t count,
                       int width, Codes& codes) const {
    const int at = slot(role);
    if (at < 0) return;
    if (width == 8) {
        const auto part = bytes(record, at).subspan(first, count);
        codes.insert(codes.end(), part.begin(), part.end());
        return;
    }
    for (std::size_t i = first; i < first + count; ++i)
        codes.push_back(static_cast<std::uint32_t>(get(record, at, i * width, width)));
}

}  // namespace mxgen
