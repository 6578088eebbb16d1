# SPDX-License-Identifier: Apache-2.0
"""Known mistakes, each a method of the reference overridden, and the matrix of bugs and vectors."""
