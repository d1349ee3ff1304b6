// A foreach loop.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys.
module foreach_loop (input logic [7:0] a_i, output logic b_o);
  always_comb begin
    b_o = 1'b0;
    foreach (a_i[i]) b_o = b_o ^ a_i[i];
  end
endmodule
