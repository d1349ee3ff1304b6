// Full adder: a_i + b_i + c_i = sum_o + 2 carry_o.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_fa (
  input  logic a_i,
  input  logic b_i,
  input  logic c_i,
  output logic sum_o,
  output logic carry_o
);
  assign sum_o = c_i ^ a_i ^ b_i;
  assign carry_o = (c_i & (a_i | b_i)) | (a_i & b_i);
endmodule
