// SPDX-License-Identifier: Apache-2.0

// Umbrella header of the GMP module. PrimeField is the only target that imports it.
//
// gmp.h gives its low-level functions their public names by macros (mpn_mul_n is __gmpn_mul_n), which Swift
// does not import. Each wrapper below is one of these macros written as a function and nothing more. The
// arithmetic is GMP's.
#ifndef CGMP_H
#define CGMP_H

#include <gmp.h>

#if GMP_NUMB_BITS != 64
#error "PrimeField stores its integers in four 64-bit limbs without nails. Install a 64-bit build of GMP."
#endif

#define CGMP_INLINE static inline __attribute__((always_inline))

#undef mpn_add_n
#undef mpn_addmul_1
#undef mpn_cnd_add_n
#undef mpn_gcdext
#undef mpn_mul_1
#undef mpn_sec_div_r
#undef mpn_sec_div_r_itch
#undef mpn_sec_invert
#undef mpn_sec_invert_itch
#undef mpn_sec_mul
#undef mpn_sec_mul_itch
#undef mpn_sec_sqr
#undef mpn_sec_sqr_itch
#undef mpn_sub_n
#undef mpn_tdiv_qr

CGMP_INLINE mp_limb_t mpn_add_n(mp_limb_t *r, const mp_limb_t *a, const mp_limb_t *b, mp_size_t n) {
    return __MPN(add_n)(r, a, b, n);
}
CGMP_INLINE mp_limb_t mpn_sub_n(mp_limb_t *r, const mp_limb_t *a, const mp_limb_t *b, mp_size_t n) {
    return __MPN(sub_n)(r, a, b, n);
}
CGMP_INLINE mp_limb_t mpn_cnd_add_n(mp_limb_t c, mp_limb_t *r, const mp_limb_t *a, const mp_limb_t *b,
                                    mp_size_t n) {
    return __MPN(cnd_add_n)(c, r, a, b, n);
}
CGMP_INLINE mp_limb_t mpn_addmul_1(mp_limb_t *r, const mp_limb_t *a, mp_size_t n, mp_limb_t b) {
    return __MPN(addmul_1)(r, a, n, b);
}
CGMP_INLINE mp_limb_t mpn_mul_1(mp_limb_t *r, const mp_limb_t *a, mp_size_t n, mp_limb_t b) {
    return __MPN(mul_1)(r, a, n, b);
}
CGMP_INLINE void mpn_tdiv_qr(mp_limb_t *q, mp_limb_t *r, mp_size_t qxn, const mp_limb_t *n, mp_size_t nn,
                             const mp_limb_t *d, mp_size_t dn) {
    __MPN(tdiv_qr)(q, r, qxn, n, nn, d, dn);
}
CGMP_INLINE mp_size_t mpn_gcdext(mp_limb_t *g, mp_limb_t *s, mp_size_t *sn, mp_limb_t *u, mp_size_t un,
                                 mp_limb_t *v, mp_size_t vn) {
    return __MPN(gcdext)(g, s, sn, u, un, v, vn);
}

// GMP's side-channel silent functions ("Low-level functions for cryptography" in its manual).
CGMP_INLINE void mpn_sec_mul(mp_limb_t *r, const mp_limb_t *a, mp_size_t an, const mp_limb_t *b,
                             mp_size_t bn, mp_limb_t *scratch) {
    __MPN(sec_mul)(r, a, an, b, bn, scratch);
}
CGMP_INLINE void mpn_sec_sqr(mp_limb_t *r, const mp_limb_t *a, mp_size_t n, mp_limb_t *scratch) {
    __MPN(sec_sqr)(r, a, n, scratch);
}
CGMP_INLINE mp_size_t mpn_sec_sqr_itch(mp_size_t n) { return __MPN(sec_sqr_itch)(n); }
CGMP_INLINE mp_size_t mpn_sec_mul_itch(mp_size_t an, mp_size_t bn) { return __MPN(sec_mul_itch)(an, bn); }
CGMP_INLINE void mpn_sec_div_r(mp_limb_t *n, mp_size_t nn, const mp_limb_t *d, mp_size_t dn,
                               mp_limb_t *scratch) {
    __MPN(sec_div_r)(n, nn, d, dn, scratch);
}
CGMP_INLINE mp_size_t mpn_sec_div_r_itch(mp_size_t nn, mp_size_t dn) {
    return __MPN(sec_div_r_itch)(nn, dn);
}
CGMP_INLINE int mpn_sec_invert(mp_limb_t *r, mp_limb_t *a, const mp_limb_t *m, mp_size_t n,
                               mp_bitcnt_t bits, mp_limb_t *scratch) {
    return __MPN(sec_invert)(r, a, m, n, bits, scratch);
}
CGMP_INLINE mp_size_t mpn_sec_invert_itch(mp_size_t n) { return __MPN(sec_invert_itch)(n); }

#include "carry_chains.h"

#endif
