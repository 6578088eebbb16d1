// SPDX-License-Identifier: Apache-2.0
#ifndef TEXTBOOK_MULTIPLICATION_H
#define TEXTBOOK_MULTIPLICATION_H

/// Multiplies two 254-bit integers modulo p, `repetitions` times, in the textbook way: one `mpz_mul` and one
/// `mpz_mod` each. The time of one repetition is the unit B of the benchmarks.
///
/// @returns the lowest limb of the last product, so that the compiler does not remove the work.
unsigned long textbook_multiply(long repetitions);

/// GMP's version, "6.3.0" for example.
const char *textbook_gmp_version(void);

#endif
