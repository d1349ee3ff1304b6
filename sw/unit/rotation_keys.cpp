// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/rotation_keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>

#include "sw/support/names.h"

namespace mxgen {

namespace {

/// What is said without a rotation has no use.
void check_unused(const Settings& settings, const Rotation& rotation) {
    const Rotation none;
    const auto check = [&](const char* path, bool is_given, const std::string& initial) {
        if (is_given)
            fail(settings, path,
                 fmt::format("is for rotated numbers; allowed: {}, or a rotation; nearest: {}",
                             initial, initial));
    };
    check("convert.rotate_signs", rotation.signs != none.signs, none.signs);
    check("convert.rotate_window", rotation.window != none.window, std::to_string(none.window));
    check("convert.rotate_half", rotation.half != none.half, std::string(name_of(none.half)));
}

void check_signs(const Settings& settings, const Rotation& rotation) {
    if (rotation.has_sign_port() || Rotation::is_mask(rotation.signs, rotation.size)) return;
    fail(settings, "convert.rotate_signs",
         fmt::format("= {} is no mask of {} bits; allowed: port, 0x and up to {} hexadecimal "
                     "digits; nearest: 0x0",
                     in_quotes(rotation.signs), rotation.size, rotation.size / 4));
}

}  // namespace

void check_rotation(const Settings& settings, const BlockFormat& format, const ConvertRule& how,
                    const Rotation& rotation) {
    if (!rotation) return check_unused(settings, rotation);
    if (std::ranges::find(Rotation::sizes, rotation.size) == std::end(Rotation::sizes)) {
        const int nearest = *std::ranges::min_element(
            Rotation::sizes, {}, [&](int size) { return std::abs(size - rotation.size); });
        fail(settings, "convert.rotate",
             fmt::format("= {} is no rotation; allowed: 0, {}; nearest: {}", rotation.size,
                         fmt::join(Rotation::sizes, ", "), nearest));
    }
    if (!format.scale || format.per_row)
        fail(settings, "convert.rotate",
             fmt::format("= {} is for blocks with a scale, {} has none; allowed: 0; nearest: 0",
                         rotation.size, format.name));
    if (!rotation.fits(format.block))
        fail(settings, "convert.rotate",
             fmt::format("= {} does not fit a block of {}: one must divide the other; allowed: 0; "
                         "nearest: 0; or set the block with --block {}",
                         rotation.size, format.block, rotation.size));
    if (how.nonfinite == NonFinite::saturate)
        fail(settings, "convert.nonfinite",
             fmt::format("= \"saturate\" leaves a rotation of {} without a number; allowed: "
                         "nan_block; nearest: nan_block",
                         rotation.size));
    check_signs(settings, rotation);
}

}  // namespace mxgen
