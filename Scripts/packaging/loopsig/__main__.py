# SPDX-License-Identifier: Apache-2.0
"""python3 -m loopsig"""

from loopsig import main

main()
