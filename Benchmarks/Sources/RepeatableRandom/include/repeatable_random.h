// SPDX-License-Identifier: Apache-2.0
#ifndef REPEATABLE_RANDOM_H
#define REPEATABLE_RANDOM_H

/// Does nothing. A program that calls it is linked with this target's `getentropy` and `swift_stdlib_random`,
/// which take the place of the system's: whatever blinds secret inversions then draws the same numbers in
/// every run. For counting only, never for keys.
void use_repeatable_random(void);

#endif
