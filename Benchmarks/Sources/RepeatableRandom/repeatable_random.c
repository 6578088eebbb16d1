// SPDX-License-Identifier: Apache-2.0
#include "repeatable_random.h"

#include <stddef.h>
#include <stdint.h>

static uint64_t state;

/// The next number of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
/// 2014).
static uint64_t next(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static void fill(uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)next();
}

// The linker prefers the definitions below to those in shared libraries.

/// Replaces the C library's source of random bytes, from which the blinding factors of inversions come.
int getentropy(void *buffer, size_t count) {
    fill(buffer, count);
    return 0;
}

/// Replaces the source of SystemRandomNumberGenerator in Swift's standard library.
void swift_stdlib_random(void *buffer, size_t count) { fill(buffer, count); }

void use_repeatable_random(void) {}
