# SPDX-License-Identifier: Apache-2.0
"""A second implementation of SPEC.md, the test vectors that it makes, and known mistakes.

It uses only Python's standard library. `python3 Vectors COMMAND` runs it; see ../__main__.py.
"""
