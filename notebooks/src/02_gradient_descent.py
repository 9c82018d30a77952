# %% [markdown]
# # Lesson 02: gradient descent
#
# **Afterwards you can** compute the slope of a loss, take a step down it, write the whole descent, and predict when it blows up.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import numpy as np

import bpcourse as bp
from bpcourse import plotting
from bpcourse.experiments import LongValley, StepSize
from bpcourse.notebook import (
    ask,
    from_memory,
    hint,
    look_up,
    reset,
    solution,
    status,
)

rng = np.random.default_rng(2)

# %% [markdown]
# ## From memory (3 min)
#
# Answer before you look anything up. That effort is what makes it stay.

# %%
from_memory("mse_of_two", "silent_pairs", "mean_of_columns", before="02")

# %% [markdown]
# ## Down in the fog (4 min)
#
# Here are 20 points, and a line $\hat y = w x + b$ that should run through them.
# You see no picture, only the loss for the `w` and `b` that you choose.
# Get it as low as you can in *ten runs* of the next cell. Nobody is expected to reach the bottom.

# %%
X, targets = bp.datasets.lines(20, noise=0.2, rng=rng)  # (20, 1), (20, 1)
y = targets[:, 0]  # (20,)


def loss(w, b):
    return np.mean((w * X[:, 0] + b - y) ** 2)


# %%
w, b = 0.0, 0.0  # change these two, and run the cell again
print(f"loss {loss(w, b):.3g}")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *One at a time*: move `w` until it gets no better, then `b`, then `w` again.
# It works, but for a net with a million weights you would still be at the first of them tomorrow.
#
# *Trying to the left and to the right*: is 0.1 more better than 0.1 less?
# That is a very good question.
# Its answer is the **slope**, and the slope can be computed for all weights at once, without trying.
#
# </details>

# %% [markdown]
# ## The slope says where downhill is
#
# Take one sample and one weight: $x = 2$, $y = 1$, and $w = 3$.
# The prediction is 6, the error 5, the loss 25.
# **Before running**: nudge `w` up by 0.001. By about how much does the loss change?

# %% tags=["nbval-check-output"]
x_one, y_one, w_one = 2.0, 1.0, 3.0


def loss_one(w):
    return (w * x_one - y_one) ** 2


nudge = 0.001
print(f"loss {loss_one(w_one):.6g}, after the nudge {loss_one(w_one + nudge):.6g}")
print(
    f"change per unit of w: {(loss_one(w_one + nudge) - loss_one(w_one)) / nudge:.3g}"
)

# %% [markdown]
# By 0.02: twenty times the nudge. That *twenty* is the slope, and it has two causes that multiply:
# the nudge moves the error by $x = 2$ times itself, and the square of the error changes by $2 \cdot \text{error} = 10$ times that.
#
# **The rule.** The slope of the mean squared error is, for one weight,
#
# $$\frac{dL}{dw} = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i)\, x_i$$
#
# *In words*: each sample's error, times the input that the weight was multiplied with; averaged, and doubled.
#
# *In NumPy*, with `x` and the errors `e` of shape (n,): `dw = 2 / n * np.sum(e * x)`

# %%
slope_one = 2 * (w_one * x_one - y_one) * x_one
ax = plotting.tangent(loss_one, w_one, slope_one)
plotting.show(ax)

# %% [markdown]
# All the slopes together, one for each weight and in the shape of the weights, are called the **gradient**.
# We write `dw` for the gradient of the loss with respect to `w`: *d differentiates*.
# For the bias nothing is multiplied, so each error counts with the factor 1.
#
# Now you: first for the whole batch, with any number of features.

# %% exercise="linear_grad"

# %% [markdown]
# ## One step: the weight update
#
# The gradient points uphill. So **gradient descent** goes the other way, by a part of the gradient that we choose, the **learning rate**:
#
# $$w \leftarrow w - \text{lr} \cdot \frac{dL}{dw}$$
#
# *In words*: the new weight is the old one minus the rate times the slope. *In NumPy*: `w = w - lr * dw`
#
# Worked in full, for the sample above with $w = 3$ and lr $= 0.1$:
#
# | name of the step | in numbers |
# |---|---|
# | forward: the prediction | $3 \cdot 2 = 6$ |
# | loss | $(6 - 1)^2 = 25$ |
# | slope | $2 \cdot 5 \cdot 2 = 20$ |
# | update | $w \leftarrow 3 - 0.1 \cdot 20 = 1$ |
#
# And the next step, with two blanks. The prediction is now $1 \cdot 2 = 2$, and the loss $1$.

# %%
ask("blank_slope", "blank_new_w")

# %% [markdown]
# A warning about the sign. If the slope is *negative*, minus times minus moves the weight up.
# The formula stays the same: *always minus*.

# %% exercise="gd_step"

# %% [markdown]
# ## How long may a step be? (6 min)
#
# A small rate crawls, so make it larger. But how large?
# The bowl below is the parabola $L(w) = \tfrac12 c\, w^2$ with the slope $c\, w$, where $c$ is its **curvature**.
# Predict first; then move the rate from one end to the other, and press *Play* at a few places.

# %%
StepSize()

# %% [markdown]
# **Why it happens.** One step takes $w$ to $w - \text{lr} \cdot c\, w = (1 - \text{lr} \cdot c)\, w$: it multiplies the distance to the bottom.
#
# | lr times curvature | one step multiplies the distance by | what you see |
# |---|---|---|
# | 0.1 | 0.9 | it crawls |
# | 1 | 0 | one jump to the bottom |
# | 1.9 | −0.9 | it jumps across, and comes closer |
# | 2 | −1 | it jumps from side to side for ever |
# | 2.1 | −1.1 | it blows up |
#
# So the limit is $\text{lr} = 2 / c$: the steeper the bowl curves, the smaller the steps must be.

# %% [markdown]
# ## The whole way down
#
# Step after step, with the slope asked anew at each place.

# %% exercise="gradient_descent"

# %% [markdown]
# Back to the fog. Your `linear_grad` says where downhill is, and your `gradient_descent` walks there.
# `bp.mine` gives you your own function once it passes, and the model answer until then.
#
# **Before running**: you had ten runs. How many steps will the descent need to beat your best?

# %%
linear_grad, gradient_descent = bp.mine("linear_grad"), bp.mine("gradient_descent")


def slopes(place):
    """The gradient at place = (w, b), for X and y."""
    dw, db = linear_grad(X, y, place[:1], place[1])
    return np.append(dw, db)


history = gradient_descent(slopes, np.zeros(2), 0.3, 30)
for step in (0, 1, 2, 5, 10, 30):
    w, b = history[step]
    print(f"step {step:2}: w = {w:.3g}, b = {b:.3g}, loss {loss(w, b):.3g}")


# %%
def loss_at(places):
    """The loss at places (..., 2), for the map."""
    return np.mean((places[..., :1] * X[:, 0] + places[..., 1:] - y) ** 2, axis=-1)


ax = plotting.descent_map(loss_at, history, xlabel="w", ylabel="b")
plotting.show(ax)

# %% [markdown]
# No fog any more: in thirty steps it is where you wanted to be, and for a million weights it would be the same two lines.

# %% [markdown]
# ## The long valley (6 min)
#
# A bowl may be steep in one direction and flat in another.
# How much steeper, the ratio of the largest curvature to the smallest, is its **condition number**: 1 is a round bowl, 100 a gorge.

# %%
LongValley()

# %% [markdown]
# **Why it happens.** The gradient stands at a right angle to the contour line, and in a long valley that points at the other slope, not along the floor.
# In each main direction of the bowl the step multiplies the distance by $1 - \text{lr} \cdot \lambda$, where $\lambda$ is the curvature in that direction.
# The steepest direction limits the rate, and with that rate the flattest one crawls.
#
# For a bowl $L(w) = \tfrac12 w^\top H w$ the curvatures are the eigenvalues of the matrix $H$.

# %% exercise="max_stable_lr"

# %% [markdown]
# A rule is worth as much as it predicts. For the line in the fog, $H = \frac{2}{n} A^\top A$, where $A$ is `X` with a column of ones for the bias.
#
# **Before running**: at 0.98 of your limit, and at 1.02 of it, what will the loss be after 500 steps, roughly?

# %%
A = np.column_stack([X, np.ones(len(X))])  # (20, 2)
H = 2 / len(A) * A.T @ A  # (2, 2)
limit = bp.mine("max_stable_lr")(H)
print(f"the limit is {limit:.3g}")
for part in (0.98, 1.02):
    end = gradient_descent(slopes, np.zeros(2), part * limit, 500)[-1]
    print(f"{part} of it: loss {loss(*end):.3g} after 500 steps")

# %% [markdown]
# ## A bug hunt

# %% exercise="fit_line"

# %% [markdown]
# ## Real penguins (6 min)
#
# 342 penguins were measured near Palmer Station, Antarctica (Gorman, Williams and Fraser 2014; licence CC0).
# How much does a penguin weigh, judged by the length of its flippers?

# %%
penguins = bp.datasets.penguins()
flipper, mass = (
    penguins.X[:, 2:],
    penguins.targets[:, 0],
)  # (342, 1) in mm, (342,) in kg
print(
    f"flippers: {flipper.mean():.3g} mm on average, give or take {flipper.std():.3g}"
)
print(f"mass: {mass.mean():.3g} kg on average, give or take {mass.std():.3g}")

# %% [markdown]
# **Before running**: the same descent as in the fog, with 0.9 of the largest stable rate, and a thousand steps. Will it have found the line?


# %%
def descend(X, y, part, steps):
    """Fit y = X w + b from zero.

    Returns the places (steps + 1, n_in + 1) and the loss at each of them.
    """
    A = np.column_stack([X, np.ones(len(X))])
    limit = bp.mine("max_stable_lr")(2 / len(A) * A.T @ A)

    def slopes(place):
        dw, db = linear_grad(X, y, place[:-1], place[-1])
        return np.append(dw, db)

    places = gradient_descent(slopes, np.zeros(A.shape[1]), part * limit, steps)
    return places, np.mean((places @ A.T - y) ** 2, axis=1)


raw, raw_losses = descend(flipper, mass, 0.9, 1000)
w_raw, b_raw = raw[-1]
print(
    f"after 1000 steps: w = {w_raw:.3g}, b = {b_raw:.3g}, loss {raw_losses[-1]:.3g}"
)

A = np.column_stack([flipper, np.ones(len(flipper))])
flat, steep = np.linalg.eigvalsh(2 / len(A) * A.T @ A)
print(f"curvatures {flat:.3g} and {steep:.3g}: condition number {steep / flat:.3g}")

# %% [markdown]
# The bias has hardly left zero.
# The flippers are numbers around 200, the column of the bias is all ones: two features of unequal size, and the valley is eight million times as steep across as along.
# The steep direction allows only a tiny rate, and with that rate the flat one takes for ever.
#
# The cure costs one line. **Standardise** the feature: shift it to mean 0, scale it to standard deviation 1.

# %%
standard, losses = descend(bp.datasets.standardise(flipper), mass, 0.25, 20)
print(f"standardised, after 20 steps: loss {losses[-1]:.3g}")

# back to millimetres and kilograms, to draw both lines in one picture
w_mm = standard[-1, 0] / flipper.std()
b_mm = standard[-1, 1] - w_mm * flipper.mean()

# %%
x = flipper[:, 0]
red, blue = {"color": "#D55E00", "linestyle": "--"}, {"color": "#0072B2"}
ax = plotting.line_fit(x, mass, w_raw, b_raw, label="raw, 1000 steps", **red)
ax = plotting.line_fit(
    x, mass, w_mm, b_mm, label="standardised, 20 steps", ax=ax, **blue
)
ax.set(xlabel="flipper (mm)", ylabel="mass (kg)")
plotting.show(ax)

# %%
ax = plotting.loss_curve(raw_losses[:21], label="raw", step="step", **red)
ax = plotting.loss_curve(losses, label="standardised", step="step", ax=ax, **blue)
plotting.show(ax)

# %% [markdown]
# Same data, same code, same number of steps on this picture. What changed is the shape of the bowl.
#
# ## If you want more
#
# In a bowl with the curvatures $\lambda_1 < \lambda_2$ there is one best rate, at which both directions shrink equally fast.
# Find its formula on paper, then check it in `LongValley`: at which part of the largest stable rate is the goal reached first?
#
# <details><summary>Answer</summary>
#
# Equally fast means $1 - \text{lr} \cdot \lambda_1 = -(1 - \text{lr} \cdot \lambda_2)$, so $\text{lr} = 2 / (\lambda_1 + \lambda_2)$.
# As a part of $2 / \lambda_2$ that is $\lambda_2 / (\lambda_1 + \lambda_2)$: for the condition number 10 it is $10 / 11 \approx 0.91$.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("new_w", "swing_and_grow", "year_feature")

# %% [markdown]
# ## In three sentences
#
# The gradient says, for every weight at once, how the loss changes when that weight is nudged, and gradient descent goes the other way by the learning rate.
# The largest curvature limits that rate to 2 divided by it, and the smallest decides how long the way takes.
# Features of equal size make the bowl rounder, and a rounder bowl is worth more than a cleverer rate.
#
# `status()` shows how far you have come, and `look_up("gradient")` finds a word.
