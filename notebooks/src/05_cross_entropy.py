# %% [markdown]
# # Lesson 05: classification, softmax and cross-entropy
#
# **Afterwards you can** turn the outputs of a net into probabilities, compute what a wrong answer costs and its gradient, and judge the first loss of a net.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("05")
rng = np.random.default_rng(5)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("sigmoid_slope", "new_w")

# %% [markdown]
# ## Ten mornings (4 min)
#
# How likely is rain on each of these days? Type a probability from 0 to 1 for each.
# Your score is the product of what you gave to what really happened: 1 is the best, and 0.5 everywhere scores 0.001.

# %%
mornings = {
    "black clouds": 0.5,
    "blue sky": 0.5,
    "it drizzles": 0.5,
    "clear, high pressure": 0.5,
    "grey": 0.5,
    "storm warning": 0.5,
    "not a cloud": 0.5,
    "wind from the sea": 0.5,
    "fog": 0.5,
    "frost, clear": 0.5,
}

# %% [markdown]
# **Before running**: what is your score if you are sure, with 0 or 1 each time, and wrong once?

# %%
rain = np.array(list(mornings.values()))
rained = np.array(list(f"{668:010b}"), dtype=int)  # hidden in the bits of a number
given = np.where(rained == 1, rain, 1 - rain)
print("it rained:", ", ".join(np.array(list(mornings))[rained == 1]))
print(
    f"score {np.prod(given):.2g}, more than 0.5 on {np.sum(given > 0.5)} of 10 days"
)

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *Be sure where it seems sure*: 0 for “not a cloud”. It rained that day, so one factor is 0, and so is the product: nine good answers are lost.
#
# *Stay near 0.5*: no day costs much, but none brings much either.
#
# The best score comes from saying how sure you are. That is what a classifier learns in this lesson.
#
# </details>

# %% [markdown]
# ## Probabilities out of any numbers (6 min)
#
# A net for three classes has three outputs, its **logits**: any numbers. Take 2, 1 and 0.
#
# | name of the step | in numbers |
# |---|---|
# | exp of each logit: now all are above 0 | 7.389, 2.718, 1 |
# | their sum | 11.107 |
# | each divided by the sum | 0.665, 0.245, 0.090 |
#
# **The rule.** This is **softmax**, for $k$ classes:
#
# $$p_j = \frac{e^{z_j}}{e^{z_1} + e^{z_2} + ... + e^{z_k}}$$
#
# *In words*: the probability of class $j$ is exp of its logit, divided by the sum of exp over all classes.
#
# *In NumPy*, for one row: `np.exp(z) / np.sum(np.exp(z))`

# %%
ThreeLogits()

# %% [markdown]
# **Why it stays.** $e^{z + 5}$ is $e^5 e^z$: all exponentials grow by the same factor, and so does their sum.
# Divide all logits by a **temperature** above 1 and their differences shrink: the probabilities come closer together.
#
# This is of use. For a computer `np.exp(710)` is infinite, and `np.exp(-1000)` is 0.
# Whatever the logits are, you may shift a row to where exp is safe.

# %% exercise="softmax"

# %% [markdown]
# ## The price of a surprise
#
# The right class of a sample, as a number from 0 to k − 1, is its **label** $y$. (Formulas count the classes from 1, and NumPy from 0; $p_y$ is the probability of the right class in both.)
# A product of many probabilities is soon too small for a computer, so we take the logarithm, which turns it into a sum, and a minus, so that small is good. This is **cross-entropy**:
#
# $$L = -\log p_y = \log(e^{z_1} + ... + e^{z_k}) - z_y$$
#
# *In words*: minus the logarithm of the probability of the right class; or the logarithm of the sum of exp over all classes, minus the true logit. For a batch it is the mean over the samples.
#
# *In NumPy*: `-np.log(p[y])`
#
# For the logits 2, 1, 0 and the second class: $-\log 0.245 = 1.408$. A right class that got nearly 1 costs nearly nothing, and one that got 0.001 costs 6.9.
#
# **Before running**: one forecaster gives the right class 0.51, four times. Another gives it 0.99 three times, and once 0.4. Which loss is smaller?

# %% tags=["nbval-check-output"]
for p in ([0.51, 0.51, 0.51, 0.51], [0.99, 0.99, 0.99, 0.4]):
    print(f"{np.mean(np.array(p) > 0.5):.0%} right, loss {-np.mean(np.log(p)):.3g}")

# %% [markdown]
# The one that is wrong once has the smaller loss. **Accuracy**, the share of right answers, counts only right and wrong; the loss counts how much was given to the right class.
#
# Now you: the logits 1.792, 1.099 and 0 have the exponentials 6, 3 and 1. The third class is right.

# %%
ask("blank_probability", "blank_cross_entropy")

# %% exercise="cross_entropy"

# %% [markdown]
# A net that knows nothing gives each of $k$ classes about $1 / k$, so its loss should be about $\log k$.
#
# **Before running**: ten digits, an untrained net, two sizes of first weights. What are the losses?

# %%
digits = bp.datasets.digits()
cross_entropy = bp.mine("cross_entropy")
for size in (0.1, 1.0):
    H = np.maximum(
        0, digits.X @ rng.normal(scale=size, size=(64, 32))
    )  # (1797, 32)
    loss = cross_entropy(H @ rng.normal(scale=size, size=(32, 10)), digits.targets)
    print(f"weights of size {size}: first loss {loss:.3g}")

# %%
ask("first_losses")

# %% [markdown]
# ## The gradient: what was given, minus what was right
#
# A label as a row, 1 for the right class and 0 for all others, is its **one-hot**. The gradient is
#
# $$\frac{dL}{dz_j} = p_j - \text{onehot}_j$$
#
# *In words*: the probability that each class got, minus what it should have got.
# *In NumPy*, for one sample: `p - np.eye(k)[y]`
#
# For the logits 2, 1, 0 and the second class: 0.665, −0.755 and 0.090. They add up to 0: what one logit gains, the others lose.
# No entry is larger than 1 in size, and that of the right class is near 0 only where it has got nearly all of the probability.
# In a batch each row is also divided by n, because the loss is a mean over the samples.

# %%
ask("blank_slope_of_logit")

# %% exercise="softmax_ce_grad"

# %% [markdown]
# ## Confidently wrong (6 min)
#
# Two classes need one logit: the sigmoid gives the probability of class 1. Why not train it with the squared error?

# %%
ConfidentlyWrong()

# %% [markdown]
# **Why it waits.** With $a = \sigma(z)$ and the target 1:
#
# | loss | slope with respect to $z$ | at $z = -8$ |
# |---|---|---|
# | cross-entropy | $a - 1$ | −0.9997 |
# | squared error | $2 (a - 1)\, a (1 - a)$ | −0.00067 |
#
# In cross-entropy the logarithm takes the slope of the sigmoid out again.
# Does the squared error fail, then? Not here. Give it a rate 1500 times as large, and this unit is above 0.9 after 3 updates. Let a net learn, with 50 times the rate: it reaches 85 % nearly as fast as with cross-entropy. With 300 times the rate it jumps too far to the other side, and stays there.
# So: *with the same rate* a confidently wrong unit learns far more slowly, its flat loss curve does not say whether it is stuck or done, and a larger rate helps only up to a limit, beyond which the net does not learn any more.

# %%
ask("ratio_of_slopes", "straight_part")

# %% exercise="bce_with_logits"

# %% [markdown]
# ## A bug hunt

# %% exercise="fit_two_classes"

# %%
here = np.isin(digits.targets, (3, 8))
ink = digits.X[here]  # (357, 64)
is_eight = (digits.targets[here] == 8).astype(np.uint8)  # as files store labels
w, b, losses = fit_two_classes(ink, is_eight, 0.5, 20)
print("losses:", ", ".join(f"{loss:.3g}" for loss in losses[:4]), "...")
print(f"{np.mean((ink @ w + b > 0) == (is_eight == 1)):.0%} are right")

# %% [markdown]
# ## Real penguins (4 min)
#
# Three species near Palmer Station, Antarctica: two lengths of the bill, and the flipper (Gorman, Williams and Fraser 2014; licence CC0).
# One layer, your gradient, a hundred steps. All weights begin at 0.
#
# **Before running**: what is the first loss, exactly?

# %%
penguins = bp.datasets.penguins()
species, y = np.unique(penguins.species, return_inverse=True)  # y (342,): 0, 1 or 2
X = bp.datasets.standardise(penguins.X)  # (342, 3)
W, b = np.zeros((3, 3)), np.zeros(3)
losses = []
for _ in range(100):
    losses.append(cross_entropy(X @ W + b, y))
    dZ = bp.mine("softmax_ce_grad")(X @ W + b, y)  # (342, 3)
    W, b = W - 0.5 * X.T @ dZ, b - 0.5 * dZ.sum(axis=0)
ax = plotting.loss_curve(losses, step="step")
plotting.show(ax)

# %%
P = bp.mine("softmax")(X @ W + b)
print(f"first loss {losses[0]:.4g}, last {losses[-1]:.2g}")
print(f"{np.mean(P.argmax(axis=1) == y):.1%} are right")
for bird in np.argsort(P[np.arange(len(y)), y])[:2]:
    p, name = P[bird, y[bird]], species[y[bird]]
    bill = penguins.X[bird, 0]
    print(f"{name}, bill {bill} mm: p {p:.2g}, loss {-np.log(p):.3g}")

# %% [markdown]
# The two that cost most are Chinstraps with bills as short as an Adelie's.
#
# ## If you want more
#
# A single layer may begin with all weights at 0. Look at its gradient in the first step: why do the three columns of `W` not stay alike?
#
# <details><summary>Answer</summary>
#
# All probabilities are 1/3 at first, but the one-hot differs from column to column, so each class gets a gradient of its own.
# In a net with a hidden layer of zeros nothing would pass back through them: that is lesson 10.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("untrained_ten", "grad_of_second", "sure_or_right")

# %% [markdown]
# ## In three sentences
#
# Softmax makes probabilities of logits, and only their differences count.
# Cross-entropy costs minus the logarithm of what the right class got, so the first loss of a net that knows nothing is about the logarithm of the number of classes.
# Its gradient is p minus one-hot: never larger than 1, and never gone while the answer is wrong.
#
# The sigmoid comes from lesson 04, and the squared error from lesson 01. With p minus one-hot the way back of lesson 07 begins, and the size of first weights is lesson 10.
#
# `status()` shows how far you have come, and `look_up("logit")` finds a word.
