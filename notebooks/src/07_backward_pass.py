# %% [markdown]
# # Lesson 07: the backward pass in matrices
#
# **Afterwards you can** trace one weight's gradient by hand, write the way back through a net of any depth, train a net with it, and find a bug from a gradient report.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import numpy as np

import bpcourse as bp
from bpcourse import plotting
from bpcourse.experiments import ErrorFlow, FollowWeight
from bpcourse.notebook import (
    ask,
    from_memory,
    hint,
    look_up,
    reset,
    solution,
    status,
)

rng = np.random.default_rng(7)

# %% [markdown]
# ## From memory (3 min)
#
# Answer before you look anything up. That effort is what makes it stay.

# %%
from_memory("fork_adds", "relu_mask", "columns_meet_rows", before="07")

# %% [markdown]
# ## Who is to blame? (4 min)
#
# A net with two weights: $x = 2$ is multiplied by $w_1 = 0.5$, goes through a ReLU, and is multiplied by $w_2 = -3$. The answer should be 1.
# Change *one* of the two by 0.1, in one run, so that the loss falls as far as possible. Nobody is expected to know which.

# %%
x, w1, w2, y = 2.0, 0.5, -3.0, 1.0  # change w1 or w2 by 0.1, and run the cell


def loss_of(w1, w2):
    return (w2 * max(0.0, w1 * x) - y) ** 2


print(f"loss {loss_of(w1, w2):.4g}")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *The one next to the output*: it acts directly, so it must matter most. *The larger one*: −3 looks guilty.
# But it is $w_1$: whatever it does is multiplied by −3 on its way, so it is three times as loud as it looks.
# How loud a weight is depends on everything *between* it and the loss. That is what goes backwards.
#
# </details>

# %% [markdown]
# ## One path, worked in full
#
# The **backward pass** walks from the loss to the first weight and carries one number: how fast the loss changes per unit of the sum where it stands. At the last sum that number is the **output delta**.
#
# | name of the step | in numbers |
# |---|---|
# | forward | first sum $0.5 \cdot 2 = 1$, ReLU lets it through, output $-3 \cdot 1 = -3$ |
# | loss | $(-3 - 1)^2 = 16$ |
# | output delta | $2 \cdot (-3 - 1) = -8$ |
# | parameter gradients | for $w_2$: its input times the delta, $1 \cdot (-8) = -8$ |
# | pass back | through the *old* $w_2$, then the slope 1 of the open ReLU: $-8 \cdot (-3) \cdot 1 = 24$ |
# | parameter gradients | for $w_1$: $2 \cdot 24 = 48$ |
# | update, lr 0.01 | $w_2 \leftarrow -3 + 0.08 = -2.92$ and $w_1 \leftarrow 0.5 - 0.48 = 0.02$ |
#
# The same net with $x = 1$, $w_1 = 3$, $w_2 = 2$ and $y = 5$, the last step left to you.
# Forward: 3, then 6. Loss: 1. Output delta: 2. Parameter gradient of $w_2$: $3 \cdot 2 = 6$. Pass back: $2 \cdot 2 \cdot 1 = 4$. Parameter gradient of $w_1$: 4.

# %%
ask("blank_update")

# %% [markdown]
# And with two blanks: $x = -1$, $w_1 = -2$, $w_2 = 4$, $y = 10$. Forward: 2, then 8. Loss: 4.

# %%
ask("blank_delta", "blank_pass_back")

# %% [markdown]
# ## All paths, all samples (6 min)
#
# In a real net a weight feeds a unit that feeds many others, and the loss is a mean over many samples.

# %%
FollowWeight()

# %% [markdown]
# **Why it adds up.** A nudge reaches the loss on every **path** at once, and in every sample. So along a path slopes multiply; over paths and samples they add:
#
# $$\frac{dL}{dW_{ij}} = \sum_{s=1}^{n} X_{si}\; dZ_{sj}$$
#
# *In words*: weight [i, j] collects, over all samples s, the input i times the delta of output j. The paths behind are inside the delta already.
#
# *In NumPy*, for one entry: `np.sum(X[:, i] * dZ[:, j])`. All entries at once are a matrix product; which one, you will find.
# The way back to an input sums over the outputs that it reached. And the bias is a weight whose input is always 1.

# %%
ask("square_entry", "bias_sum")

# %% exercise="dense_backward"

# %% [markdown]
# ## Gates
#
# An activation mixes nothing, so nothing is summed: each number meets one slope.
# A ReLU is a **gate**: open where its sum was above 0, and shut for the rest.
#
# $$dZ = dA \odot f'(Z)$$
#
# *In words*: what comes from behind, times the slope at the sum, element by element. *In NumPy*: `dZ = dA * slope`
#
# **Before running**: which of the six numbers will be 0?

# %%
Z = np.array([[-1.0, 0.5, 2.0], [3.0, -0.2, 0.1]])
dA = np.array([[10.0, 20.0, 30.0], [40.0, 50.0, 60.0]])
dA * (Z > 0)

# %% [markdown]
# The two whose gate was shut. Nothing else in that sample or that column is touched.

# %% exercise="act_backward"

# %% [markdown]
# ## The whole net
#
# Now the steps in a row. Start with the output delta; at each layer leave the parameter gradients behind and pass back.

# %% exercise="mlp_backward"

# %% [markdown]
# Nudging knows no formula, so it can judge yours: change every weight a little, up and down, and watch the loss.
#
# **Before running**: the net below is 2-16-16-1. How many forward passes does nudging need, and how many does your backward pass?


# %% tags=["nbval-check-output"]
def forward(params, X):
    """What mlp_backward takes: for each layer what entered, and its sums."""
    cache = {"A": [X], "Z": [], "kind": "tanh"}
    for W, b in params:
        cache["Z"].append(cache["A"][-1] @ W + b)
        cache["A"].append(np.tanh(cache["Z"][-1]))
    return cache


sizes = [(2, 16), (16, 16), (16, 1)]
params = [
    (rng.normal(size=(i, o)) / np.sqrt(i), rng.normal(size=o)) for i, o in sizes
]
X, y = rng.normal(size=(8, 2)), rng.normal(size=(8, 1))
grads = bp.mine("mlp_backward")(params, forward(params, X), y)
numbers, worst = 0, 0.0
for pair, claims in zip(params, grads):
    for w, dw in zip(pair, claims):
        nudged = bp.numerical_gradient(
            lambda _: np.mean((forward(params, X)["Z"][-1] - y) ** 2), w
        )
        numbers += w.size
        worst = max(worst, bp.relative_error(dw, nudged).max())
print(f"{numbers} numbers, so {2 * numbers} forward passes of nudging")
print("they agree to 7 digits" if worst < 1e-7 else f"they differ by {worst:.2g}")

# %% [markdown]
# One forward pass, one backward pass, and all slopes are there. That is why nets can be trained at all.

# %% [markdown]
# ## Where the error goes (6 min)

# %%
ErrorFlow()

# %% [markdown]
# **Why it happens.** All points share the weights. A step helps those that pull the same way; the few at the border are outvoted, and soon they are all that is left.

# %% [markdown]
# ## From scratch

# %% exercise="train_step"

# %% [markdown]
# Your step, two thousand times, on two spirals that no straight line can part.
#
# **Before running**: will the loss fall at an even pace?

# %%
ask("pace_of_learning")

# %%
turn = np.linspace(0.5, 5.5, 60)  # (60,)
arm = np.column_stack([turn * np.cos(turn), turn * np.sin(turn)]) / 3  # (60, 2)
X = np.vstack([arm, -arm])  # (120, 2)
y = np.repeat([[1.0], [-1.0]], 60, axis=0)  # (120, 1)

params = [
    (rng.normal(size=(i, o)) * np.sqrt(2 / i), np.zeros(o))
    for i, o in [(2, 24), (24, 24), (24, 1)]
]
train_step, losses = bp.mine("train_step"), []
for _ in range(2000):
    params, loss = train_step(params, X, y, 0.05)
    losses.append(loss)
ax = plotting.loss_curve(losses, step="step")
plotting.show(ax)

# %% [markdown]
# ## A bug hunt

# %% exercise="net_grads"


# %%
def report(net_grads, rng):
    """Each gradient beside nudging."""
    X, y = rng.normal(size=(6, 2)), rng.normal(size=(6, 1))
    w = [rng.normal(size=size) for size in ((2, 3), 3, (3, 1), 1)]

    def loss(_):
        W1, b1, W2, b2 = w
        return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - y) ** 2)

    claims = net_grads(X, y, *w)
    for name, claim, array in zip(("dW1", "db1", "dW2", "db2"), claims, w):
        error = bp.relative_error(claim, bp.numerical_gradient(loss, array)).max()
        told = "agrees" if error < 1e-6 else f"differs by up to {error:.2g}"
        print(f"{name} {told}")


report(net_grads, np.random.default_rng(1))

# %% [markdown]
# ## If you want more
#
# A net has 1000 inputs, one output, and many layers between. Going *forward* with slopes (how does each sum change with input 1, then with input 2, …) would give the same gradients.
# Why does everybody go backwards?
#
# <details><summary>Answer</summary>
#
# Forward you need one walk for each input or weight; backward one walk for each output of the loss, and the loss is a single number.
# For functions with few inputs and many outputs, forward wins.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("dead_unit", "old_weights", "sum_of_losses")

# %% [markdown]
# ## In three sentences
#
# The backward pass carries one thing, the delta of the layer where it stands: times the inputs it gives the parameter gradients, times the old weights and the slopes it becomes the delta of the layer before.
# Slopes multiply along a path and add over paths and samples, and a matrix product does the adding.
# What nudging finds in hundreds of forward passes, it finds in one walk back.
#
# `status()` shows how far you have come, and `look_up("delta")` finds a word.
