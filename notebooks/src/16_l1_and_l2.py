# %% [markdown]
# # Lesson 16: L1 and L2
#
# **Afterwards you can** write both penalties and their gradients, make weights exactly zero, and choose how strong a penalty has to be.
#
# **Time**: 40 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("16")
rng = np.random.default_rng(16)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up.

# %%
from_memory("a_quarter_of_a_cosine", "bn_one_sample")

# %% [markdown]
# ## Twenty knobs (4 min)
#
# 40 samples with 20 features, and a linear fit. Only three of the features had anything to do with the answers; the others are noise. Here are the fitted weights.

# %%
w_true = np.zeros(20)
w_true[rng.permutation(20)[:3]] = 2.0, -1.5, 1.0
X, X_new = rng.normal(size=(40, 20)), rng.normal(size=(1000, 20))
y = X @ w_true + 0.5 * rng.normal(size=40)
w_fit = np.linalg.lstsq(X, y, rcond=None)[0]


def error_on_new_data(w):
    return np.mean((X_new @ (w - w_true)) ** 2)


for j, weight in enumerate(w_fit):
    print(f"{j:2} {weight:6.2f} {'#' * round(20 * abs(weight))}")

# %% [markdown]
# You may set as many of them to 0 as you like. How far does the error on new data fall? Try three lists, and do not ask for `w_true`.

# %%
erase = [2, 6, 7]  # change this list, and run the cell again
w = w_fit.copy()
w[erase] = 0
print(f"error {error_on_new_data(w):.3f}, with all: {error_on_new_data(w_fit):.3f}")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *Erase the small ones*: without the 10 smallest weights the error falls from 0.146 to 0.131, without the 17 smallest to 0.0078. One more, and it is 1.03.
# Here the three stand out, so you can do it by eye. A net has thousands of weights, and somebody has to do it while it learns.
#
# </details>
#
# ## A part of each weight
#
# **Regularisation** is whatever keeps a fit from following the noise. The oldest way is a **penalty**: a number that is added to the loss, and that grows with the weights. The fit then has to weigh both.
#
# The **L2 penalty** adds up squares. Worked in full, for the weights 2, 0.03 and −0.4 with lam = 0.1, and a step with lr = 0.5 on the penalty alone:
#
# | weight | gradient, lam · weight | after the step |
# |---|---|---|
# | 2 | 0.2 | 2 − 0.5 · 0.2 = 1.9 |
# | 0.03 | 0.003 | 0.03 − 0.5 · 0.003 = 0.0285 |
# | −0.4 | ? | ? |

# %%
ask("blank_shrunk")

# %% [markdown]
# **The rule.**
#
# $$\text{penalty} = \frac{\text{lam}}{2} \sum W^2, \;\; dW = \text{lam} \cdot W$$
#
# *In words*: the penalty is half of lam times the sum of all squared weights, and its gradient is lam times each weight.
# *In NumPy*: `lam / 2 * np.sum(W**2)`, and `lam * W`
#
# Each step multiplies each weight by 1 − lr · lam, here by 0.95. Biases are left alone: they move the whole output up or down, and follow no single sample.
#
# To take a part of each weight is called *weight decay*. With plain gradient descent the L2 penalty does that. And with the Adam of lesson 14?

# %%
ask("penalty_with_adam")

# %% exercise="l2"

# %% [markdown]
# ## The same amount from each
#
# The **L1 penalty** adds up sizes, without a square:
#
# $$\text{penalty} = \text{lam} \sum |W|, \;\; dW = \text{lam} \cdot \text{sign}(W)$$
#
# *In words*: the penalty is lam times the sum of the sizes, and its gradient is lam with the sign of each weight.
# *In NumPy*: `lam * np.sum(np.abs(W))`, and `lam * np.sign(W)`
#
# For the same three weights the gradient is 0.1, 0.1 and −0.1: the large one and the small one are pulled alike.

# %% exercise="l1"

# %% [markdown]
# So the small weight should arrive at zero, and soon. **Before running**: one weight of 0.03, lr = 0.5, lam = 0.1, and no data at all. Where is it after each of six steps?

# %%
l1 = bp.mine("l1")
W, places = np.array([[0.03]]), []
for _ in range(6):
    penalty, [(dW, db)] = l1([(W, np.zeros(1))], 0.1)
    W = W - 0.5 * dW
    places.append(round(float(W[0, 0]), 4))
print(places)

# %% [markdown]
# It hops from one side of zero to the other, and each hop is lr · lam = 0.05 long. So a term in the gradient, which is how most libraries add L1, makes no exact zeros.
#
# What does make them is a step of its own, the **soft threshold**: move each weight towards 0 by an amount t, and stop at 0. With t = 0.05:
#
# | weight | 2 | 0.03 | −0.4 |
# |---|---|---|---|
# | after the soft threshold | 1.95 | 0 | ? |

# %%
ask("blank_cut")

# %% exercise="soft_threshold"

# %% [markdown]
# ## Shrink or cut (6 min)
#
# Below are such data again: 20 weights, and the first three matter. Each descent begins at the fit without a penalty, and runs on your `l2`, `l1` and `l1_step` once they pass.
#
# Predict first. Then set lam to 0.1, and change the `penalty`: three moves show all three ways. After that drag lam in the small picture, from one end to the other.

# %%
ShrinkOrCut()

# %% [markdown]
# **Why it happens.** L2 takes a part of each weight: the smaller the weight, the less it takes, so none arrives. L1 takes the same amount from all, and a small weight has no more than that. The small picture of two weights shows the same: all places on the diamond, or on the circle, have the same penalty. The diamond has a corner on the axis, where weight 12 is 0, and the circle has none.
#
# With seed 1 and lam 0.1 the soft threshold leaves 13 exact zeros, and the error on new data falls from 0.27 to 0.024. L2 helps hardly at all here: at best it reaches 0.267.
#
# L1 does not find *the* three, though. Over the 20 seeds, lam 0.1 leaves 6 to 13 zeros, and all 17 go only when lam is so large that the three are spoilt as well: at lam 1 the error is larger than without a penalty in 19 of 20 seeds. Fewer weights and less error, that much is true.
#
# **Before running**: back to the twenty knobs, with lam 0.1. How many of them are exactly 0, and is the error on new data as low as yours was?

# %%
l1_step = bp.mine("l1_step")
w = w_fit
for _ in range(500):
    w = l1_step(w, 2 / len(y) * X.T @ (X @ w - y), 0.1, 0.1)
print(f"{np.sum(w == 0)} exact zeros, error {error_on_new_data(w):.3f}")

# %% [markdown]
# ## How much is enough (6 min)
#
# L2 has its strength elsewhere. Below, a polynomial of degree 12 goes through 15 noisy points of a sine.
# The strength lam is chosen by a **validation set**: data that were not used for fitting.
#
# Predict, then drag the handle from the left end to the right. The insight is best seen at lam 0.01.

# %%
HowMuchIsEnough()

# %% [markdown]
# **Why it happens.** The penalty can only make the training error larger: without it the fit is the closest one to these points. But it was close to their noise, too. At first the penalty takes away what served the noise, and the error on new data falls from 220 to 0.061. In the end it takes away the sine itself, and the error is 0.45.
#
# So lam cannot be chosen by the training error, which always says "none". And more is not safer.
#
# A net shows the same. **Before running**: a net with 32 hidden units learns 30 points of two moons, without a penalty, with lam 0.003 and with 0.1. Which of the three has the lowest training loss, and which the lowest validation loss?


# %%
def losses(lam):
    own = np.random.default_rng(0)
    X, labels = bp.datasets.two_moons(30, noise=0.25, rng=own)
    X_new, labels_new = bp.datasets.two_moons(500, noise=0.25, rng=own)
    net = bp.Network(bp.Dense(2, 32, rng=own), bp.Tanh(), bp.Dense(32, 1, rng=own))
    loss, penalty = bp.BinaryCrossEntropy(), bp.L2(lam) if lam else None
    bp.fit(
        *(net, loss, bp.Adam(0.02), X, labels),
        epochs=1500,
        rng=own,
        penalty=penalty,
    )
    training = loss.forward(net.predict(X), labels)
    return training, loss.forward(net.predict(X_new), labels_new)


for lam in (0, 0.003, 0.1):
    training, validation = losses(lam)
    print(f"lam {lam}: training {training:.2g}, validation {validation:.2g}")

# %% [markdown]
# ## Bug hunt: no zeros (4 min)
#
# Somebody trains with L1, lr = 0.01 and lam = 0.2, and waits for zeros. After 5000 steps not one of their weights is exactly 0. They print the last six values of the smallest one:
#
# | step | 4995 | 4996 | 4997 | 4998 | 4999 | 5000 |
# |---|---|---|---|---|---|---|
# | weight | 0.0012 | −0.0008 | 0.0012 | −0.0008 | 0.0012 | −0.0008 |
#
# How long is a hop?

# %%
ask("no_zeros")

# %% [markdown]
# ## Real wines (5 min)
#
# 178 wines by three producers, and 13 measurements of each (Aeberhard and Forina 1992; licence CC BY 4.0). A linear fit says whether a wine is by the first producer: 1 for yes, 0 for no.
#
# **Before running**: how many of the 13 weights are exactly 0 with lam 0.3, by your `l1_step`? And with L2?

# %%
wine = bp.datasets.wine()
X_wine = bp.datasets.standardise(wine.X)
first = (wine.targets == 0) * 1.0
l2 = bp.mine("l2")


def slope(w):
    return 2 / len(first) * X_wine.T @ (X_wine @ w + first.mean() - first)


def by_l1(lam):
    w = np.zeros(13)
    for _ in range(500):
        w = l1_step(w, slope(w), 0.1, lam)
    return w


def by_l2(lam):
    w = np.zeros(13)
    for _ in range(500):
        _, [(dW, _)] = l2([(w[:, np.newaxis], np.zeros(1))], lam)
        w = w - 0.1 * (slope(w) + dW[:, 0])
    return w


def report(name, w):
    kept = (
        ", ".join(np.array(wine.features)[w != 0])
        if np.sum(w != 0) <= 3
        else "many"
    )
    right = np.mean((X_wine @ w + first.mean() > 0.5) == first)
    print(
        f"{name}: {np.sum(w == 0)} zeros, {100 * right:.3g} % right. Kept: {kept}"
    )


report("L1, lam 0.3 ", by_l1(0.3))
report("L1, lam 0.03", by_l1(0.03))
report("L2, lam 0.3 ", by_l2(0.3))

# %% [markdown]
# Three measurements of 13 are left, and one can read them: that is what zeros are good for. It is not more accurate; with all 13 more wines are right, and these are the wines of the fit itself.
#
# ## If you want more
#
# Raise lam in `by_l1` until a single measurement is left. Which one is it? And what is left at lam 1?
#
# <details><summary>Answer</summary>
#
# At lam 0.5 it is proline alone, and 81.5 % of the wines are right. At lam 1 all weights are 0: the gradient of the loss is smaller than lam for each of them, so none leaves 0.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("after_one_cut", "hundred_shrinks", "far_apart_errors")

# %% [markdown]
# ## In three sentences
#
# L2 takes a part of each weight, so small weights become smaller and never arrive at zero; L1 takes the same amount from each.
# A term lam · sign(w) in the gradient hops over zero, and the soft threshold, a step of its own, stops there.
# How strong a penalty has to be is chosen on data that were not used for fitting, where the error first falls and then rises with lam.
#
# The step comes from lesson 02, and Adam's from lesson 14. The validation set comes back in lesson 17, where it says when to stop.
#
# `status()` shows how far you have come, and `look_up("penalty")` finds a word.
