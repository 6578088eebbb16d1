// SPDX-License-Identifier: Apache-2.0
#include "textbook_multiplication.h"

#include <gmp.h>

// The order p of the field, and two elements of 254 bits.
static const char modulus[] = "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001";
static const char left[] = "278c3a9f5b1e60d4a7f2913c8e5b04d6ff1239ae8c7d5016423b9e81f7a6c50d";
static const char right[] = "2b1f7a604c93de5806c7b9315ae2df8410935b7dc6e8fa2b90d4713c5e26af19";

unsigned long textbook_multiply(long repetitions) {
    mpz_t p, a, b, product, remainder;
    mpz_init_set_str(p, modulus, 16);
    mpz_init_set_str(a, left, 16);
    mpz_init_set_str(b, right, 16);
    mpz_inits(product, remainder, NULL);
    for (long i = 0; i < repetitions; i++) {
        mpz_mul(product, a, b);
        mpz_mod(remainder, product, p);
    }
    unsigned long result = mpz_get_ui(remainder);
    mpz_clears(p, a, b, product, remainder, NULL);
    return result;
}

const char *textbook_gmp_version(void) { return gmp_version; }
