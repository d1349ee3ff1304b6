// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "sw/cli/command.h"
#include "sw/format/format.h"
#include "sw/unit/units.h"

namespace mxgen::cli {

namespace {

using Words = std::vector<std::string>;

std::string joined(const Words& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

/// Values that may follow a flag, each item of a list's included; empty: file names.
Words values_of(const std::string& flag) {
    Words names;
    for (const Key& key : keys()) {
        if (key.flag() != flag) continue;
        if (!key.allowed.empty()) return key.allowed;
        if (key.type == KeyType::boolean) return {"true", "false"};
    }
    if (flag == "--a" || flag == "--b" || flag == "--format") {
        for (const BlockFormat& format : block_formats()) names.push_back(format.name);
        for (const Format& format : formats()) names.push_back(format.name);
    }
    return names;
}

Words flags_of(const CLI::App& command) {
    Words flags;
    for (const CLI::Option* option : command.get_options()) {
        if (option->get_group().empty()) continue;  // hidden
        for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    }
    return flags;
}

std::string bash(const CLI::App& app) {
    Words names, valued;
    std::string flags, values;
    for (const CLI::App* command : subcommands(app)) {
        names.push_back(command->get_name());
        const Words all = flags_of(*command);
        flags += fmt::format("    {}) words=\"{}\" ;;\n", command->get_name(), joined(all));
        for (const std::string& flag : all) {
            const bool fresh = std::find(valued.begin(), valued.end(), flag) == valued.end();
            if (!fresh || values_of(flag).empty()) continue;
            valued.push_back(flag);
            values += fmt::format("    {}) words=\"{}\" ;;\n", flag, joined(values_of(flag)));
        }
    }
    return fmt::format(R"(# SPDX-License-Identifier: Apache-2.0
# Completion of mxgen for bash, written by `mxgen completion bash`.
_mxgen() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{names}" -- "$cur"))
    return
  fi
  case "$prev" in
{values}  esac
  if [ -z "$words" ] && [[ "$cur" == -* ]]; then
    case "${{COMP_WORDS[1]}}" in
{flags}    esac
  fi
  if [ -n "$words" ]; then
    local before=""
    [[ "$cur" == *,* ]] && before="${{cur%,*}},"  # the last item of a list
    COMPREPLY=($(compgen -P "$before" -W "$words" -- "${{cur##*,}}"))
  fi
}}
complete -o bashdefault -o default -F _mxgen mxgen
)",
                       fmt::arg("names", joined(names)), fmt::arg("values", values),
                       fmt::arg("flags", flags));
}

/// Text inside a quoted specification of zsh's _arguments.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
            continue;
        }
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string zsh(const CLI::App& app) {
    std::string names, arguments;
    for (const CLI::App* command : subcommands(app)) {
        names +=
            fmt::format("    '{}:{}'\n", command->get_name(), escaped(command->get_description()));
        arguments += fmt::format("    {})\n      _arguments \\\n", command->get_name());
        for (const CLI::Option* option : command->get_options()) {
            if (option->get_group().empty()) continue;
            for (const std::string& name : option->get_lnames()) {
                const bool takes_value = option->get_items_expected_max() > 0;
                const Words values = values_of("--" + name);
                const std::string action = values.empty() ? "_files" : "(" + joined(values) + ")";
                arguments += fmt::format("        '--{}[{}]{}' \\\n", name,
                                         escaped(option->get_description()),
                                         takes_value ? ":value:" + action : "");
            }
        }
        arguments += "        '*:file:_files'\n      ;;\n";
    }
    return fmt::format(R"(#compdef mxgen
# SPDX-License-Identifier: Apache-2.0
# Completion of mxgen for zsh, written by `mxgen completion zsh`.
_mxgen() {{
  local -a commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
{}  esac
}}
_mxgen "$@"
)",
                       names, arguments);
}

Command completion(CLI::App& parent) {
    Command command = make_command(parent, "completion", "Print the completion script of a shell",
                                   "source <(mxgen completion bash)");
    const auto shell = std::make_shared<std::string>();
    command.option("SHELL", *shell, "bash or zsh").required().one_of({"bash", "zsh"});
    command.run = [shell, &parent] {
        fmt::print("{}", *shell == "bash" ? bash(parent) : zsh(parent));
        return Exit::done;
    };
    return command;
}

const Registration completion_registration(110, completion);

}  // namespace

}  // namespace mxgen::cli
