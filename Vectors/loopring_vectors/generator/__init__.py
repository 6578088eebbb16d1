# SPDX-License-Identifier: Apache-2.0
"""Makes the vector files from the reference in ../reference: python3 Vectors generate."""
