// A return in the middle of a function.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys.
module early_return (input logic [7:0] a_i, output logic [7:0] b_o);
  function automatic logic [7:0] clipped(input logic [7:0] x);
    if (x > 8'd100) return 8'd100;
    return x;
  endfunction
  assign b_o = clipped(a_i);
endmodule
