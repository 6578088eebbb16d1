# SPDX-License-Identifier: Apache-2.0
"""Known mistakes, each of which replaces methods of the reference, and the matrix of bugs and vectors."""
