// A local variable with a lifetime inside a procedural block.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys, icarus.
module automatic_local (input logic [7:0] a_i, output logic [7:0] b_o);
  always_comb begin
    automatic logic [7:0] twice;
    twice = a_i << 1;
    b_o = twice;
  end
endmodule
