// SPDX-License-Identifier: Apache-2.0

// Sums, differences and the Montgomery reduction on integers of four limbs, written out in C. Calls of
// mpn_add_n, mpn_sub_n and mpn_addmul_1 would cost as much as the additions that they make. Products,
// squarings, divisions and inversions are GMP's. PlainLimbs.swift has the mpn_ forms of these functions;
// tests and fuzzing compare the two.
//
// Constant-time: no branch and no address depends on a value. A carry is used as an integer and never as a
// condition, so the compiler has nothing to branch on. Tests/Checks/ConstantTime/run checks the compiled
// program.
//
// A result may be stored over an operand.
#ifndef CARRY_CHAINS_H
#define CARRY_CHAINS_H

#define CARRY_CHAINS_INLINE static inline __attribute__((always_inline))

// Two limbs. They hold a product of two limbs plus two further limbs: (2⁶⁴ − 1)² + 2·(2⁶⁴ − 1) = 2¹²⁸ − 1.
typedef unsigned __int128 two_limbs;

// All ones if condition is 1, zero if it is 0. The empty assembly statement hides the origin of the mask: if
// the compiler knew that the mask is 0 or ~0, it could replace an AND with a branch.
CARRY_CHAINS_INLINE mp_limb_t constant_time_mask(mp_limb_t condition) {
    mp_limb_t mask = 0 - condition;
    __asm__("" : "+r"(mask));
    return mask;
}

// r = a + b modulo 2²⁵⁶; returns the carry.
CARRY_CHAINS_INLINE mp_limb_t limbs4_add(mp_limb_t *r, const mp_limb_t *a, const mp_limb_t *b) {
    unsigned long c = 0;
    r[0] = __builtin_addcl(a[0], b[0], c, &c);
    r[1] = __builtin_addcl(a[1], b[1], c, &c);
    r[2] = __builtin_addcl(a[2], b[2], c, &c);
    r[3] = __builtin_addcl(a[3], b[3], c, &c);
    return c;
}

// r = a − b modulo 2²⁵⁶; returns the borrow.
CARRY_CHAINS_INLINE mp_limb_t limbs4_sub(mp_limb_t *r, const mp_limb_t *a, const mp_limb_t *b) {
    unsigned long c = 0;
    r[0] = __builtin_subcl(a[0], b[0], c, &c);
    r[1] = __builtin_subcl(a[1], b[1], c, &c);
    r[2] = __builtin_subcl(a[2], b[2], c, &c);
    r[3] = __builtin_subcl(a[3], b[3], c, &c);
    return c;
}

// r = r + b modulo 2⁵¹²; returns the carry.
CARRY_CHAINS_INLINE mp_limb_t limbs8_accumulate(mp_limb_t *r, const mp_limb_t *b) {
    unsigned long c = 0;
    r[0] = __builtin_addcl(r[0], b[0], c, &c);
    r[1] = __builtin_addcl(r[1], b[1], c, &c);
    r[2] = __builtin_addcl(r[2], b[2], c, &c);
    r[3] = __builtin_addcl(r[3], b[3], c, &c);
    r[4] = __builtin_addcl(r[4], b[4], c, &c);
    r[5] = __builtin_addcl(r[5], b[5], c, &c);
    r[6] = __builtin_addcl(r[6], b[6], c, &c);
    r[7] = __builtin_addcl(r[7], b[7], c, &c);
    return c;
}

// r = r − b modulo 2⁵¹²; returns the borrow.
CARRY_CHAINS_INLINE mp_limb_t limbs8_subtract(mp_limb_t *r, const mp_limb_t *b) {
    unsigned long c = 0;
    r[0] = __builtin_subcl(r[0], b[0], c, &c);
    r[1] = __builtin_subcl(r[1], b[1], c, &c);
    r[2] = __builtin_subcl(r[2], b[2], c, &c);
    r[3] = __builtin_subcl(r[3], b[3], c, &c);
    r[4] = __builtin_subcl(r[4], b[4], c, &c);
    r[5] = __builtin_subcl(r[5], b[5], c, &c);
    r[6] = __builtin_subcl(r[6], b[6], c, &c);
    r[7] = __builtin_subcl(r[7], b[7], c, &c);
    return c;
}

// r = r + b₀ + … + bₙ₋₁ modulo 2⁵¹². The n integers of eight limbs are stored one after the other at b. The
// sum stays in registers during the loop.
CARRY_CHAINS_INLINE void limbs8_accumulate_all(mp_limb_t *r, const mp_limb_t *b, long n) {
    mp_limb_t sum[8] = {r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]};
    for (long i = 0; i < n; i++) {
        limbs8_accumulate(sum, b + 8 * i);
    }
    __builtin_memcpy(r, sum, sizeof sum);
}

// An odd modulus p < 2²⁵⁴, n = −p⁻¹ mod B and q = B⁻¹ mod p, with B = 2⁶⁴.
typedef struct {
    mp_limb_t p[4];
    mp_limb_t n;
    mp_limb_t q[4];
} montgomery_modulus;

// One step of the reduction: a/B mod p, computed as (a + x·p)/B. The limb x = a₀·n mod B makes a + x·p a
// multiple of B, so the division drops a limb that is zero. Needs a < 2·B·p. The result is below 2p + p <
// 2²⁵⁶: four limbs.
CARRY_CHAINS_INLINE void montgomery_step(mp_limb_t a[5], const montgomery_modulus *m) {
    mp_limb_t x = a[0] * m->n;
    two_limbs t = (two_limbs)x * m->p[0] + a[0];
    t = (two_limbs)x * m->p[1] + a[1] + (mp_limb_t)(t >> 64);
    a[0] = (mp_limb_t)t;
    t = (two_limbs)x * m->p[2] + a[2] + (mp_limb_t)(t >> 64);
    a[1] = (mp_limb_t)t;
    t = (two_limbs)x * m->p[3] + a[3] + (mp_limb_t)(t >> 64);
    a[2] = (mp_limb_t)t;
    a[3] = (mp_limb_t)(t >> 64) + a[4];
    a[4] = 0;
}

// The same step for a result that may have five limbs. Write a = a₀ + B·a′. Then a/B ≡ a′ + a₀·q, because q =
// B⁻¹ mod p. This takes four products of limbs instead of five, and none of them waits for another one. Needs
// a < 2·B·p. The result is below 2p + B·p, so the next step may follow.
CARRY_CHAINS_INLINE void montgomery_early_step(mp_limb_t a[5], const montgomery_modulus *m) {
    mp_limb_t x = a[0];
    two_limbs t = (two_limbs)x * m->q[0] + a[1];
    a[0] = (mp_limb_t)t;
    t = (two_limbs)x * m->q[1] + a[2] + (mp_limb_t)(t >> 64);
    a[1] = (mp_limb_t)t;
    t = (two_limbs)x * m->q[2] + a[3] + (mp_limb_t)(t >> 64);
    a[2] = (mp_limb_t)t;
    t = (two_limbs)x * m->q[3] + a[4] + (mp_limb_t)(t >> 64);
    a[3] = (mp_limb_t)t;
    a[4] = (mp_limb_t)(t >> 64);
}

// r = t/R mod p for eight limbs t and R = B⁴. The result is below t/R + p + p/B + 1
// (Tests/Checks/Proofs/montgomery.py). Returns the carry out of four limbs, which is zero if that bound is at
// most R.
// Source: Montgomery, "Modular multiplication without trial division", Math. Comp. 44 (1985).
//
// Write t = low + R·high. The four steps compute low/R mod p. Since R·high/R = high, the upper half is added
// at the end. The first two steps may leave five limbs, the last two leave four.
CARRY_CHAINS_INLINE mp_limb_t montgomery_reduce(mp_limb_t *r, const mp_limb_t *t, montgomery_modulus m) {
    mp_limb_t a[5] = {t[0], t[1], t[2], t[3], 0};
    montgomery_early_step(a, &m);
    montgomery_early_step(a, &m);
    montgomery_step(a, &m);
    montgomery_step(a, &m);
    return limbs4_add(r, a, t + 4);
}

// r = a·b/R mod p, below a·b/R + p + p/B + 1. Returns the carry. mpn_sec_mul needs no scratch space for four
// limbs, which a test checks with mpn_sec_mul_itch. Its last argument has to be an address, so it is that of
// the product.
CARRY_CHAINS_INLINE mp_limb_t montgomery_multiply(mp_limb_t *r, const mp_limb_t *a, const mp_limb_t *b,
                                                  montgomery_modulus m) {
    mp_limb_t t[8];
    mpn_sec_mul(t, a, 4, b, 4, t);
    return montgomery_reduce(r, t, m);
}

// r = a²/R mod p, below a²/R + p + p/B + 1. Returns the carry.
CARRY_CHAINS_INLINE mp_limb_t montgomery_square(mp_limb_t *r, const mp_limb_t *a, montgomery_modulus m) {
    mp_limb_t t[8];
    mpn_sec_sqr(t, a, 4, t);
    return montgomery_reduce(r, t, m);
}

#endif
