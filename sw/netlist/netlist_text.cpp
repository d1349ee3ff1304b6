// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/netlist_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace mxgen::ppa {

namespace {

std::string identifier(const std::string& name) {
    bool plain = !name.empty() && !std::isdigit(static_cast<unsigned char>(name[0])) &&
                 std::all_of(name.begin(), name.end(),
                             [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    return plain ? name : "\\" + name + " ";
}

/// Writes one module; a net's text is the port bit that it is, else its RTL name, else a number.
class NetlistWriter {
  public:
    NetlistWriter(const std::string& name, const NetlistModule& module, std::string& out)
        : module_(module), out_(out) {
        texts_ = {{constant_zero, "1'b0"}, {constant_one, "1'b1"}};
        for (bool inputs : {true, false})
            for (const auto& port : module.ports)
                if (port.is_input == inputs) name_port(port);
        header(name);
        std::string body;
        for (const auto& instance : module.instances) write(instance, body);
        out_ += wires_ + aliases_ + body + "endmodule\n";
    }

  private:
    static std::string bit_of(const NetlistPort& port, std::size_t bit) {
        return port.bits.size() == 1 ? identifier(port.name)
                                     : fmt::format("{}[{}]", identifier(port.name), bit);
    }

    void name_port(const NetlistPort& port) {
        for (std::size_t i = 0; i < port.bits.size(); ++i) {
            auto text = bit_of(port, i);
            auto [entry, fresh] = texts_.try_emplace(port.bits[i], text);
            if (!fresh) aliases_ += fmt::format("  assign {} = {};\n", text, entry->second);
        }
    }

    void header(const std::string& name) {
        std::string list, declarations;
        for (const auto& port : module_.ports) {
            list += (list.empty() ? "" : ", ") + identifier(port.name);
            auto range = port.bits.size() == 1 ? "" : fmt::format("[{}:0] ", port.bits.size() - 1);
            declarations += fmt::format("  {} {}{};\n", port.is_input ? "input" : "output", range,
                                        identifier(port.name));
        }
        out_ += fmt::format("module {} ({});\n{}", identifier(name), list, declarations);
    }

    const std::string& text(int net) {
        auto [entry, fresh] = texts_.try_emplace(net);
        if (!fresh) return entry->second;
        auto named = module_.names.find(net);
        entry->second =
            named != module_.names.end() ? identifier(named->second) : fmt::format("_net{}_", net);
        wires_ += fmt::format("  wire {};\n", entry->second);
        return entry->second;
    }

    void write(const NetlistInstance& instance, std::string& body) {
        auto to = std::back_inserter(body);
        fmt::format_to(to, "  {} {} (", identifier(instance.type), identifier(instance.name));
        const char* separator = "";
        for (const auto& [pin, bits] : instance.pins) {
            fmt::format_to(to, "{}.{}(", std::exchange(separator, ", "), identifier(pin));
            if (bits.size() == 1) {
                body += text(bits[0]);
            } else {
                for (std::size_t i = bits.size(); i-- > 0;)
                    fmt::format_to(to, "{}{}{}", i + 1 == bits.size() ? "{" : "", text(bits[i]),
                                   i == 0 ? "}" : ", ");
            }
            body += ")";
        }
        body += ");\n";
    }

    const NetlistModule& module_;
    std::string& out_;
    std::string wires_, aliases_;
    std::map<int, std::string> texts_;
};

}  // namespace

std::string to_verilog(const Netlist& netlist) {
    std::string out = "// Library cells and kept modules, as they are measured.\n";
    for (const auto& [name, module] : netlist.modules) NetlistWriter(name, module, out);
    return out;
}

}  // namespace mxgen::ppa
