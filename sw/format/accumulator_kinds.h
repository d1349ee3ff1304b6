// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The kinds of running sums (docs/numerics.md, "Accumulators"), a row each. Of a kind NAME there
/// is what it takes and how it is written, NAME_accumulator in sw/format; its definition,
/// make_NAME_accumulate in sw/model; its circuit, NAME_circuit in gen/arith.
#define MXGEN_ACCUMULATOR_KINDS(KIND)                                      \
    KIND(floating)   /* one nearest-even rounding of acc + S a block */    \
    KIND(integer)    /* exact, `bits` wide */                              \
    KIND(fixed)      /* two's complement window [msb, lsb] */              \
    KIND(late)       /* M * 2^E without rounding; one at the end */        \
    KIND(tensorcore) /* truncated alignment as in NVIDIA's matrix units */ \
    KIND(none)       /* no accumulator: a block's exact integer sum leaves */
