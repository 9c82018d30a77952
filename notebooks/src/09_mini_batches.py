# %% [markdown]
# # Lesson 09: batch, mini-batch and stochastic gradient descent
#
# **Afterwards you can** cut data into mini-batches, count steps and epochs, train a net on them, and say what a small batch wins and what it loses.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("09")
rng = np.random.default_rng(9)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up.

# %%
from_memory("which_h", "fork_adds")

# %% [markdown]
# ## A poll (4 min)
#
# A line is to be fitted to 256 points, and you stand at some place on the loss map. Each point has a gradient of its own, and says where downhill is.
# You ask `coins` of them, chosen at random, and take the mean of what they say. How few coins are enough to be within 30 degrees of what all 256 say, in most polls?
#
# Change `coins`, and run the second cell again. Then do the same with `place` 0.95, close to the lowest point.

# %%
X, y = bp.datasets.lines(256, noise=0.5, rng=rng)  # (256, 1), (256, 1)
A = np.column_stack([X, np.ones(len(X))])  # (256, 2)
lowest = np.linalg.lstsq(A, y[:, 0], rcond=None)[0]


def poll(coins, place):
    """How many degrees the mean of so many points is off."""
    w = place * lowest
    said = -2 * (A @ w - y[:, 0])[:, np.newaxis] * A  # (256, 2)
    asked = said[rng.permutation(256)[:coins]].mean(axis=0)
    downhill = said.mean(axis=0)
    size = np.linalg.norm(asked) * np.linalg.norm(downhill)
    return np.degrees(np.arccos(asked @ downhill / size))


# %%
coins, place = 4, 0.0  # change these two, and run the cell again
print([f"{poll(coins, place):.0f}°" for _ in range(10)])

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *A half of them, to be safe*: at the start that is far too much. 16 coins do it in 94 % of the polls, and 1 coin still in 38 %.
#
# *The same number near the lowest point*: there 16 coins do it in 24 % of the polls, and 128 coins in 60 %.
# The points disagree less than before, but what they have in common, the gradient, has shrunk far more.
#
# </details>

# %% [markdown]
# ## Some at a time
#
# Until now each step has used all samples. A **mini-batch** is a few of them; how many is the **batch size** $B$. Its gradient is the mean of theirs.
#
# Take ten samples in batches of 4. The first batch has samples whose gradients are 1, 3, −2 and 6.

# %%
ask("batch_gradient")

# %% [markdown]
# **The rule.** With $dw_s$ for the gradient of sample $s$:
#
# $$dw = \frac{1}{B} \sum_{s} dw_s$$
#
# *In words*: add up the gradients of the samples in the batch, and divide by how many they are. *In NumPy*: `grad(X[rows], y[rows], w)`
#
# Shuffle the samples, and cut the order into batches: 4, 4, and 2 that are left. When all have been used once, an **epoch** is over, and the next one begins with a new order.
#
# | batch size | its name | steps in an epoch of 256 samples |
# |---|---|---|
# | $B = n$ | **batch gradient descent** | 1 |
# | between | mini-batch gradient descent | 256 / B, rounded up |
# | $B = 1$ | **stochastic gradient descent** | 256 |
#
# Many people call all of them SGD, as long as the batch is not the whole.

# %% exercise="minibatches"

# %% [markdown]
# Here are three epochs of ten samples in batches of 4, by your function once it passes, and by the model answer until then.
#
# **Before running**: which sizes will you see, and which numbers in each row?

# %%
minibatches = bp.mine("minibatches")
numbers = np.arange(10)
for _ in range(3):  # epochs
    batches = minibatches(numbers[:, np.newaxis], numbers, 4, rng)
    print([y_batch.tolist() for _, y_batch in batches])

# %%
ask("steps_at_two_sizes")

# %% exercise="steps"

# %% [markdown]
# ## One loop for all
#
# A step with a mini-batch is the step of lesson 02, with the gradient of those samples. What changes is how often the place moves before all samples are used.

# %% exercise="sgd"

# %% [markdown]
# ## What a small batch loses, and wins (7 min)
#
# Below, a line is fitted to 256 points, with a batch size of yours, beside a run that uses all of them in each step. Both get the same number of steps, or the same number of samples.
#
# Predict, then set `batch size` to 1. Then give both the same `samples`, and compare again. Try the rates 0.01 and 0.5.

# %%
SameBudget()

# %% [markdown]
# **Why it happens.** With 100 steps at the rate 0.05, the run with single samples keeps 0.24 % of the first loss, and the run with all samples 0.11 %: it has looked at 25600 samples instead of 100.
# With the same 2560 samples the large batch takes 10 steps and keeps 40 %, and the single samples take 2560 steps and keep 0.0033 %.
# Each step of a small batch goes roughly downhill, and while there is far to go, roughly is enough.
#
# What it loses is calm: near the bottom the single samples go on jumping, and the larger the rate, the higher.
#
# Here is a riddle. Choose the same samples and the noise 0.2. Be below 1 % of the first loss after at most 64 samples, *and* let the last epoch never get above 0.1 % of it.
# Each of the two can be done. Try to do both with one batch size and one rate. None does; lesson 15 finds another way.

# %% [markdown]
# ## How much the batches disagree (6 min)
#
# Minus the gradient of a batch is where it says that downhill is. The batches differ, and how far they are spread around the gradient of all samples is the **gradient noise**.
#
# Predict, then move `batch size`, by the dot in the small picture. Then set `place` to 0.95 with batches of 16.

# %%
NoiseCloud()

# %% [markdown]
# **Why it happens.** In a mean of $B$ samples drawn at random, what is too much in one is partly made up for by what is too little in another. That leaves
#
# $$\text{noise of a batch} = \frac{\text{noise of one sample}}{\sqrt{B}}$$
#
# *In words*: the noise of a single sample, divided by the square root of the batch size. *In NumPy*: `noise / np.sqrt(B)`
#
# This holds if each sample is drawn from all of them, and may come twice. In an epoch none comes twice. Then there is less noise, and none at all for $B = n$: the second curve.
#
# At the start single samples are spread by 2.8, and the gradient is 1.6 long. At place 0.95 they are spread by 1.05, and the gradient is 0.081 long: so of the batches of 16 there, 33 % point uphill.

# %%
ask("blank_noise", "the_same_everywhere")

# %% [markdown]
# ## The whole training

# %% exercise="train_net"

# %% [markdown]
# Now your loop reads digits: 1797 pictures of 8 × 8 pixels (Alpaydin and Kaynak 1998; licence CC BY 4.0). The step is one of the library's net; all runs get 5 epochs at the rate 0.1, so they look at the same samples.
#
# **Before running**: the last row has all samples in one batch. How many of the digits that it has not seen does it read?

# %%
train_net, steps = bp.mine("train_net"), bp.mine("steps")
digits = bp.datasets.digits()


def new_net(own):
    return bp.Network(
        bp.Dense(64, 32, rng=own), bp.ReLU(), bp.Dense(32, 10, rng=own)
    )


def step(net, X, labels, lr):
    """One step of a net of the library, which moves in place."""
    loss = bp.SoftmaxCrossEntropy()
    L = loss.forward(net.forward(X), labels)
    net.backward(loss.backward())
    bp.SGD(lr).step(net)
    return net, L


def right(net, X, labels):
    return np.mean(net.predict(X).argmax(axis=1) == labels)


own = np.random.default_rng(9)
(X, labels), (X_new, labels_new) = bp.datasets.split(
    digits.X, digits.targets, rng=own
)
n = len(X)
for size in (8, 32, 128, n):
    net = new_net(np.random.default_rng(1))
    cfg = {"lr": 0.1, "epochs": 5, "size": size, "seed": 1}
    net, losses = train_net(step, net, X, labels, cfg)
    told = f"{steps(n, size, 5):4} steps, loss of the last epoch {losses[-1]:.3g}"
    print(
        f"size {size:4}: {told}, {100 * right(net, X_new, labels_new):.3g} % right"
    )

# %% [markdown]
# The same number of pictures was looked at in each row; what differs is how often the net moved.
# Larger batches have their use: a computer handles 128 pictures at once in less time than 128 pictures one by one.

# %% [markdown]
# ## Bug hunt: no better than chance (5 min)
#
# Here is a training that somebody has written. With 1000 digits it stays where it began, although the loss, the gradients and the rate are those of above. Look at the three reports.


# %%
def report(n, shuffle, epochs):
    """Train on the first n digits, and print what can be seen of it."""
    own = np.random.default_rng(2)
    X, labels = digits.X[:n], digits.targets[:n]
    net = new_net(own)
    for epoch in range(epochs):
        X = own.permutation(X) if shuffle else X
        losses = []
        for start in range(0, n, 8):
            here = slice(start, start + 8)
            losses.append(step(net, X[here], labels[here], 0.1)[1])
        if epoch == 0:
            print(
                f"{n} digits, shuffle={shuffle}: first loss {losses[0]:.3g}", end=""
            )
    share = 100 * right(net, digits.X[:n], labels)
    print(f", mean of the last epoch {np.mean(losses):.3g}, {share:.3g} % right")


report(1000, shuffle=True, epochs=10)
report(1000, shuffle=False, epochs=10)
report(24, shuffle=True, epochs=50)

# %%
ask("no_better_than_chance")

# %% [markdown]
# **Before running**: the cure is one order for both. What will the loss of the last epoch be near?

# %%
net, losses = new_net(np.random.default_rng(2)), []
cfg = {"lr": 0.1, "epochs": 10, "size": 8, "seed": 2}
net, losses = train_net(step, net, digits.X[:1000], digits.targets[:1000], cfg)
share = 100 * right(net, digits.X[:1000], digits.targets[:1000])
print(f"loss of the last epoch {losses[-1]:.3g}, {share:.3g} % right")

# %% [markdown]
# ## A check for batches
#
# Nothing in that training stopped or warned. What went wrong is seen in the batches themselves, if each sample in them can be recognised.

# %% exercise="spoils"

# %% [markdown]
# **Before running**: does `bp.batches` of the library keep the promises? And somebody who leaves out a short last batch?

# %%
spoils = bp.mine("spoils")


def library(X, y, size, rng):
    return list(bp.batches(X, y, size, rng=rng))


def without_the_rest(X, y, size, rng):
    return [pair for pair in library(X, y, size, rng) if len(pair[1]) == size]


print("the library breaks a promise:", spoils(library))
print("without a short last batch:", spoils(without_the_rest))

# %% [markdown]
# Many trainings leave it out on purpose: the order is new in each epoch, so other samples are left out each time. Whether that is wrong depends on what was promised.

# %% [markdown]
# ## If you want more
#
# Is there a rule that ties the rate to the batch size? Take `train_net` with the sizes and rates (8, 0.1), (32, 0.4) and (128, 1.6), 5 epochs each. Predict: which of the three losses will be alike?
#
# <details><summary>Answer</summary>
#
# The first two are alike: four times the batch takes a quarter of the steps, and each may be four times as long. The third one fails, because the rate is near the largest stable one.
# So for small batches the two are tied, and it is no law.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("steps_of_three_epochs", "a_quarter_of_the_noise", "jump_at_the_end")

# %% [markdown]
# ## In three sentences
#
# A mini-batch tells roughly where downhill is, its noise shrinks with the square root of its size, and an epoch is over when every sample was used once.
# For the same number of samples a small batch takes many more steps, and far from the bottom that wins.
# Near the bottom the gradient is smaller than the noise, and there a small batch goes on jumping.
#
# The step comes from lesson 02, and that of a net from lesson 07. A batch becomes the measure in lesson 12, and the noise comes back in lesson 15, where the rate changes on the way.
#
# `status()` shows how far you have come, and `look_up("epoch")` finds a word.
