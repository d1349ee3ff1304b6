// SPDX-License-Identifier: Apache-2.0
#include "sw/library/guard.h"

#include <cstring>

#include "sw/library/mxgen.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"

namespace mxgen::library {

namespace {

/// Of a thread; a message that no memory is left for is cut to nothing.
std::string& last_error() {
    thread_local std::string message;
    return message;
}

}  // namespace

void keep_error(const char* message) noexcept {
    try {
        last_error() = message;
    } catch (const std::exception&) {
        last_error().clear();
    }
}

Settings settings_of(const char* config) {
    if (config == nullptr)
        throw Error(Exit::usage, "config: a null pointer; allowed: a file or a text");
    if (std::strchr(config, '\n') != nullptr) return parse_settings(config, "configuration");
    return read_settings(config);
}

const char* last_message() noexcept { return last_error().c_str(); }

}  // namespace mxgen::library

extern "C" {

const char* mxgen_version(void) { return MXGEN_VERSION; }

const char* mxgen_last_error(void) { return mxgen::library::last_message(); }
}
