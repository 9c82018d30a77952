# %% [markdown]
# # Lesson 01: one neuron and its loss
#
# **Afterwards you can** compute what a neuron answers, measure with one number how wrong it is, say what that number depends on, and find its slope for every prediction.
#
# **Time**: 35 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("01")
rng = np.random.default_rng(1)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up. That effort helps you to remember.

# %%
from_memory("means_of_five_rows", "row_on_table")

# %% [markdown]
# ## One number for five (3 min)
#
# Choose one number that is as close as possible to all five values below.
# The cell measures closeness in two ways. Find the lowest of each, in six runs or so.

# %%
values = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
guess = 10.0  # change it, and run the cell again
print(f"mean of the squares: {np.mean((guess - values) ** 2):.4g}")
print(f"mean of the absolute distances: {np.mean(np.abs(guess - values)):.4g}")

# %% [markdown]
# <details><summary>What people find</summary>
#
# The squares are lowest at 22, the mean, where no value is. The absolute distances are lowest at 3, the value in the middle, and they stay there if you replace 100 by a million.
# Neither is the right one. What you measure decides what is best.
#
# </details>
#
# ## One neuron (5 min)
#
# A **neuron** has a number for each input, the **weight** of that input. It multiplies each input by its weight, adds the products, and adds one more number, its **bias**.
# With the weights 3 and −1, the bias 2 and the inputs 4 and 5 it answers 4 · 3 + 5 · (−1) + 2 = 9. That answer is its **prediction**.
#
# **The rule.** For sample $s$, with the inputs $X_{si}$,
#
# $$\hat y_s = \sum_i X_{si}\, w_i + b$$
#
# *In words*: each input times its weight; all of them added; plus the bias.
#
# *In NumPy*, for one sample `x` with n_in inputs, so of shape (n_in,): `y_hat = np.sum(x * w) + b`
#
# **Before running**: the second input grows by 1. By how much does the prediction change?

# %% tags=["nbval-check-output"]
w, b = np.array([3.0, -1.0]), 2.0
for x in ([4.0, 5.0], [4.0, 6.0]):
    print(x, "gives", np.sum(np.array(x) * w) + b)

# %% [markdown]
# By −1, its weight. Now for all samples at once.

# %% exercise="predict"

# %% [markdown]
# ## How wrong is it? (6 min)
#
# The **error** of a prediction is the prediction minus the right answer. A **loss** makes one number of all errors.
# The **mean squared error** squares each error and takes the mean over all n samples:
#
# $$L = \frac{1}{n} \sum_{s=1}^{n} (\hat y_s - y_s)^2$$
#
# *In words*: subtract, square, take the mean. *In NumPy*, for arrays of one shape: `loss = np.mean((y_hat - y) ** 2)`
#
# With one input a neuron is a straight line. Predict, then take hold of the line, and see squares and loss change.

# %%
FitByHand()

# %% [markdown]
# **Why it happens.** The data are given, and each choice of `w` and `b` has one loss. So the loss is a function of the weights: a curve over `w`, or a map over `w` and `b`. The data decide how that map looks. To train a neuron is to move the dot to a place where the loss is small.
#
# ## A loss that is wrong without a warning
#
# Three predictions, all of them right. But they stand in a column, because a net, which is many neurons together, gives a table: one column for each of its outputs.
#
# **Before running**: what is the loss?

# %% tags=["nbval-check-output"]
y = np.array([1.0, 2.0, 3.0])
y_hat = y[:, np.newaxis]  # the same three numbers, (3, 1)
print(f"loss {np.mean((y_hat - y) ** 2):.3g}")

# %% [markdown]
# It is not 0. (3, 1) meets (3,), so NumPy makes a table (3, 3) in which each prediction meets every right answer.
# Write a loss to which that does not happen.

# %% exercise="mse"

# %% [markdown]
# ## The slope of the loss (2 min)
#
# Change one prediction a little, and leave the others alone. How fast does the loss change? That is its *slope*, and lesson 02 moves the weights by it.
# In the loss only one square changes. The slope of a square is twice the error, as the picture shows for an error of 2, and the mean divides it by $n$.

# %%
ax = plotting.tangent(lambda e: e**2, 2.0, 4.0, xlabel="error", ylabel="square")
plotting.show(ax)

# %% [markdown]
# **The rule.**
#
# $$\frac{dL}{d\hat y_s} = \frac{2}{n}\, (\hat y_s - y_s)$$
#
# *In words*: twice the error, divided by the number of samples. *In NumPy*, for one sample of n: `2 / n * error`
#
# Worked in full, with two samples $x = 1$ and $x = 2$, the right answers 1 and 7, and a neuron with $w = 3$, $b = -1$:
#
# | name of the step | first | second |
# |---|---|---|
# | prediction | $3 \cdot 1 - 1 = 2$ | $3 \cdot 2 - 1 = 5$ |
# | error | $2 - 1 = 1$ | $5 - 7 = -2$ |
# | square | $1$ | $4$ |
# | slope, with $\frac{2}{n} = 1$ | $1$ | $-2$ |
#
# The loss is $(1 + 4) / 2 = 2.5$. Now the same samples with $w = 2$ and $b = 0$: the predictions are 2 and 4.

# %%
ask("blank_loss_of_two", "blank_slope_of_second")

# %% exercise="mse_grad"

# %% [markdown]
# ## One point far away (5 min)
#
# Squares make large errors count more. What does a single point do to the loss, and to the line?

# %%
OneOutlier()

# %% [markdown]
# **Why it happens.** The line with the lowest squared loss moves towards the far point, because that lowers the largest square. So the others keep a part of the loss: at distance 8 the point's share is 81 %.
# If the line stays where it was, the share is 99 %. The line with the lowest absolute loss does not move there at all.
#
# ## Bug hunt: right predictions, large loss (3 min)
#
# A report on 342 penguins, whose mass in kg was predicted (Gorman, Williams and Fraser 2014; licence CC0). A constant guess, the mean mass, has the loss 0.641. These predictions are all right.

# %%
penguins = bp.datasets.penguins()
mass = penguins.targets[:, 0]  # (342,) in kg
y_hat = mass.reshape(-1, 1)  # from a net with one output

print("all predictions right:", np.allclose(y_hat[:, 0], mass))
print(f"loss {np.mean((y_hat - mass) ** 2):.4g}")
print(f"loss of the mean mass {np.mean((mass.mean() - mass) ** 2):.3g}")

# %% [markdown]
# **Before running** anything else: what would you print first? Add it, then repair the line of the loss until it prints 0.
#
# <details><summary>Answer</summary>
#
# The shape of `y_hat - mass` is (342, 342). Each right answer is compared with all others, and the mean of these squares is twice the loss of the mean mass: 1.28 is twice 0.641.
# With `y_hat[:, 0] - mass` the loss is 0. Your `mse` gives 0 as well, or refuses a column beside a flat array.
#
# </details>
#
# ## Real penguins (4 min)
#
# How much does a penguin weigh, judged by its flipper? Change `w` and `b`, and try to come below 0.2.

# %%
predict, mse = bp.mine("predict"), bp.mine("mse")
flipper = penguins.X[:, 2:]  # (342, 1) in mm

w, b = np.array([0.02]), 0.0  # change these two, and run the cell again
print(f"loss {mse(predict(flipper, w, b), mass):.3g}")

# %% [markdown]
# **Before running**: below, the first of the 342 masses is typed in grams instead of kilograms. What will the line say of a flipper of 200 mm?

# %% tags=["nbval-check-output"]
length, typed = flipper[:, 0], mass.copy()
typed[0] *= 1000
for name, y in (("as measured", mass), ("one in grams", typed)):
    w_best, b_best = np.polyfit(length, y, 1)  # the line with the lowest loss
    squares = (w_best * length + b_best - y) ** 2
    print(f"{name}: {w_best * 200 + b_best:.3g} kg at 200 mm, slope {w_best:.3g}")
    share = squares[0] / squares.sum()
    print(f"  loss {squares.mean():.3g}, of it {share:.1%} from the first bird")

# %% [markdown]
# One bird of 342 is enough to make the slope negative: longer flippers, lighter birds. Look at the largest errors before you trust a loss.
#
# ## If you want more
#
# Show with the slope of the loss that the constant with the lowest mean squared error is the mean.
#
# <details><summary>Answer</summary>
#
# All predictions are the same number, the constant. So the slope of the loss with respect to it is the sum of the slopes of all predictions: twice the mean of the errors. It is 0 where the errors have the mean 0, and so where the constant is the mean of the right answers.
#
# </details>
#
# ## Before you go (2 min)

# %%
ask("mse_of_three", "errors_doubled", "right_but_large")

# %% [markdown]
# ## In three sentences
#
# A neuron is a weighted sum and a bias, and a loss says with one number how wrong its predictions are.
# The loss is a function of the weights, and which loss you choose decides which weights are best.
# Before you trust a loss, look at the shape of the difference and at the largest error.
#
# Shapes come from lesson 00. The slope of the loss comes back in lesson 02, and the neuron in lesson 03, where many of them make a net.
#
# `status()` shows how far you have come, and `look_up("loss")` finds a word.
