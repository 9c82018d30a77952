"""The tests. They ship with the wheel, where `pytest --pyargs bpcourse.tests` runs them."""

import os

# Before NumPy is loaded. There is a worker for each core, and threads of both would only wait for
# each other: on a busy machine a training took twenty times as long with two threads as with one.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
