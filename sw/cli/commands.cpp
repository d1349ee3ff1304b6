// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/commands.h"

namespace mxgen::cli {

std::vector<Command> add_commands(CLI::App& parent) {
    return {
        gen(parent),      cosim(parent),           matmul(parent),     accuracy(parent),
        quantize(parent), formats_command(parent), ppa(parent),        compare(parent),
        explain(parent),  doctor(parent),          completion(parent),
    };
}

}  // namespace mxgen::cli
