// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "sw/config/settings.h"

namespace mxgen::library {

/// Keeps why a call failed, for mxgen_last_error() of this thread.
void keep_error(const char* message) noexcept;

/// What was kept, "" before anything was.
const char* last_message() noexcept;

/// What `call` returns; where it throws, `failed`, and the message is kept. No exception leaves a
/// function of the C interface.
template <class Call>
auto guarded(std::invoke_result_t<Call> failed, Call&& call) noexcept
    -> std::invoke_result_t<Call> {
    try {
        return std::forward<Call>(call)();
    } catch (const std::bad_alloc&) {
        keep_error("not enough memory");
    } catch (const std::length_error&) {
        keep_error("larger than any memory");
    } catch (const std::exception& error) {
        keep_error(error.what());
    } catch (...) {
        keep_error("an unknown error");
    }
    return failed;
}

/// The settings of a TOML file, or of a text, which has a line break. Throws Error (usage), also
/// for a null pointer.
Settings settings_of(const char* config);

}  // namespace mxgen::library
