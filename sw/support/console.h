// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mxgen {

/// A text that comes from a file, a name or a tool, made fit for a terminal, a table or a message:
/// control characters (C0 but tab and newline, DEL, C1), marks of writing direction (Unicode
/// Bidi_Control) and bytes that are no UTF-8 become \xNN.
std::string visible(std::string_view text);

/// The same on one line: newlines and tabs are escaped, too.
std::string visible_line(std::string_view text);

/// A text whose lines are cut to max_bytes each.
std::string cut_lines(std::string_view text, std::size_t max_bytes);

/// Writes to standard error what can be written: there is nobody left to tell of a failure.
void say(std::string_view text) noexcept;

/// Gives closed standard streams a descriptor that nothing can be written to, so that no file is
/// ever opened in their place.
void reserve_standard_streams();

/// Throws Error (tool_failed) where standard output did not take everything that was printed.
void finish_output();

}  // namespace mxgen
