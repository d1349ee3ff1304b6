// Bits of an input that nothing reads.
// SPDX-License-Identifier: Apache-2.0
// Refused by: verilator.
module unused_bits (input logic [7:0] a_i, output logic [3:0] b_o);
  assign b_o = a_i[7:4];
endmodule
