# %% [markdown]
# # Lesson 11: vanishing and exploding gradients
#
# **Afterwards you can** predict whether a gradient survives a deep net, diagnose a run from its norms, clip a gradient in two ways, and choose between them.
#
# **Time**: 40 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import numpy as np

import bpcourse as bp
from bpcourse import plotting
from bpcourse.experiments import Cliff, DepthMeter
from bpcourse.notebook import (
    ask,
    from_memory,
    hint,
    look_up,
    reset,
    solution,
    status,
)

rng = np.random.default_rng(11)

# %% [markdown]
# ## From memory (3 min)
#
# Answer before you look anything up. That effort is what makes it stay.

# %%
from_memory("zero_start", "dead_unit", "sigmoid_slope", before="11")

# %% [markdown]
# ## Whispering down the line (4 min)
#
# Twenty people stand in a row. Each hears a number from behind, multiplies it by a factor, and passes it on. The last one says 1.
# Find a factor with which the first one hears something between 0.01 and 100. Then try one that is only a little larger or smaller. Nobody is expected to hit it at once.

# %%
factor, people = 0.7, 20  # change the factor, and run the cell again
print(f"the first one hears {factor**people:.3g}")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *A half*: surely not much is lost by halving? A millionth arrives. *Two, then*: it becomes a million.
# Only a narrow band around 1 works, and the longer the row, the narrower it is.
# A backward pass is such a row, with a layer for each person.
#
# </details>

# %% [markdown]
# ## What multiplies on the way back
#
# At each layer the delta is multiplied by the weights and by the slope of the activation. Along one path with one unit per layer:
#
# $$\frac{dL}{dz_1} = \delta \prod_{i=2}^{m} w_i\, f'(z_{i-1})$$
#
# *In words*: what arrives at the first of m layers is the output delta times a product, one weight and one slope for each layer in between. *In NumPy*: `delta * np.prod(w[1:] * slope[:-1])`
#
# Worked in full, for three sigmoid layers whose sums are all 0, weights 1, output delta 1:
#
# | name of the step | in numbers |
# |---|---|
# | forward | every sigmoid gives 0.5 |
# | output delta | 1 |
# | pass back, to layer 2 | $1 \cdot 1 \cdot 0.25 = 0.25$ |
# | pass back, to layer 1 | $0.25 \cdot 1 \cdot 0.25 = 0.0625$ |
# | parameter gradients | each layer's delta times its input |
#
# 0.25 is the *steepest* that a sigmoid ever is. If what arrives at the first layer is next to nothing, the gradient **vanishes**; if it is huge, it **explodes**.
# Now with weights 2, the last step left to you; then with tanh and two blanks; then from scratch.

# %%
ask("blank_sigmoid", "blank_tanh_two", "blank_tanh_one", "ten_sigmoids")

# %% [markdown]
# ## The depth meter (6 min)
#
# A whole net, with the gradient measured in every layer, before and while it trains.

# %%
DepthMeter()

# %% [markdown]
# **Why it happens.** A factor per layer makes a straight line on a logarithmic axis, and the depth only decides how far down it leads.
# Two things move the factor: the slope (1 for an open ReLU, at most 0.25 for a sigmoid) and the size of the weights. He's rule is made so that, for ReLU, their product stays near 1 on average.
# More steps change neither.

# %% [markdown]
# ## Measure it yourself
#
# A **norm** is a length. First one number for a whole list of gradients, then the diagnosis.

# %% exercise="global_norm"

# %% [markdown]
# **Before running**: of 20 layers, width 64, which net lets the gradient through: sigmoid with Xavier's weights, or ReLU with He's? By how much do first and last layer differ in each?


# %% tags=["nbval-check-output"]
def flow(kind, depth, scale, rng, width=64):
    """The gradient's norm in each layer of a fresh net, first layer first."""
    f = {
        "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),
        "relu": lambda Z: Z * (Z > 0),
    }
    sizes = [(2, width), *[(width, width)] * (depth - 2), (width, 3)]
    params = [(rng.normal(size=s) * scale(*s), np.zeros(s[1])) for s in sizes]
    cache = {"A": [rng.normal(size=(100, 2))], "Z": [], "kind": kind}
    for W, b in params:
        cache["Z"].append(cache["A"][-1] @ W + b)
        cache["A"].append(f[kind](cache["Z"][-1]))
    labels = rng.integers(3, size=100)
    grads = bp.mine("mlp_backward")(params, cache, labels)
    return np.array([bp.mine("global_norm")(list(pair)) for pair in grads])


def xavier(n_in, n_out):
    return np.sqrt(2 / (n_in + n_out))


def he(n_in, n_out):
    return np.sqrt(2 / n_in)


for kind, scale in (("sigmoid", xavier), ("relu", he)):
    ratios = [
        norms[0] / norms[-1]
        for norms in (flow(kind, 20, scale, rng) for _ in range(5))
    ]
    print(f"{kind} with {scale.__name__}: first over last {np.median(ratios):.1g}")

# %% [markdown]
# In the one, less than a millionth of a millionth arrives; in the other, about a tenth. Both nets have the same size, and no bug.
#
# ## Too long a step
#
# Exploding gradients have a first aid: look how long the gradient is, and shorten it when it is too long. That is **clipping**.
#
# $$g \leftarrow g \cdot \min\left(1, \frac{c}{\|g\|}\right)$$
#
# *In words*: the whole gradient g, all arrays together, is scaled down to the limit c where it is longer, and left alone where it is not. *In NumPy*: `factor = min(1, c / norm)`, the same for every array.

# %% exercise="clip_by_norm"

# %% [markdown]
# ## The cliff (6 min)
#
# The other way is to limit every element on its own, **by value**. Where a loss has a wall, the difference can be seen.

# %%
Cliff()

# %% [markdown]
# **Why it happens.** On the wall the gradient is long, and a step is as long as the gradient times the rate: one step undoes many.
# By norm the step keeps its direction. By value the strong element is cut and the weak one is not, so the arrow turns towards the diagonal.

# %% exercise="clip_by_value"

# %% [markdown]
# ## What clipping cannot do
#
# **Before running**: five sigmoid layers, and five of ReLU, learn three spiral arms. Will clipping help the first?

# %%
ask("clip_and_vanish")

# %%
turn = np.linspace(0.2, 1.0, 100)  # (100,)
arms = [turn * 4.0 + arm * 2 * np.pi / 3 for arm in range(3)]
X = np.vstack([np.column_stack([turn * np.cos(a), turn * np.sin(a)]) for a in arms])
labels = np.repeat(np.arange(3), 100)  # (300,)
mlp_backward, clip_by_norm = bp.mine("mlp_backward"), bp.mine("clip_by_norm")


def train(kind, scale, max_norm, rng, steps=200):
    """The share of points that a net with five layers gets right in the end."""
    f = {
        "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),
        "relu": lambda Z: Z * (Z > 0),
    }
    sizes = [(2, 64), (64, 64), (64, 64), (64, 64), (64, 3)]
    params = [rng.normal(size=s) * scale(*s) for s in sizes]
    biases = [np.zeros(s[1]) for s in sizes]
    for _ in range(steps):
        cache = {"A": [X], "Z": [], "kind": kind}
        for W, b in zip(params, biases):
            cache["Z"].append(cache["A"][-1] @ W + b)
            cache["A"].append(f[kind](cache["Z"][-1]))
        grads = mlp_backward(list(zip(params, biases)), cache, labels)
        flat, _ = clip_by_norm([dw for pair in grads for dw in pair], max_norm)
        params = [W - 0.2 * dW for W, dW in zip(params, flat[::2])]
        biases = [b - 0.2 * db for b, db in zip(biases, flat[1::2])]
    return np.mean(cache["Z"][-1].argmax(axis=1) == labels)


runs = [("sigmoid", xavier, 5.0), ("sigmoid", xavier, 1e9), ("relu", he, 5.0)]
for kind, scale, limit in runs:
    right = train(kind, scale, limit, np.random.default_rng(0))
    clip = f"clipped at {limit:g}" if limit < 1e9 else "not clipped"
    print(f"{kind}, {clip}: {right:.0%} right")

# %% [markdown]
# The gradient of the sigmoid net never reaches the limit, so clipping leaves it alone. What is too short cannot be shortened into health: it takes other slopes or other weights.

# %% [markdown]
# ## A bug hunt

# **Before running**: the limit is 0.5 and the rate 0.3. How long can a step be at most?

# %% exercise="careful_descent"


# %%
def wall(w):
    """The gradient of a bowl around (0, 0) with a wall beyond w[0] = 1."""
    return 0.5 * w + np.array([20.0 if w[0] > 1 else 0.0, 0.0])


for start in ([1.2, 1.0], [0.2, 0.1]):
    history, norms = careful_descent(wall, start, 0.3, 30, 0.5)
    steps = np.sqrt(np.sum(np.diff(history, axis=0) ** 2, axis=1))
    print(
        f"from {start}: longest step {steps.max():.2g}, last step {steps[-1]:.2g}"
    )

ax = plotting.loss_curve(
    np.sum(history**2, axis=1) + 1e-9, step="step", label="from (0.2, 0.1)"
)
plotting.show(ax)

# %% [markdown]
# ## If you want more
#
# A recurrent net uses *the same* matrix at every step of time. Why is it hit harder than a net with as many different layers?
#
# <details><summary>Answer</summary>
#
# With the same matrix the same direction is stretched, or shrunk, every time: the product goes like its largest eigenvalue to the power of the number of steps.
# Different matrices stretch different directions, and partly make up for each other.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("norm_or_value", "which_layers_move", "clipped_error")

# %% [markdown]
# ## In three sentences
#
# On its way back a gradient is multiplied at every layer, so factors a little below 1 make it vanish with depth, and factors a little above 1 make it explode.
# The norm of each layer's gradient shows which it is before any training, and activation and first weights decide it.
# Clipping by norm shortens what is too long and keeps its direction; it cannot help what is too short.
#
# `status()` shows how far you have come, and `look_up("clipping")` finds a word.
