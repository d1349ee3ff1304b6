// Half adder: a_i + b_i = sum_o + 2 carry_o.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_ha (
  input  logic a_i,
  input  logic b_i,
  output logic sum_o,
  output logic carry_o
);
  assign sum_o = a_i ^ b_i;
  assign carry_o = a_i & b_i;
endmodule
