// Umbrella header of the GMP module: PrimeField is the only target that imports it.
#ifndef CGMP_H
#define CGMP_H

#include <gmp.h>

#endif
