// SPDX-License-Identifier: Apache-2.0
#include "sw/support/program.h"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>

#include <cstdint>
#include <cstring>
#include <span>

#include "sw/support/files.h"

namespace mxgen {

namespace {

/// What dl_iterate_phdr() is told to look for, and what it found.
struct IdSearch {
    std::uintptr_t address;
    std::string id;
};

std::string hexadecimal(std::span<const unsigned char> bytes) {
    std::string text;
    for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
    return text;
}

/// The build id among the notes of a segment; empty where there is none.
std::string id_in_notes(const unsigned char* at, std::size_t size) {
    const auto padded = [](std::size_t bytes) { return (bytes + 3) / 4 * 4; };
    while (size >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note{};
        std::memcpy(&note, at, sizeof note);
        const std::size_t name = padded(note.n_namesz), content = padded(note.n_descsz);
        if (sizeof note + name + content > size) return {};
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
            std::memcmp(at + sizeof note, "GNU", 4) == 0)
            return hexadecimal({at + sizeof note + name, note.n_descsz});
        at += sizeof note + name + content;
        size -= sizeof note + name + content;
    }
    return {};
}

/// Looks into the object that holds the address; 1: found, and the search ends.
int look_into(dl_phdr_info* object, std::size_t, void* search) {
    auto& wanted = *static_cast<IdSearch*>(search);
    const std::span headers(object->dlpi_phdr, object->dlpi_phnum);
    bool holds = false;
    for (const auto& header : headers) {
        const std::uintptr_t start = object->dlpi_addr + header.p_vaddr;
        holds |= header.p_type == PT_LOAD && wanted.address >= start &&
                 wanted.address < start + header.p_memsz;
    }
    if (!holds) return 0;
    for (const auto& header : headers)
        if (header.p_type == PT_NOTE && wanted.id.empty())
            wanted.id = id_in_notes(
                reinterpret_cast<const unsigned char*>(object->dlpi_addr + header.p_vaddr),
                header.p_memsz);
    return 1;
}

}  // namespace

const std::string& program_id() {
    static const std::string id = [] {
        IdSearch search{reinterpret_cast<std::uintptr_t>(&look_into), {}};
        dl_iterate_phdr(look_into, &search);
        constexpr std::size_t largest_program = std::size_t{1} << 32;
        return search.id.empty() ? sha256(read_file("/proc/self/exe", largest_program)) : search.id;
    }();
    return id;
}

}  // namespace mxgen
