// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/config/settings.h"

namespace mxgen::test {

/// A key as somebody wrote it.
struct WrittenKey {
    std::string section, name;
    std::string value;  ///< as TOML has it in a file, as text after a flag

    std::string path() const { return section + "." + name; }
};

/// A configuration as somebody wrote it, right or wrong, in a file and on the command line.
struct Draft {
    std::vector<WrittenKey> file;
    std::vector<WrittenKey> flags;  ///< section: empty; name: "--lanes"
    std::string tail;               ///< what is no key, at the end of the file

    std::string toml() const;
    std::vector<std::string> words() const;  ///< "--lanes=4"

    /// Its settings, as the commands read them. Throws Error (usage).
    Settings settings() const;

    /// Does what the end of an error message ("nearest: ...") says; false where it says nothing.
    bool follow(const std::string& message);

  private:
    void erase(const std::string& path);
    void set_flag(const std::string& flag, const std::string& text);
    void set(const std::string& place, const std::string& path, const std::string& text);
    void rename(const std::string& written, const std::string& nearest);
    void follow_flags(const std::string& words);
};

/// A key's value as TOML has it, where `text` is what a flag has ("int8,2xint4").
std::string toml_of(const Key& key, const std::string& text);

/// A random draft, of all keys and units, with none to three mistakes; equal seeds give equal ones.
Draft draw_draft(std::uint32_t seed);

/// What somebody takes for the name of a format; never empty, without bytes of value 0.
std::string draw_format(std::uint32_t seed);

}  // namespace mxgen::test
