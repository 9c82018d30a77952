# %% [markdown]
# # Lesson 02: gradient descent
#
# **Afterwards you can** compute the slope of a loss, take a step against it, write the whole descent, and predict when it diverges.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("02")
rng = np.random.default_rng(2)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("mse_of_two", "mean_of_columns")

# %% [markdown]
# ## A line without a picture (4 min)
#
# Here are 20 points, and a line $\hat y = w x + b$ that should run through them.
# You see only the loss for the `w` and `b` that you choose.
# Get it as low as you can in *ten runs* of the next cell, and note the lowest loss.

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
# It works for two numbers. A million weights would need millions of runs before each has been tried once.
#
# *On both sides*: is the loss lower with 0.1 more, or with 0.1 less?
# The answer is the **slope**, and it can be computed for all weights at once, without trying.
#
# </details>

# %% [markdown]
# ## The slope says where the loss falls
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
# By about 0.02, which is 20 times the nudge. This 20 is the slope, a product of two factors:
# the error changes by $x = 2$ times the nudge, and the square of the error by $2 \cdot \text{error} = 10$ times the change of the error.
#
# **The rule.** The slope of the mean squared error is, for one weight,
#
# $$\frac{dL}{dw} = \frac{2}{n} \sum_{s=1}^{n} (\hat y_s - y_s)\, x_s$$
#
# *In words*: for each sample s, its error times the input that the weight was multiplied with; then the mean over the n samples, doubled.
#
# *In NumPy*, with `x` and the errors `e` of shape (n,): `dw = 2 / n * np.sum(e * x)`

# %%
slope_one = 2 * (w_one * x_one - y_one) * x_one
ax = plotting.tangent(loss_one, w_one, slope_one)
plotting.show(ax)

# %% [markdown]
# All slopes together, one for each weight and in the shape of the weights, are the **gradient**.
# Read `dw` as "the derivative of the loss with respect to `w`".
# The bias is not multiplied by an input, so its factor is 1.
#
# Now write it for all samples at once, with any number of features.

# %% exercise="linear_grad"

# %% [markdown]
# ## One step: the weight update
#
# The gradient points to where the loss grows. So **gradient descent** goes the other way: it subtracts the gradient times a number that we choose, the **learning rate**, lr for short.
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
ask("blank_slope", "blank_new_w", "one_step_labelled")

# %% [markdown]
# If the slope is *negative*, the formula is the same: subtracting a negative number makes $w$ larger.

# %% exercise="gd_step"

# %% [markdown]
# ## How long may a step be? (6 min)
#
# With a small rate the descent needs many steps, so make it larger. But how large?
# The bowl below is the parabola $L(w) = \tfrac12 c\, w^2$ with the slope $c\, w$, where $c$ is its **curvature**.
# Predict first; then move the rate from one end to the other, and press *Play* at a few places.

# %%
StepSize()

# %% [markdown]
# **Why it happens.** One step takes $w$ to $w - \text{lr} \cdot c\, w = (1 - \text{lr} \cdot c)\, w$: it multiplies the distance to the bottom.
#
# | lr times curvature | one step multiplies the distance by | what you see |
# |---|---|---|
# | 0.1 | 0.9 | it comes closer slowly |
# | 1 | 0 | one step to the bottom |
# | 1.9 | −0.9 | it jumps across, and comes closer |
# | 2 | −1 | it jumps from side to side, and comes no closer |
# | 2.1 | −1.1 | each jump ends farther away: it *diverges* |
#
# So the largest stable rate is $\text{lr} = 2 / c$: the larger the curvature, the smaller the rate has to be.

# %% [markdown]
# ## The whole way down
#
# Take many steps, and compute the slope again at each new place.

# %% exercise="gradient_descent"

# %% [markdown]
# Back to the points, with your two functions. `bp.mine` gives you your own once it passes, and the model answer until then.
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
# At which step was the descent below your best loss? For a million weights it would be the same few lines.
#
# ## The long valley (6 min)
#
# A bowl may have a large curvature in one direction and a small one in another.
# The largest curvature divided by the smallest is its **condition number**: 1 is a round bowl, 100 a long and narrow valley.

# %%
LongValley()

# %% [markdown]
# **Why it happens.** The gradient stands at a right angle to the *contour line*, which joins places of equal loss. So in a long valley minus the gradient points to the other side of the valley, and hardly along its floor.
# In each main direction of the bowl the step multiplies the distance by $1 - \text{lr} \cdot \lambda$, where $\lambda$ is the curvature in that direction.
# The largest curvature limits the rate, and with that rate the direction of the smallest needs many steps.
#
# For a bowl $L(w) = \tfrac12 w^\top H w$ the curvatures in the main directions are the *eigenvalues* of the matrix $H$.

# %% exercise="max_stable_lr"

# %% [markdown]
# Test the rule: does it predict what happens? For the line through these points, $H = \frac{2}{n} X_1^\top X_1$, where $X_1$ is `X` with a column of ones: the input of the bias is always 1.
#
# **Before running**: at 0.98 of the largest stable rate, and at 1.02 of it, what will the loss be after 500 steps, roughly?

# %%
X1 = np.column_stack([X, np.ones(len(X))])  # (20, 2)
H = 2 / len(X1) * X1.T @ X1  # (2, 2)
largest = bp.mine("max_stable_lr")(H)
print(f"the largest stable rate is {largest:.3g}")
for part in (0.98, 1.02):
    end = gradient_descent(slopes, np.zeros(2), part * largest, 500)[-1]
    print(f"{part} of it: loss {loss(*end):.3g} after 500 steps")

# %% [markdown]
# ## A bug hunt

# %% exercise="fit_line"


# %%
_, _, losses = fit_line(X[:, 0], y, 0.1, 40)
ax = plotting.loss_curve(losses, label="rate 0.1", step="step")
_, _, losses = fit_line(X[:, 0], y, 0.05, 40)
ax = plotting.loss_curve(
    losses, label="rate 0.05", step="step", linestyle="--", ax=ax
)
plotting.show(ax)

# %% [markdown]
# ## Real penguins (6 min)
#
# How much does a penguin weigh, judged by its flippers? 342 of them were measured near Palmer Station, Antarctica (Gorman, Williams and Fraser 2014; licence CC0).

# %%
penguins = bp.datasets.penguins()
flipper = penguins.X[:, 2]  # (342,) in mm
mass = penguins.targets[:, 0]  # (342,) in kg
for name, x, unit in (("flippers", flipper, "mm"), ("mass", mass, "kg")):
    print(f"{name}: mean {x.mean():.3g}, standard deviation {x.std():.3g} {unit}")

# %% [markdown]
# **Before running**: the same descent with 0.9 of the largest stable rate, and a thousand steps. The loss of the best line is 0.155. How near will it come?


# %%
def descend(x):
    """Fit mass = w x + b: the places, the losses, and the condition number."""
    X1 = np.column_stack([x, np.ones(len(x))])  # (342, 2)
    H = 2 / len(X1) * X1.T @ X1
    lr = 0.9 * bp.mine("max_stable_lr")(H)

    def slopes(place):
        return linear_grad(X1, mass, place, 0.0)[0]

    places = gradient_descent(slopes, np.zeros(2), lr, 1000)
    losses = np.mean((places @ X1.T - mass) ** 2, axis=1)
    return places, losses, np.linalg.cond(H)


places, raw_losses, condition = descend(flipper)
w_raw, b_raw = places[-1]
print(
    f"after 1000 steps: w = {w_raw:.3g}, b = {b_raw:.3g}, loss {raw_losses[-1]:.3g}"
)
print(f"condition number {condition:.3g}")

# %% [markdown]
# The bias has hardly left zero, and the curvature across this valley is eight million times that along it.
# To **standardise** a feature is to do two things: shift it to the mean 0, and scale it to the standard deviation 1.
#
# **Before running**: which of the two makes the bowl rounder?

# %%
versions = {
    "as measured": flipper,
    "scaled only": flipper / flipper.std(),
    "shifted only": flipper - flipper.mean(),
    "standardised": bp.datasets.standardise(flipper[:, np.newaxis])[:, 0],
}
print("              condition number   loss after 20 steps   after 1000")
for name, x in versions.items():
    places, losses, condition = descend(x)
    print(f"{name:14}{condition:16.3g}{losses[20]:22.3g}{losses[-1]:13.3g}")

# %% [markdown]
# To shift it: that alone leaves a condition number of 197, and scaling alone one of 43 thousand.
# All flippers are near 201 mm. Make $w$ larger by 1 and $b$ smaller by 201, and the predictions hardly change: that is the floor of the valley.
# With the mean 0 it is gone; what is left is the unequal size of the two columns. With both it is a round bowl.

# %%
# back to millimetres and kilograms, to draw both lines in one picture
w_mm = places[20, 0] / flipper.std()
b_mm = places[20, 1] - w_mm * flipper.mean()
red, blue = {"color": "#D55E00", "linestyle": "--"}, {"color": "#0072B2"}
ax = plotting.line_fit(
    flipper, mass, w_raw, b_raw, label="as measured, 1000 steps", **red
)
ax = plotting.line_fit(
    flipper, mass, w_mm, b_mm, label="standardised, 20 steps", ax=ax, **blue
)
ax.set(xlabel="flipper (mm)", ylabel="mass (kg)")
plotting.show(ax)

# %% [markdown]
# The code and the part of the largest stable rate are the same. Only the bowl has another shape.
#
# ## If you want more
#
# In a bowl with the curvatures $\lambda_1 < \lambda_2$ there is one rate at which both directions shrink equally fast.
# Find its formula on paper. Then set the condition number 10 in `LongValley`: at which part of the largest stable rate is the goal reached first?
#
# <details><summary>Answer</summary>
#
# Equally fast means $1 - \text{lr} \cdot \lambda_1 = -(1 - \text{lr} \cdot \lambda_2)$, so $\text{lr} = 2 / (\lambda_1 + \lambda_2)$.
# As a part of $2 / \lambda_2$ that is $\lambda_2 / (\lambda_1 + \lambda_2)$: for the condition number 10 it is $10 / 11 \approx 0.91$.
#
# In `LongValley` the goal is reached first, in 16 steps, at parts from 0.84 to 0.89, and in 18 steps at 0.91. The formula holds in the long run, where only the slower direction counts; after few steps both still do.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("new_w", "swing_and_grow", "year_feature")

# %% [markdown]
# ## In three sentences
#
# The gradient says, for every weight at once, how the loss changes when that weight is nudged, and gradient descent subtracts the learning rate times the gradient.
# The largest curvature limits the rate to 2 divided by it, and the smallest decides how many steps are needed.
# Features with the mean 0 and the standard deviation 1 make the bowl rounder, and here that helped more than any choice of the rate.
#
# Loss and slope come from lesson 01. A step with some of the samples is lesson 09; the long valley comes back in the lessons 13 and 14, and a rate that changes on the way in lesson 15.
#
# `status()` shows how far you have come, and `look_up("gradient")` finds a word.
