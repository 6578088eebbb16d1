#ifndef REPEATABLE_RANDOM_H
#define REPEATABLE_RANDOM_H

/// Does nothing. A program that calls it is linked with this target's `swift_stdlib_random`, which takes the
/// place of the one in Swift's standard library: SystemRandomNumberGenerator, and with it the blinding of
/// secret inversions, then draws the same numbers in every run. For counting only, never for keys.
void use_repeatable_random(void);

#endif
