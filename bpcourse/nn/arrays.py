"""Arrays: whatever enters the maths becomes an array of floats, or an error says why it cannot.

float64 and float32 stay as they are. Whole numbers, True and False, and float16 become float64: in
uint8, for example, 200 + 100 is 44.
"""

import numpy as np

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


def require_array(name, array):
    """Return the array; raise TypeError unless it is a NumPy array without a mask."""
    if not isinstance(array, np.ndarray):
        raise TypeError(
            f"{name} must be a NumPy array, but it is a {type(array).__name__}. Write "
            f"np.array({name})."
        )
    return _unmasked(name, array)


def require_floats(name, array):
    """Return the array in float64 or float32; raise TypeError for anything but real numbers."""
    if type(array) is np.ndarray and array.dtype in FLOATS:
        return array
    return as_floats(name, require_array(name, array))


def as_floats(name, numbers):
    """Return a number, a list of numbers or an array as an array in float64 or float32."""
    try:
        array = np.asarray(_unmasked(name, numbers))  # plain: in a np.matrix * is another product
    except ValueError:
        raise TypeError(
            f"The rows of {name} are not equally long, so it is no array.\n"
            "Give every row the same number of columns."
        ) from None
    if array.dtype.kind not in "fiub":
        raise TypeError(
            f"{name} holds {array.dtype}, but the maths needs real numbers.\n"
            f"Look at what is in {name}; where all of it are numbers, write {name}.astype(float)."
        )
    return array if array.dtype in FLOATS else array.astype(np.float64)


def _unmasked(name, array):
    if isinstance(array, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array, and the maths would use what is under the mask.\n"
            f"Write {name}.filled(0), or leave those rows out."
        )
    return array


def require_dtype(dtype):
    """Return the dtype; raise ValueError unless it is float64 or float32."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        found = None
    if dtype is None or found is None or found not in FLOATS:  # to NumPy None means float64
        raise ValueError(
            f"dtype is {dtype!r}.\nA layer learns by small steps, so it must be np.float64 or "
            "np.float32."
        )
    return found
