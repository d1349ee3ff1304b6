// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/package/wrapper.h"

namespace mxgen::package {

namespace {

/// The wires of a stream inside the wrapper begin so.
std::string inner_name(Stream stream) {
    switch (stream) {
        case Stream::input:
            return "in";
        case Stream::weights:
            return "w";
        default:
            return "out";
    }
}

/// Bits of its fields side by side, without those that fill up bytes.
int packed_width(const AxiStream& axi) {
    int width = 0;
    for (const WrapperField& field : axi.fields) width += field.port.width;
    return width;
}

std::string bits(const std::string& bus, int at, int width) {
    return fmt::format("{}[{}+:{}]", bus, at, width);
}

/// "{last, ..., first}"
std::string concatenation(const std::vector<std::string>& parts_from_lsb) {
    std::string out;
    for (const std::string& part : parts_from_lsb) out = part + (out.empty() ? "" : ", ") + out;
    return "{" + out + "}";
}

class WrapperText {
  public:
    WrapperText(const AxiWrapper& wrapper, const Interface& interface)
        : w_(wrapper), design_(interface) {}

    std::string text() {
        head();
        for (const AxiStream& axi : w_.streams)
            if (axi.is_input()) accept(axi);
        if (!w_.registers.empty()) registers();
        instance();
        if (w_.pace) pace();
        send(w_.stream(Stream::output));
        rules();
        sink();
        return out_ + "endmodule\n";
    }

  private:
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        out_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
    }

    void wire(const std::string& name, int width) {
        if (width == 1)
            line("  logic {};", name);
        else
            line("  logic [{}:0] {};", width - 1, name);
    }

    void head() {
        line("// {} behind AXI4-Stream: beats in s_axis, results in m_axis.", design_.top);
        line("// SPDX-License-Identifier: Apache-2.0\n//");
        for (const AxiStream& axi : w_.streams)
            for (const WrapperField& field : axi.fields)
                line("// {}_tdata[{}:{}] is {}.", axi.name, field.offset + field.port.width - 1,
                     field.offset, field.port.name);
        for (const AxiRegister& reg : w_.registers)
            line("// {}, byte {}: {}.", lite_name, reg.address, reg.port.name);
        line("module {} (", w_.top);
        std::string ports;
        for (const Port& port : ports_of(w_))
            ports += fmt::format("{}    {} logic {}{}", ports.empty() ? "" : ",\n",
                                 port.is_input ? "input " : "output",
                                 port.width == 1 ? "" : fmt::format("[{}:0] ", port.width - 1),
                                 port.name);
        line("{}\n);", ports);
    }

    using Joined = std::vector<std::pair<std::string, std::string>>;

    /// An instance of a hand-written module, inputs and outputs by their names without _i and _o.
    void part(const std::string& module, const std::string& parameters, const std::string& name,
              const Joined& inputs, const Joined& outputs) {
        std::string connections = "      .clk_i,\n      .rst_ni";
        for (const auto& [port, value] : inputs)
            connections += fmt::format(",\n      .{}_i({})", port, value);
        for (const auto& [port, value] : outputs)
            connections += fmt::format(",\n      .{}_o({})", port, value);
        line("  {}_{} #({}) {} (\n{}\n  );", design_.top, module, parameters, name, connections);
    }

    void accept(const AxiStream& axi) {
        const std::string inner = inner_name(axi.stream), data = axi.name + "_tdata";
        std::vector<std::string> fields, wires{inner + "_data"};
        int end = 0;
        for (const WrapperField& field : axi.fields) {
            if (field.offset > end) unread_.push_back(bits(data, end, field.offset - end));
            fields.push_back(bits(data, field.offset, field.port.width));
            end = field.offset + field.port.width;
        }
        if (axi.data_width > end) unread_.push_back(bits(data, end, axi.data_width - end));
        line("");
        for (const char* end : {"_valid", "_ready"}) wire(inner + end, 1);
        wire(inner + "_data", packed_width(axi));
        if (axi.has_last) {
            wire(inner + "_last", 1);
            fields.push_back(axi.name + "_tlast");
            wires.push_back(inner + "_last");
        }
        part("stream", fmt::format(".WIDTH({})", packed_width(axi) + axi.has_last), "u_" + axi.name,
             {{"valid", axi.name + "_tvalid"},
              {"data", concatenation(fields)},
              {"ready", inner + "_ready"}},
             {{"ready", axi.name + "_tready"},
              {"valid", inner + "_valid"},
              {"data", concatenation(wires)}});
    }

    void registers() {
        std::vector<std::string> masks, resets;
        for (const AxiRegister& reg : w_.registers) {
            masks.push_back(fmt::format("32'h{:x}", (1ull << reg.port.width) - 1));
            resets.push_back(fmt::format("32'h{:x}", reg.reset));
            if (reg.port.width < 32)
                unread_.push_back(
                    bits("values", reg.address * 8 + reg.port.width, 32 - reg.port.width));
        }
        Joined inputs, outputs;
        const std::string prefix = std::string(lite_name) + "_";
        for (const Port& port : ports_of(w_)) {
            if (!port.name.starts_with(prefix)) continue;
            if (port.name.ends_with("prot"))
                unread_.push_back(port.name);
            else
                (port.is_input ? inputs : outputs)
                    .emplace_back(port.name.substr(prefix.size()), port.name);
        }
        inputs.emplace_back("accept", "in_valid & in_ready");
        inputs.emplace_back("last", "in_last");
        outputs.emplace_back("values", "values");
        line("");
        wire("values", 32 * static_cast<int>(w_.registers.size()));
        part("registers",
             fmt::format(".COUNT({}), .BEATS({}), .MASK({}), .RESET({})", w_.registers.size(),
                         w_.beats_per_step, concatenation(masks), concatenation(resets)),
             "u_registers", inputs, outputs);
    }

    /// What a port of the design is joined to, where it is no data of a stream.
    std::string joined_to(const Port& port) const {
        if (port.stream == Stream::none) return port.name;
        const std::string inner = inner_name(port.stream);
        switch (port.role) {
            case Role::first:
                return "in_first";
            case Role::last:
                return inner + "_last";
            case Role::ready:
                return inner + "_ready";
            case Role::valid:
                return w_.pace && port.is_input ? "in_valid & in_ready" : inner + "_valid";
            default:
                break;
        }
        for (const AxiRegister& reg : w_.registers)
            if (reg.port.name == port.name) return bits("values", reg.address * 8, port.width);
        return "";
    }

    void instance() {
        std::vector<std::pair<std::string, std::string>> joined;
        for (const AxiStream& axi : w_.streams) {
            int at = 0;
            for (const WrapperField& field : axi.fields) {
                joined.emplace_back(field.port.name,
                                    bits(inner_name(axi.stream) + "_data", at, field.port.width));
                at += field.port.width;
            }
        }
        line("");
        const AxiStream& out = w_.stream(Stream::output);
        wire("out_valid", 1);
        wire("out_data", packed_width(out));
        if (w_.pace) {
            wire("in_first", 1);
        } else {
            wire("out_ready", 1);
            wire("out_last", 1);
        }
        std::string connections;
        for (const Port& port : design_.ports) {
            std::string to = joined_to(port);
            for (const auto& [name, field] : joined)
                if (name == port.name) to = field;
            connections +=
                fmt::format("{}      .{}({})", connections.empty() ? "" : ",\n", port.name, to);
        }
        line("  {} u_design (\n{}\n  );", design_.top, connections);
        if (w_.pace && !design_.has(Role::first, Stream::input)) unread_.push_back("in_first");
    }

    /// Results wait where the design cannot.
    void pace() {
        const int width = packed_width(w_.stream(Stream::output));
        line("");
        for (const char* name : {"kept_valid", "kept_ready", "kept_last"}) wire(name, 1);
        wire("kept_data", width);
        part("pace",
             fmt::format(".WIDTH({}), .BEATS({}), .RESULTS({}), .LATENCY({})", width,
                         w_.beats_per_step, w_.pace->results_per_step, w_.pace->latency),
             "u_pace",
             {{"valid", "in_valid"},
              {"last", "in_last"},
              {"result_valid", "out_valid"},
              {"result", "out_data"},
              {"ready", "kept_ready"}},
             {{"ready", "in_ready"},
              {"first", "in_first"},
              {"valid", "kept_valid"},
              {"data", "kept_data"},
              {"last", "kept_last"}});
    }

    void send(const AxiStream& axi) {
        const std::string from = w_.pace ? "kept" : "out";
        const int width = packed_width(axi);
        line("");
        wire("sent", width);
        part("stream", fmt::format(".WIDTH({})", width + 1), "u_" + axi.name,
             {{"valid", from + "_valid"},
              {"data", concatenation({from + "_data", from + "_last"})},
              {"ready", axi.name + "_tready"}},
             {{"ready", from + "_ready"},
              {"valid", axi.name + "_tvalid"},
              {"data", concatenation({"sent", axi.name + "_tlast"})}});
        std::vector<std::string> fields;
        int at = 0, end = 0;
        const auto fill = [&](int to) {
            if (to > end) fields.push_back(fmt::format("{}'b0", to - end));
        };
        for (const WrapperField& field : axi.fields) {
            fill(field.offset);
            fields.push_back(bits("sent", at, field.port.width));
            at += field.port.width;
            end = field.offset + field.port.width;
        }
        fill(axi.data_width);
        line("  assign {}_tdata = {};", axi.name, concatenation(fields));
    }

    /// What waits stays as it is: of the surroundings on the inputs, of the wrapper on the output.
    void rules() {
        line("\n`ifndef SYNTHESIS\n`ifndef __ICARUS__");
        line("  logic runs_q;  // since the reset");
        line("  always_ff @(posedge clk_i or negedge rst_ni) begin");
        line("    if (!rst_ni) runs_q <= 1'b0;\n    else runs_q <= 1'b1;\n  end");
        for (const AxiStream& axi : w_.streams) {
            const std::string& name = axi.name;
            line("  assert property (@(posedge clk_i) disable iff (!runs_q)");
            line("                   {0}_tvalid && !{0}_tready |=>", name);
            line("                   {0}_tvalid && $stable({{{1}{0}_tdata}}))", name,
                 axi.has_last ? name + "_tlast, " : "");
            line("  else $error(\"{} changes what it offers\");", name);
        }
        line("`endif\n`endif");
    }

    void sink() {
        if (unread_.empty()) return;
        line("\n  // What fills up bytes, and what this design does not ask for.");
        line("  logic unused;\n  assign unused = ^{};", concatenation(unread_));
    }

    const AxiWrapper& w_;
    const Interface& design_;
    std::vector<std::string> unread_;
    std::string out_;
};

}  // namespace

std::string wrapper_text(const AxiWrapper& wrapper, const Interface& interface) {
    return WrapperText(wrapper, interface).text();
}

std::vector<std::string> wrapper_parts(const AxiWrapper& wrapper) {
    std::vector<std::string> parts{"mx_stream"};
    if (wrapper.pace) parts.emplace_back("mx_pace");
    if (!wrapper.registers.empty()) parts.emplace_back("mx_registers");
    return parts;
}

}  // namespace mxgen::package
