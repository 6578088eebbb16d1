#include "repeatable_random.h"

#include <stddef.h>
#include <stdint.h>

static uint64_t state;

/// The next number of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
static uint64_t next(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/// Where SystemRandomNumberGenerator gets its bytes from. The definition in a program goes before that in the
/// shared library of the standard library.
void swift_stdlib_random(void *buffer, size_t count) {
    for (size_t i = 0; i < count; i++) ((uint8_t *)buffer)[i] = (uint8_t)next();
}

void use_repeatable_random(void) {}
