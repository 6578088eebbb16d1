// SPDX-License-Identifier: Apache-2.0

// The client requests of valgrind's memcheck that the constant-time check needs, written as functions. The
// macros of memcheck.h are statement expressions, which Swift does not import.
//
// memcheck tracks whether each bit of memory and of the registers is defined. It reports each branch and each
// address that depends on an undefined bit. The check marks secrets as undefined; memcheck then reports each
// branch and each address that depends on a secret (Langley, "ctgrind"; libsecp256k1, ctime_tests.c).
//
// The functions do nothing if valgrind's header was absent at build time or the program runs outside
// valgrind.
#ifndef CVALGRIND_H
#define CVALGRIND_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__has_include)
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define CVALGRIND_PRESENT 1
#endif
#endif

// Whether the program was built with valgrind's header and runs under valgrind.
static inline _Bool cvalgrind_is_running(void) {
#ifdef CVALGRIND_PRESENT
    return RUNNING_ON_VALGRIND != 0;
#else
    return 0;
#endif
}

// Marks the bytes as undefined: secret.
static inline void cvalgrind_make_undefined(const void *bytes, size_t count) {
#ifdef CVALGRIND_PRESENT
    VALGRIND_MAKE_MEM_UNDEFINED(bytes, count);
#endif
}

// Marks the bytes as defined: public.
static inline void cvalgrind_make_defined(const void *bytes, size_t count) {
#ifdef CVALGRIND_PRESENT
    VALGRIND_MAKE_MEM_DEFINED(bytes, count);
#endif
}

// The number of undefined bits in the bytes, as memcheck tracks them. Reports no error.
static inline size_t cvalgrind_undefined_bits(const void *bytes, size_t count) {
    size_t undefined = 0;
#ifdef CVALGRIND_PRESENT
    for (size_t i = 0; i < count; i++) {
        uint8_t bits = 0;
        if (VALGRIND_GET_VBITS((const uint8_t *)bytes + i, &bits, 1) == 1) {
            undefined += (size_t)__builtin_popcount(bits);
        }
    }
#endif
    return undefined;
}

// The number of errors that memcheck has reported so far.
static inline size_t cvalgrind_error_count(void) {
#ifdef CVALGRIND_PRESENT
    return VALGRIND_COUNT_ERRORS;
#else
    return 0;
#endif
}

#endif
