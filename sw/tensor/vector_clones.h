// SPDX-License-Identifier: Apache-2.0
#pragma once

// Clones of a loop for newer vector units, chosen when the program starts; the baseline of x86-64
// is SSE2. Only O3 makes vectors of loops whose lengths are not known. The sanitizers run before
// such a choice can be made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define MXGEN_VECTOR_CLONES \
    __attribute__((optimize("O3"), target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define MXGEN_VECTOR_CLONES
#endif

// A function of such a loop, which is to be compiled for each of the units, too; also of a lambda.
#if defined(__GNUC__)
#define MXGEN_ALWAYS_INLINE __attribute__((always_inline))
#else
#define MXGEN_ALWAYS_INLINE
#endif
#define MXGEN_INLINED inline MXGEN_ALWAYS_INLINE
