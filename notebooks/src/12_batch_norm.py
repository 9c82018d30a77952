# %% [markdown]
# # Lesson 12: batch normalisation
#
# **Afterwards you can** normalise a batch on the way forward and back, say what is different in use, test that a layer keeps its promise there, and say when batch norm helps.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("12")
rng = np.random.default_rng(12)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up.

# %%
from_memory("ten_sigmoids", "a_quarter_of_the_noise")

# %% [markdown]
# ## The reader that goes blind (4 min)
#
# A net has learned to read digits: 1797 pictures of 8 × 8 pixels (Alpaydin and Kaynak 1998; licence CC BY 4.0). It has a layer between the sums and ReLU that you do not know yet.
# You send it new digits, `size` at a time. Try 32, 8, 2 and 1. Then send them `sorted_by_digit`, by 32 and by 16. The weights and the digits are the same each time.

# %%
digits = bp.datasets.digits()
(X, labels), (X_new, labels_new) = bp.datasets.split(
    digits.X, digits.targets, rng=np.random.default_rng(12)
)


def reader(seed=12):
    """A net that has learned to read digits in five epochs."""
    own = np.random.default_rng(seed)
    net = bp.Network(
        bp.Dense(64, 64, rng=own),
        bp.BatchNorm(64),
        bp.ReLU(),
        bp.Dense(64, 10, rng=own),
    )
    loss, optimizer = bp.SoftmaxCrossEntropy(), bp.SGD(0.1)
    bp.fit(net, loss, optimizer, X, labels, epochs=5, batch_size=32, rng=own)
    return net


def share_right(size, order):
    """The share of new digits that it reads right, `size` at a time."""
    net, right = reader(), []
    for i in range(0, len(order), size):
        batch = order[i : i + size]
        answers = net.forward(X_new[batch]).argmax(axis=1)
        right.extend(answers == labels_new[batch])
    return np.mean(right)


mixed = np.arange(len(X_new))
sorted_by_digit = np.argsort(labels_new, kind="stable")

# %%
size, order = 32, mixed  # change them, and run the cell again
print(f"by {size}: {100 * share_right(size, order):.3g} % right")

# %% [markdown]
# <details><summary>What people find, and what it teaches</summary>
#
# By 32 it reads 94.2 %, by 8 still 89.4 %, by 2 only 55.7 %. One at a time it is 11.1 %, as good as a guess: it gives *the same answer* to all of the first 50 digits.
# Sorted by digit it is 29.5 % by 32 and 18.7 % by 16.
#
# Most people think that it knows its training digits by heart, or of a bad batch. But the digits and the weights are the same each time: what changes is the company.
# Asked in another mode, the same net reads 95.5 %, in whatever company. This lesson is about these two modes.
#
# </details>

# %% [markdown]
# ## Measured against the batch
#
# In lesson 02 you gave each feature the mean 0 and the deviation 1, once, before training. **Batch normalisation** does it again inside the net, to each column of the sums, with mean and variance of the batch that is there now.
#
# Worked in full, for a column of four samples, with gamma = 3 and beta = 1:
#
# | name of the step | in numbers |
# |---|---|
# | a column of X | 2, 2, 6, 6 |
# | mean, variance, deviation | 4, 4, 2 |
# | N | −1, −1, 1, 1 |
# | Y = 3 N + 1 | −2, −2, 4, ? |
#
# **The rule.**
#
# $$N = \frac{X - \text{mean}}{\sqrt{\text{var} + \text{epsilon}}}, \;\; Y = \text{gamma} \cdot N + \text{beta}$$
#
# *In words*: from each column subtract its mean, and divide by its deviation; then multiply by gamma and add beta. Epsilon, 0.00001, keeps the divisor above 0 where a column is constant.
# *In NumPy*: `N = (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 1e-5)`, then `Y = gamma * N + beta`
#
# **gamma and beta** are learned like weights, so that the layer can give any mean and any deviation back. That is **training mode**.
#
# In use there may be no batch: a single digit comes. So in training a memory is kept, the **running statistics**: 0.9 times the old ones, plus 0.1 times mean and variance of each batch. In **use mode** they are the measure, and stay as they are.
# Into the running variance goes the **unbiased variance**: the sum of squares divided by n − 1, here 16 / 3 = 5.33 in place of 4. It is an estimate for all data, and a batch alone looks too narrow on average.

# %%
ask("blank_normalised", "blank_running")

# %% exercise="bn_forward"

# %% [markdown]
# **Before running**: the layer in front gets a bias that is larger by 5, then weights that are ten times as large. By how much do the normalised outputs change?

# %%
ask("bias_in_front")

# %%
bn_forward = bp.mine("bn_forward")
data, W, b = rng.normal(size=(16, 4)), rng.normal(size=(4, 3)), np.zeros(3)
fresh = np.zeros(3), np.ones(3)


def outputs(W, b):
    """In training mode, with gamma 1 and beta 0."""
    return bn_forward(data @ W + b, np.ones(3), np.zeros(3), fresh, True)[0]


for name, new in (("bias + 5", (W, b + 5)), ("10 W", (10 * W, b))):
    change = np.abs(outputs(*new) - outputs(W, b)).max()
    below = [bool(change < limit) for limit in (1e-4, 1e-12)]
    print(f"{name}: all changes below 1e-4 {below[0]}, below 1e-12 {below[1]}")

# %% [markdown]
# So the bias in front has no work to do any more: beta does it. And the size of the weights in front is lost on the way.
#
# ## Train and use (6 min)
#
# Below, *your sample* is asked with every batch, in both modes, by your `bn_forward` once it passes. All data have the mean 3 and the deviation 2.
# Above the rows stands in numbers what is kept: for the way back N, as many numbers as the batch has; for use 2 numbers, whatever the size of the batch.
#
# Predict, then choose batch size 2 and drag your sample; then batch size 1, then 32 with sorted batches. Move `momentum` last: here it is the weight of a new batch.

# %%
TrainAndUse()

# %% [markdown]
# **Why it happens.** In training the answer to 7 depends on its company: with two samples it is always 1 or −1, alone it is 0, and then the whole layer gives beta, whatever comes.
# So the reader could only say one thing. Sorted by digit, the mean takes away what the digits of a batch have in common.
#
# In use the company does not matter, and the answer comes near to (7 − 3) / 2 = 2, as near as the memory is to the truth. With the weight 0.02 the memory has gone 64 % of the way after 50 batches, with 0.1 it is 99 %. With a larger weight it never settles, because each batch is off.
#
# ## The way back
#
# A number of X reaches the outputs on three paths: straight, through the mean of its column, and through the deviation. With dN = gamma times dY they add up to
#
# $$dX = \frac{dN - \text{mean of } dN - N \cdot \text{mean of } (dN \cdot N)}{\text{deviation}}$$
#
# *In words*: from dN subtract its average over the batch, and N times the average of dN times N; then divide by the deviation.
# *In NumPy* the second average is `np.mean(dN * N, axis=0)`.
#
# For gamma the slopes dY · N are summed over the samples, and for beta the slopes dY, as for any weight and bias.

# %% exercise="bn_backward"

# %% [markdown]
# Two properties show without any formula whether a way back is right. **Before running**: the loss is the sum of all outputs. How large is dX?

# %%
ask("sum_of_outputs")

# %%
bn_backward = bp.mine("bn_backward")
gamma, Z = rng.normal(size=3), data @ W
_, _, (N, deviation) = bn_forward(Z, gamma, np.zeros(3), fresh, True)
dX, _, _ = bn_backward(np.ones((16, 3)), gamma, (N, deviation))
print("sum of the outputs: dX below 1e-12", np.abs(dX).max() < 1e-12)
dX, _, _ = bn_backward(rng.normal(size=(16, 3)), gamma, (N, deviation))
print(f"any loss: dX is up to {np.abs(dX).max():.1g},")
print(
    "  its columns add up to less than 1e-12", np.abs(dX.sum(axis=0)).max() < 1e-12
)
print(f"  and times N to {np.abs(np.sum(dX * N, axis=0)).max():.0e} at most")

# %% [markdown]
# Neither a common shift of a column nor a common factor changes the outputs, so dX has no part in these directions. (Of the factor, epsilon leaves a trace.)
#
# ## A promise, and a test of it
#
# In use an answer depends on nothing but its own sample and what came in training. Layers that break this promise train without any trouble, and nobody sees it until they are in use.

# %% exercise="leaks"

# %% [markdown]
# **Before running**: does the layer of the library keep the promise? And its `forward`, if somebody calls it in place of `predict`?

# %%
leaks = bp.mine("leaks")


def trained():
    layer, own = bp.BatchNorm(3), np.random.default_rng(0)
    for _ in range(50):
        layer.forward(own.normal(size=(32, 3)))
    return layer


def use(batches):
    layer = trained()
    return [layer.predict(X) for X in batches]


def careless(batches):
    layer = trained()
    return [layer.forward(X) for X in batches]


print("the library's predict leaks:", leaks(use))
print("forward in its place leaks:", leaks(careless))

# %% [markdown]
# ## The tolerance map (5 min)
#
# Each cell is one run of 100 steps on three spiral arms of 25 points, for one size of the first weights and one rate. Dark is a low loss in the end; the brightest cells are no better than a guess, whose loss is ln 3 = 1.1.
# Predict, then go to 6 layers and 3 times He's weights. Drag the two handles along the edges, and watch the curve of the run, which your functions compute.

# %%
ToleranceMap()

# %% [markdown]
# **Why it happens.** With three layers 5 of the 36 runs end below 0.3 without batch norm, and 31 with it. With six layers it is 2 against 34.
# So it does more than make training faster: nearly all of these runs lead nowhere without it. What comes into each layer has the same size, however the weights were drawn, and a factor in front cannot pile up over the layers.
#
# It is not better everywhere. In three cells of the map for three layers the net without it ends lower, all of them with large weights and a small rate: at 10 times He's weights and the rate 0.01 at 0.117, beside 0.725.
#
# ## Other forms of the same idea
#
# | what | here, and in PyTorch | elsewhere |
# |---|---|---|
# | momentum | the weight of the new batch, 0.1 | in other books and libraries the part of the old that is kept, 0.9 |
# | the running variance takes | the unbiased variance, with 1/(n − 1) | in some libraries the variance with 1/n |
# | epsilon | inside the root, added to the variance | with RMSprop and Adam, in lesson 14, outside the root |
#
# And a layer that measures each sample by its own columns is another one, layer normalisation: it needs no companions, and does the same in both modes.
#
# ## Real digits (3 min)
#
# Readers with and without batch norm, after three epochs at the rate 0.1, in use mode, three nets each. **Before running**: what will small batches do?

# %%
ask("twos_and_thirty_twos")


# %%
def share_in_use(norm, size, seed):
    (X, labels), (X_new, labels_new) = bp.datasets.split(
        digits.X, digits.targets, rng=np.random.default_rng(seed)
    )
    own = np.random.default_rng(seed)
    first = [bp.Dense(64, 64, rng=own)] + [bp.BatchNorm(64)] * norm
    net = bp.Network(*first, bp.ReLU(), bp.Dense(64, 10, rng=own))
    loss, optimizer = bp.SoftmaxCrossEntropy(), bp.SGD(0.1)
    bp.fit(net, loss, optimizer, X, labels, epochs=3, batch_size=size, rng=own)
    return np.mean(net.predict(X_new).argmax(axis=1) == labels_new)


for size in (2, 8, 32, 128):
    means = [
        np.mean([share_in_use(norm, size, seed) for seed in range(3)])
        for norm in (0, 1)
    ]
    at_least = [15 * int(mean / 0.15) for mean in means]  # in steps of 15 %
    print(f"batches of {size}: over {at_least[0]} % without, {at_least[1]} % with")

# %% [markdown]
# Large batches take fewer steps in three epochs, and there batch norm makes up for much of it.
#
# ## Bug hunt: a good net that reads badly (3 min)
#
# Two readers were trained for 40 batches at the rate 0.3, alike but for the weight of a new batch in the running statistics. Their shares of new digits:
#
# | weight of a new batch | all at once, in training mode | in use |
# |---|---|---|
# | 0.1 | 94.2 % | 92.8 % |
# | 0.01 | 94.2 % | 78.8 % |
#
# Which part of the way from their start have the running statistics gone? Compute it, then answer.

# %%
for weight in (0.1, 0.01):
    gone = 1.0  # change this: which part is gone after 40 batches?
    print(f"weight {weight}: {100 * gone:.3g} % of the way")

# %%
ask("lagging_memory")

# %% [markdown]
# ## If you want more
#
# Somebody watches a training with `net.forward(X_new)` after every epoch. They never train on the new digits, and yet what `predict` says of them gets better each time they look. Why?
#
# <details><summary>Answer</summary>
#
# Each look is a batch in training mode, so mean and variance of the new digits enter the running statistics. What was meant as a test has become a part of the training.
# In the opener it is the other way round: after new digits one by one, the memory is worse than before. That is why `share_right` makes a new reader each time.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("bn_one_sample", "kept_in_use", "two_cures")

# %% [markdown]
# ## In three sentences
#
# Batch normalisation gives each column of a batch the mean 0 and the deviation 1, then a learned scale and shift; shift and size of what comes in are lost.
# In training a sample is measured against its companions, in use against a memory of many batches, and only training changes that memory.
# With it, nets train from nearly any first weights and with nearly any rate of the map; with batches of two samples it does harm.
#
# To standardise comes from lesson 02, and first weights from lesson 10. Epsilon comes back in lesson 14, and the two modes in lesson 17.
#
# `status()` shows how far you have come, and `look_up("running statistics")` finds a word.
