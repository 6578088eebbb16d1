"""python3 -m loopsig"""

from loopsig import main

main()
