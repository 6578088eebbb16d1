# SPDX-License-Identifier: Apache-2.0
"""The reference: SPEC.md in Python, one class for each of its chapters."""
