// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mxgen {

/// "fp32", a user's text made fit to print: control bytes escaped, shortened beyond 60 characters.
std::string in_quotes(std::string_view text);

/// ["int8", "2xint4"], each as in_quotes() has it, shortened beyond four items.
std::string list_in_quotes(const std::vector<std::string>& items);

/// "fp32, bf16 or fp16"
std::string enumerated(const std::vector<std::string>& choices);

/// A word as a shell reads it back.
std::string shell_word(const std::string& word);

/// Whether the name may serve as a module, file and report name: [a-z][a-z0-9_]*, at most 200
/// characters, no SystemVerilog keyword.
bool is_module_name(std::string_view name);

}  // namespace mxgen
