/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The golden model as a library (C99 and later, C++). What it computes is defined in
 * docs/numerics.md; docs/library.md has examples.
 *
 * A configuration is the name of a TOML file or, where it holds a line break, the text itself.
 * Functions that can fail return a null pointer or -1, and mxgen_last_error() says why. Different
 * handles may be used by different threads at a time, one handle by one. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* Grows when a function or a field is added; what is there does not change. */
#define MXGEN_ABI 1

/* "0.2.0". */
const char* mxgen_version(void);

/* Why the last failing call of this thread failed: names the place in the configuration or the
 * argument, what is allowed and the nearest legal value. "" before any has; valid until the next
 * call that fails. */
const char* mxgen_last_error(void);

/* ---- A design and its ports ---- */

typedef struct mxgen_design mxgen_design;

/* A design as after reset; null for a configuration that is none. */
mxgen_design* mxgen_open(const char* config);
void mxgen_close(mxgen_design* design);

/* The name of its top module, and of its unit: "dot". Valid as long as the design. */
const char* mxgen_name(const mxgen_design* design);
const char* mxgen_unit(const mxgen_design* design);

enum {
    MXGEN_INPUT = 0,
    MXGEN_WEIGHTS = 1, /* inputs with a handshake of their own */
    MXGEN_OUTPUT = 2
};

/* A port that carries data: element i is bits [i * element_width +: element_width]. */
typedef struct mxgen_port {
    const char* name;   /* as in the RTL */
    const char* format; /* of an element's code: "e4m3"; "" where it is no number */
    int stream;         /* MXGEN_INPUT, MXGEN_WEIGHTS or MXGEN_OUTPUT */
    int width;          /* in bits; 1 and more */
    int elements;
    int element_width;
} mxgen_port;

/* Its ports but clock, reset and handshakes; `index` counts from 0. 0, or -1 beyond the last. */
size_t mxgen_port_count(const mxgen_design* design);
int mxgen_port_at(const mxgen_design* design, size_t index, mxgen_port* port);

/* The index of the port of that name, or of that name and "_i" or "_o"; -1 where there is none. */
int mxgen_find_port(const mxgen_design* design, const char* name);

/* ---- Beats in and out ----
 * Bits are little-endian bytes, (width + 7) / 8 of them; bits beyond the width are ignored. */

/* Puts a value on an input, which stays until it is driven anew; 0 before. */
int mxgen_drive(mxgen_design* design, int port, const void* bits, size_t bytes);

/* A valid beat of the inputs, or of the weights: the values driven enter. Results that are due line
 * up in the order in which they leave the design, whatever its latency. mxgen_step returns how many
 * wait, mxgen_load 0. Beats of weights enter before the last beat of the tile that they serve; they
 * are kept until mxgen_reset, so a long run resets between tiles. */
int mxgen_step(mxgen_design* design);
int mxgen_load(mxgen_design* design);

/* The first result that waits: an output's bits, and whether its flags alone have a meaning (1, 0).
 * mxgen_next drops it and returns how many wait then. */
int mxgen_read(const mxgen_design* design, int port, void* bits, size_t bytes);
int mxgen_flags_only(const mxgen_design* design);
int mxgen_next(mxgen_design* design);

/* Forgets beats, results and driven values. */
int mxgen_reset(mxgen_design* design);

/* ---- Tensors ---- */

typedef enum mxgen_type {
    MXGEN_F32 = 0,
    MXGEN_F64 = 1,
    MXGEN_U8 = 2,
    MXGEN_U16 = 3,
    MXGEN_U32 = 4
} mxgen_type;

/* Elements in C order, in the machine's own byte order (little-endian): as many as the shape says.
 */
typedef struct mxgen_array {
    mxgen_type type;
    int rank; /* 0 to 32 */
    const size_t* shape;
    const void* data;
} mxgen_array;

/* Arrays and numbers by name. */
typedef struct mxgen_result mxgen_result;
void mxgen_free(mxgen_result* result);

/* The array of that name; it belongs to the result. 0, or -1 where there is none. */
int mxgen_get(const mxgen_result* result, const char* name, mxgen_array* array);
int mxgen_number(const mxgen_result* result, const char* name, double* number);

/* A (M x K) times B (K x N), F32 or F64 each, as the configured dot product or array computes it in
 * a run-time mode (0 without): what `mxgen matmul` writes. Arrays: "product" (M x N; F32, F64 where
 * sums leave as integers). Numbers: "sqnr_db" against the product in fp64, "flagged" sums. */
mxgen_result* mxgen_matmul(const char* config, const mxgen_array* a, const mxgen_array* b,
                           unsigned mode);

/* As the flags of `mxgen quantize` of these names; mxgen_quantize_defaults() fills it. */
typedef struct mxgen_quantize_options {
    size_t size;         /* sizeof(mxgen_quantize_options) */
    int axis;            /* blocks lie along it; -1: the last */
    int tiles;           /* 1: one scale a block x block tile of the last two axes */
    int per_row;         /* 1: one scale a row, the whole axis is a block */
    const char* profile; /* "exact" or "te" */
    float tensor_scale;  /* encode scale g; 0: from the largest */
    uint64_t seed;       /* of the random bits of stochastic rounding */
} mxgen_quantize_options;
void mxgen_quantize_defaults(mxgen_quantize_options* options);

/* x (F32 or F64) by sections [a] and [convert] of a configuration of any unit: what `mxgen
 * quantize` writes. Arrays: "codes" (x's shape; U8, U16 or U32), "scales" (U8; of a format with
 * a scale), "dequantized" (F32). Numbers: "tensor_scale", "invalid" (1: NaN was lost). Null options
 * are the defaults. */
mxgen_result* mxgen_quantize(const char* config, const mxgen_array* x,
                             const mxgen_quantize_options* options);

/* Codes and scales as mxgen_quantize returns them (null scales of a format without) as numbers:
 * code * scale / tensor_scale, rounded once to fp32. Of the options the blocks' and tensor_scale
 * (0: 1) count. Arrays: "dequantized" (F32). */
mxgen_result* mxgen_dequantize(const char* config, const mxgen_array* codes,
                               const mxgen_array* scales, const mxgen_quantize_options* options);

/* x by a configured converter (unit convert), from reset on: codes of its input format as integers,
 * of fp32 F32 or U32, in blocks along the last axis, tails filled up with zeros. `tensor_scale` is
 * the code on its port, if it has one; `random` (x's shape) an element's random bits, null zeros,
 * both left where the converter has no such port. Arrays: "codes" (x's shape; U8, U16 or U32),
 * "scales" and "invalid" (U8, one a block; the first of a format with a scale). */
mxgen_result* mxgen_convert(const char* config, const mxgen_array* x, uint32_t tensor_scale,
                            const mxgen_array* random);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
