// SPDX-License-Identifier: Apache-2.0
#include "sw/package/dpi.h"

#include <fmt/format.h>

#include "sw/package/bench.h"
#include "sw/package/marks.h"
#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

/// Ports that the golden model has: of a stream, no handshakes.
std::vector<Port> data_ports(const Interface& interface, Stream stream) {
    std::vector<Port> ports;
    for (const Port& port : interface.ports)
        if (port.stream == stream && !is_handshake(port.role)) ports.push_back(port);
    return ports;
}

/// "{last, ..., first}".
std::string side_by_side(const std::vector<Port>& ports) {
    std::string out;
    for (const Port& port : ports) out = port.name + (out.empty() ? "" : ", ") + out;
    return "{" + out + "}";
}

int total_width(const std::vector<Port>& ports) { return Word{"", ports}.width(); }

/// The configuration as TOML in one line a key, which mean the same wherever they stand.
std::string toml_of(const Config& config) {
    const Json json = to_json(config);
    std::string text = fmt::format("design.name = \"{}\"\n", config.name);
    for (const auto& [path, setting] : config.settings) {
        const auto dot = path.find('.');
        const std::string section = path.substr(0, dot), key = path.substr(dot + 1);
        const bool serves = json.contains(section) && json[section].contains(key);
        if (!serves || !setting.fault.empty() || path == "design.name") continue;
        text += fmt::format("{} = {}\n", path, to_string(setting.value));
    }
    Json read;
    try {
        read = to_json(resolve(parse_settings(text, "configuration")));
    } catch (const Error&) {
    }
    if (read != json)
        throw Error(Exit::usage,
                    "--dpi: the configuration rests on other files; allowed: formats of the "
                    "catalogue and of families; nearest: without --dpi");
    return text;
}

std::string c_string(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c == '\n')
            out += "\\n\"\n    \"";
        else
            out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return "\"" + out + "\"";
}

/// The rows {name, width} of a table in C, closed by one without a name.
std::string c_table(const std::vector<Port>& ports) {
    std::string out;
    for (const Port& port : ports) out += fmt::format("{{\"{}\", {}}}, ", port.name, port.width);
    return "{" + out + "{0, 0}}";
}

const char* const c_text =
    R"(/* The golden model of {name} behind the functions of {name}_dpi.sv; needs libmxgen.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "mxgen.h"
#include "svdpi.h"

typedef struct {name}_port {
    const char* name;
    int width;
} {name}_port;

static const char {name}_config[] =
    {config};
static const {name}_port {name}_inputs[] = {table_of_inputs};
{table_of_weights}static const {name}_port {name}_outputs[] = {table_of_outputs};

/* Moves `width` bits between a word at bit `at` and bytes from bit 0. */
static void {name}_move(svBitVecVal* word, int at, unsigned char* bytes, int width, int to_word) {
    int i;
    for (i = 0; i < width; ++i) {
        const svBitVecVal mask = (svBitVecVal)1 << ((at + i) % 32);
        svBitVecVal* const part = &word[(at + i) / 32];
        if (to_word)
            *part = (bytes[i / 8] >> (i % 8) & 1) != 0 ? *part | mask : *part & ~mask;
        else if ((*part & mask) != 0)
            bytes[i / 8] = (unsigned char)(bytes[i / 8] | 1 << (i % 8));
    }
}

/* Drives the ports of a table, or reads them. */
static int {name}_pass(void* design, const {name}_port* port, svBitVecVal* word, int is_read) {
    mxgen_design* const golden = (mxgen_design*)design;
    int at = 0, result = 0;
    for (; port->name != 0 && result == 0; at += port->width, ++port) {
        const size_t size = ((size_t)port->width + 7) / 8;
        unsigned char* const bytes = (unsigned char*)calloc(size, 1);
        const int index = mxgen_find_port(golden, port->name);
        if (bytes == 0) return -1;
        if (is_read) {
            result = mxgen_read(golden, index, bytes, size);
            if (result == 0) {name}_move(word, at, bytes, port->width, 1);
        } else {
            {name}_move(word, at, bytes, port->width, 0);
            result = mxgen_drive(golden, index, bytes, size);
        }
        free(bytes);
    }
    return result;
}

#ifdef __cplusplus
extern "C" {
#endif

const char* {name}_dpi_error(void) { return mxgen_last_error(); }

void* {name}_dpi_open(void) { return mxgen_open({name}_config); }

void {name}_dpi_close(void* design) { mxgen_close((mxgen_design*)design); }

int {name}_dpi_reset(void* design) { return mxgen_reset((mxgen_design*)design); }

int {name}_dpi_step(void* design, const svBitVecVal* in) {
    if ({name}_pass(design, {name}_inputs, (svBitVecVal*)in, 0) != 0) return -1;
    return mxgen_step((mxgen_design*)design);
}

{function_load}int {name}_dpi_next(void* design, svBitVecVal* out, int* flags_only) {
    memset(out, 0, {words} * sizeof *out);
    *flags_only = mxgen_flags_only((mxgen_design*)design);
    if (*flags_only < 0 || {name}_pass(design, {name}_outputs, out, 1) != 0) return -1;
    return mxgen_next((mxgen_design*)design);
}

#ifdef __cplusplus
}
#endif
)";

const char* const package_text =
    R"(// The golden model of {name} for benches, and a checker to stand beside the design or to be bound.
// SPDX-License-Identifier: Apache-2.0
// Compile with {name}_dpi.c and libmxgen.

package {name}_dpi;
  // A beat: the ports of a stream but its handshake side by side, the first in the lowest bits.
  typedef bit [{input_top}:0] inputs_t;
{weights_type}  typedef bit [{output_top}:0] outputs_t;
  // The outputs that say something of a result and are no number.
  localparam outputs_t Flags = {flags};

  // open: null; others: -1 where they fail, and then error says why. step and next return how many
  // results wait; flags_only is 1 for a result of which only the flags have a meaning.
  import "DPI-C" {name}_dpi_error = function string error();
  import "DPI-C" {name}_dpi_open = function chandle open();
  import "DPI-C" {name}_dpi_close = function void close(input chandle model);
  import "DPI-C" {name}_dpi_reset = function int reset(input chandle model);
  import "DPI-C" {name}_dpi_step = function int step(input chandle model, input inputs_t in);
{import_load}  import "DPI-C" {name}_dpi_next = function int next(input chandle model, output outputs_t out,
                                                     output int flags_only);
endpackage

// Feeds the beats that the design accepts to the golden model and compares every result that leaves.
// Reports mismatches by $error, and ends by $fatal where nothing was compared.
module {name}_checker (
{ports}
);
  chandle golden;
  int waiting = 0;
  int compared = 0;
  int failures = 0;
{state}
  initial begin
    golden = {name}_dpi::open();
    if (golden == null) $fatal(1, "%s", {name}_dpi::error());
  end

  task automatic accept(input logic [{input_top}:0] in);
    if (^in === 1'bx) begin
      failures++;
      $error("{name}: an input that is accepted is unknown: %h", in);
    end
    waiting = {name}_dpi::step(golden, in);
    if (waiting < 0) $fatal(1, "%s", {name}_dpi::error());
  endtask

  task automatic compare(input logic [{output_top}:0] out);
    {name}_dpi::outputs_t expected;
    logic [{output_top}:0] mask;
    int flags_only;
    if (waiting == 0) begin
      failures++;
      $error("{name}: result %0d is not due: %h", compared, out);
    end else begin
      waiting = {name}_dpi::next(golden, expected, flags_only);
      if (waiting < 0) $fatal(1, "%s", {name}_dpi::error());
      mask = flags_only != 0 ? {name}_dpi::Flags : '1;
      if ((out & mask) !== (expected & mask)) begin
        failures++;
        $error("{name}: result %0d is %h, expected %h", compared, out, expected);
      end
      compared++;
    end
  endtask

{process}
  final begin
    $display("{name}: %0d results compared, %0d failures, %0d results wait", compared, failures,
             waiting);
    {name}_dpi::close(golden);
    if (compared == 0) $fatal(1, "{name}: no result was compared");
  end
endmodule
)";

/// What a stream of weights adds to each of them.
const std::vector<std::pair<std::string, std::string>> added_by_weights{
    {"{weights_type}", "  typedef bit [{weight_top}:0] weights_t;\n"},
    {"{import_load}",
     R"(  import "DPI-C" {name}_dpi_load = function int load(input chandle model, input weights_t in);
)"},
    {"{table_of_weights}", "static const {name}_port {name}_weights[] = {rows_of_weights};\n"},
    {"{function_load}", R"(int {name}_dpi_load(void* design, const svBitVecVal* in) {
    if ({name}_pass(design, {name}_weights, (svBitVecVal*)in, 0) != 0) return -1;
    return mxgen_load((mxgen_design*)design);
}

)"},
    {"{load}", R"(      if ({weights_accepted}) begin
        if ({name}_dpi::load(golden, {weights}) < 0) $fatal(1, "%s", {name}_dpi::error());
      end
)"}};

/// Results first: those that leave at an edge follow from beats before it.
const char* const clocked_process = R"(  always @(posedge {clock}{reset_edge}) begin
    if ({in_reset}) begin
      waiting = 0;
{restart}      if (golden != null && {name}_dpi::reset(golden) < 0) $fatal(1, "%s", {name}_dpi::error());
    end else begin
      if ({leaves}) compare({outputs});
{load}      if ({accepted}) accept({inputs});
{count}    end
  end
)";

const char* const sampled_process = R"(  always @(posedge sample_i) begin
    accept({inputs});
    compare({outputs});
  end
)";

std::string port_or(const Interface& interface, Role role, Stream stream) {
    const Port* port = find_port(interface.ports, role, stream);
    return port ? port->name : "1'b1";
}

std::string both(const Interface& interface, Stream stream) {
    const Port* ready = ready_port(interface.ports, stream);
    return port_or(interface, Role::valid, stream) + " && " + (ready ? ready->name : "1'b1");
}

std::string checker_ports(const Interface& interface) {
    std::string out = interface.has(Role::clock) ? "" : "  input logic sample_i";
    for (const Port& port : interface.ports) {
        const std::string range = port.width > 1 ? fmt::format("[{}:0] ", port.width - 1) : "";
        out += fmt::format("{}  input logic {}{}", out.empty() ? "" : ",\n", range, port.name);
    }
    return out;
}

std::string flags_of(const std::vector<Port>& ports) {
    std::string bits;
    for (const Port& port : ports)
        bits.insert(0, std::size_t(port.width), is_flag(port.role) ? '1' : '0');
    return fmt::format("{}'b{}", bits.size(), bits);
}

/// Without a valid of the outputs a result leaves with every cycle, one latency later.
std::string process(const Interface& interface) {
    if (!interface.has(Role::clock)) return sampled_process;
    const bool has_valid = interface.has(Role::valid, Stream::output);
    const bool has_reset = interface.has(Role::reset);
    const std::string reset(name_of(Role::reset, Stream::none));
    const std::string due = fmt::format("cycles >= {}", interface.latency_cycles);
    return filled(clocked_process, {{"{restart}", has_valid ? "" : "      cycles = 0;\n"},
                                    {"{count}", has_valid ? "" : "      cycles++;\n"},
                                    {"{leaves}", has_valid ? both(interface, Stream::output) : due},
                                    {"{accepted}", both(interface, Stream::input)},
                                    {"{clock}", std::string(name_of(Role::clock, Stream::none))},
                                    {"{reset_edge}", has_reset ? " or negedge " + reset : ""},
                                    {"{in_reset}", has_reset ? "!" + reset : "1'b0"}});
}

}  // namespace

std::vector<PackageFile> dpi_files(const Design& design) {
    const Interface& interface = design.interface;
    const auto inputs = data_ports(interface, Stream::input),
               weights = data_ports(interface, Stream::weights),
               outputs = data_ports(interface, Stream::output);
    const auto top = [](const auto& ports) { return std::to_string(total_width(ports) - 1); };
    const bool counts = interface.has(Role::clock) && !interface.has(Role::valid, Stream::output);
    const auto ended = [&](std::string text) {
        for (const auto& [mark, part] : added_by_weights)
            text = replaced(std::move(text), mark, weights.empty() ? "" : part);
        return filled(std::move(text), {{"{weights_accepted}", both(interface, Stream::weights)},
                                        {"{rows_of_weights}", c_table(weights)},
                                        {"{weight_top}", top(weights)},
                                        {"{input_top}", top(inputs)},
                                        {"{output_top}", top(outputs)},
                                        {"{inputs}", side_by_side(inputs)},
                                        {"{weights}", side_by_side(weights)},
                                        {"{outputs}", side_by_side(outputs)},
                                        {"{name}", interface.top}});
    };
    const std::string c =
        ended(filled(c_text, {{"{config}", c_string(toml_of(design.config))},
                              {"{table_of_inputs}", c_table(inputs)},
                              {"{table_of_outputs}", c_table(outputs)},
                              {"{words}", std::to_string((total_width(outputs) + 31) / 32)}}));
    const std::string sv =
        ended(filled(package_text, {{"{process}", process(interface)},
                                    {"{ports}", checker_ports(interface)},
                                    {"{state}", counts ? "  int cycles = 0;\n" : ""},
                                    {"{flags}", flags_of(outputs)}}));
    const std::string path = "sim/" + interface.top + "_dpi";
    return {{path + ".sv", sv}, {path + ".c", c}};
}

}  // namespace mxgen::package
