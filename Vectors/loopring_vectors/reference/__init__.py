# SPDX-License-Identifier: Apache-2.0
"""The reference: SPEC.md in Python, with one class for each chapter."""
