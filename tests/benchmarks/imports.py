"""What `import bpcourse` costs, relative to `import numpy`. Run: python tests/benchmarks/imports.py

Fresh processes, in turn; the bar is 1.2.
"""

import subprocess
import sys
import time
from statistics import median


def seconds(module):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - start


def main(rounds=25):
    pairs = [(seconds("numpy"), seconds("bpcourse")) for _ in range(rounds)]
    for name, times in zip(("numpy", "bpcourse"), zip(*pairs, strict=True), strict=True):
        print(f"import {name:10} {median(times) * 1000:6.0f} ms")
    print(f"ratio             {median(b / a for a, b in pairs):6.2f}")


if __name__ == "__main__":
    main()
