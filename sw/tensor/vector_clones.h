// SPDX-License-Identifier: Apache-2.0
#pragma once

// Clones of a loop for newer vector units, chosen when the program starts; the baseline of x86-64
// is SSE2. The sanitizers run before such a choice can be made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define MXGEN_VECTOR_CLONES \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define MXGEN_VECTOR_CLONES
#endif
