// SPDX-License-Identifier: Apache-2.0
#ifndef REPEATABLE_RANDOM_H
#define REPEATABLE_RANDOM_H

/// Does nothing. A program that calls it is linked with this target's `getentropy` and `swift_stdlib_random`,
/// which replace the system's. The factors that blind secret inversions are then the same in every run. For
/// counting only, never for keys.
void use_repeatable_random(void);

#endif
