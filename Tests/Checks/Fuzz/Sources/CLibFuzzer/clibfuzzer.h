// SPDX-License-Identifier: Apache-2.0

// libFuzzer's interface for programs with their own main function (FuzzerInterface.h of LLVM).
#ifndef CLIBFUZZER_H
#define CLIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

// Runs the fuzzer with libFuzzer's command line.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*testOneInput)(const uint8_t *data, size_t size));

#endif
