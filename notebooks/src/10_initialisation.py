# %% [markdown]
# # Lesson 10: first weights
#
# **Afterwards you can** say what a net with equal first weights can learn, choose the size of first weights from the width of a layer, and find the layer whose size is wrong.
#
# **Time**: 35 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("10")
rng = np.random.default_rng(10)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("blank_noise", "untrained_ten", "relu_mask")

# %% [markdown]
# ## How much difference is enough? (5 min)
#
# A net with 32 tanh units is trained on three spiral arms, and *all* its first weights are 0.5. To make its units different, you may add random noise to these weights.
# What is the smallest noise with which more than 60 % of the points are right after 2000 steps?
# Write down a guess. Then make `noise` ten or a hundred times smaller, and run the cell again, until it fails.


# %%
def after_training(noise):
    """The share of points that are right, for first weights of 0.5 with noise."""
    own = np.random.default_rng(0)
    X, labels = bp.datasets.spirals(300, noise=0.05, rng=own)

    def start(n_in, n_out, *, rng, dtype):
        return 0.5 + noise * rng.normal(size=(n_in, n_out))

    first = bp.Dense(2, 32, init=start, rng=own)
    net = bp.Network(first, bp.Tanh(), bp.Dense(32, 3, init=start, rng=own))
    loss = bp.SoftmaxCrossEntropy()
    bp.fit(net, loss, bp.SGD(0.5), X, labels, epochs=2000, rng=own)
    return np.mean(net.predict(X).argmax(axis=1) == labels)


noise = 0.1  # change this one, and run the cell again
print(f"{100 * after_training(noise):.3g} % of the points are right")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *Down to 0.001*: at each of these the net is nearly perfect, and most people stop there.
#
# *Down to 1e-12*, a millionth of a millionth: 98 % of the points are right.
#
# *0*: about 43 %. The net has 32 units, and works as if it had one.
#
# </details>

# %% [markdown]
# ## Units that stay copies
#
# The first weights are called the **initialisation** of a net. Here is why equal ones stay equal. Take one sample, $x = 1$ with $y = 1$, two tanh units, no biases, the mean squared error, and all weights 0.5.
# Both units give tanh(0.5) = 0.462. So the answer is $0.5 \cdot 0.462 + 0.5 \cdot 0.462 = 0.462$, and the output delta $2\,(0.462 - 1) = -1.08$.
#
# | step | unit 1 | unit 2 |
# |---|---|---|
# | sum, output | 0.5, 0.462 | 0.5, 0.462 |
# | what comes back | $-1.08 \cdot 0.5 = -0.538$ | $-1.08 \cdot 0.5 = -0.538$ |
# | times the slope $1 - a^2$: its delta | $-0.538 \cdot 0.786 = -0.423$ | $-0.538 \cdot 0.786 = -0.423$ |
# | slope of its first weight: times the input 1 | −0.423 | −0.423 |
#
# Two units into which the same weights lead, and from which the same weights lead on, get the same output, the same delta and the same step. So after the step they are equal again: this is a **symmetry**, and no number of steps breaks it.
# It takes a difference in what enters a unit, or in what comes back to it.

# %%
ask("other_second_weight")

# %% [markdown]
# Now watch eight units. Predict first, then play. Then set `noise added` to 10⁻¹², the smallest one, and play again.

# %%
AllAlike()

# %% [markdown]
# **Why it happens.** Without noise the eight points are one point, which moves. With the smallest noise they part: their distance is a straight line on the logarithmic axis, so each step multiplies it by about the same factor. After 600 steps it is 0.45, from 0.000000000004.
# A pencil that stands on its tip falls if it is moved by a hair. Symmetry is like that: a tiny difference is enough, but without any the pencil stands.
#
# Now take up the challenge: which zeros do harm?
#
# <details><summary>After the challenge</summary>
#
# Zero in the *last* layer alone does no harm: the hidden units differ from the beginning. In the first step nothing comes back to them, because it comes through weights of 0; from the second step on it does.
# With tanh, zero in the first layer alone does none either: different weights lead on from the units, so different slopes come back. With ReLU it does, because all sums are 0, where its slope is 0.
# Zero in both is the worst start of all: with ReLU and tanh only the last biases move.
#
# </details>
#
# ## The right size
#
# So first weights are random. How large? Predict, then set `layers` to 20 and the standard deviation to 0.1, and then to 1.
# Then look for a value with which the outputs keep their size.

# %%
ScaleThroughDepth()

# %% [markdown]
# **Why it happens.** Each layer multiplies the size of the numbers by a factor. The size meant here is the **root mean square**, the root of the mean of all squares; the **variance** is the mean square of the distances from the mean, and the square of the standard deviation.
#
# *Example*: 64 inputs of size 1, weights with the standard deviation 0.1. Each product of an input and a weight has the mean square $0.1^2 = 0.01$. A sum of 64 random terms has 64 times the mean square of one: 0.64. Its root is 0.8.
# ReLU sets half of the sums to 0, and half of the mean square is left: 0.32, with the root 0.566. So the factor of one layer is 0.566, and 20 layers make $0.566^{20} = 0.000011$.
#
# $$\text{variance of } z = n_{\text{in}} \cdot \text{variance of } w \cdot \text{mean square of } x$$
#
# *In words*: the variance of a sum is the number of its inputs, times the variance of the weights, times the mean square of the inputs. *In NumPy*: `Z.var()` is about `n_in * W.var() * np.mean(X**2)`, for weights with the mean 0.
#
# $n_{\text{in}}$ is called the **fan-in** of a unit. On the way back each input collects what comes from $n_{\text{out}}$ units, so there $n_{\text{out}}$ takes its place.
# To keep a size, the factors have to be 1:
#
# | what is kept | variance of the weights | for 64 inputs and 64 units |
# |---|---|---|
# | forward, where the activation is nearly straight | $1 / n_{\text{in}}$ | standard deviation 0.125 |
# | back, in the same case | $1 / n_{\text{out}}$ | 0.125 |
# | **Xavier's rule**: between these two, made for tanh | $2 / (n_{\text{in}} + n_{\text{out}})$ | 0.125 |
# | **He's rule**: forward with ReLU, which leaves half of the mean square | $2 / n_{\text{in}}$ | 0.177 |
#
# Xavier Glorot and Kaiming He are the first authors of the papers in which these rules stand, of 2010 and 2015.

# %%
ask("he_for_32", "xavier_for_30_20")

# %% exercise="init_xavier"

# %% exercise="init_he"

# %% [markdown]
# **Before running**: the inputs have the size 1, and a layer with 200 inputs and 50 ReLU units starts by He's rule. What size do its outputs have? And with Xavier's rule?

# %%
init_xavier, init_he = bp.mine("init_xavier"), bp.mine("init_he")
X = rng.normal(size=(1000, 200))
for name, init in (("He", init_he), ("Xavier", init_xavier)):
    A = np.maximum(X @ init(200, 50, rng), 0)
    print(f"{name}: root mean square of the outputs {np.sqrt(np.mean(A**2)):.2f}")

# %% [markdown]
# By He's rule it is kept. By Xavier's rule a weight has the variance 0.008 here, 200 of them make 1.6, and ReLU leaves half of that: 0.8, a factor of 0.894.
# That is little for one layer. For 20 layers with this factor, 0.107 is left.
#
# ## Look inside
#
# The size of what each layer hands on can be measured before the first step of training.

# %% exercise="layer_stats"

# %% [markdown]
# **Before running**: six tanh layers of 64 units, and three starts. In which net do all samples look alike to the last layer? In which are nearly all units saturated?

# %%
layer_stats, own = bp.mine("layer_stats"), np.random.default_rng(0)
X = own.normal(size=(200, 64))
starts = {
    "0.01": lambda n_in, n_out: 0.01 * own.normal(size=(n_in, n_out)),
    "Xavier": lambda n_in, n_out: init_xavier(n_in, n_out, own),
    "1": lambda n_in, n_out: own.normal(size=(n_in, n_out)),
}
for name, start in starts.items():
    params = [(start(64, 64), np.zeros(64)) for _ in range(7)]
    sizes = [std for _, std in layer_stats(params, X, np.tanh)][:6]
    print(f"{name:6}", *(f"{std:.1g}" for std in sizes))

# %% [markdown]
# With 0.01 hardly anything is left of the differences between samples. With 1 the standard deviation is near 1 in every layer: nearly all outputs are close to −1 or 1, where tanh is flat. A size that is kept is not enough if it is kept at the ends.
#
# ## Bug hunt: a start that somebody else has made (5 min)
#
# The weights of a net with layers of 64, 256, 16 and 10 were drawn by He's rule, says the note that came with them. They are all there is: the standard deviation of each layer's weights is printed in the first row.
# The net learns, only slowly, and no shape is wrong. Look at the sizes of the outputs, beside those of a net that `init_he` starts. Where do they differ, by which factors, and what has happened?

# %%
layers, stds = ((64, 256), (256, 16), (16, 10)), (0.0884, 0.354, 0.447)
own = np.random.default_rng(2)
X = own.normal(size=(500, 64))


def sizes_of(draw):
    """The root mean square of what each layer hands on, in a net of these weights."""
    params = [
        (draw(n_in, n_out, layer), np.zeros(n_out))
        for layer, (n_in, n_out) in enumerate(layers)
    ]
    stats = layer_stats(params, X, lambda Z: np.maximum(Z, 0))
    return " ".join(f"{np.hypot(mean, std):.2f}" for mean, std in stats)


def handed_over(n_in, n_out, layer):
    return stds[layer] * own.normal(size=(n_in, n_out))


print("standard deviations:", *stds)
print("outputs, handed over:", sizes_of(handed_over))
print(
    "outputs, by init_he: ",
    sizes_of(lambda n_in, n_out, _: init_he(n_in, n_out, own)),
)

# %%
ask("wrong_end")

# %% [markdown]
# `np.hypot(mean, std)` is the root of mean² + std², which is the root mean square.
# The numbers under the root are those of the *next* size: 0.0884 is the root of 2 / 256, 0.354 that of 2 / 16. Books that write $W x + b$, and PyTorch, store W as (n_out, n_in). Whoever takes the first length of that for n_in takes the wrong one. Nothing becomes nan, and no shape is wrong.
#
# ## The real thing: digits
#
# 1797 handwritten digits (Alpaydin and Kaynak 1998; licence CC BY 4.0), and a net with five hidden ReLU layers of 32 units. It is trained from four starts, which differ in their size only.
# **Before running**: which of the four will learn? And will it matter as much with *one* hidden layer?

# %%
from itertools import pairwise

digits = bp.datasets.digits()
own = np.random.default_rng(3)
train, held_out = bp.datasets.split(digits.X, digits.targets, part=0.2, rng=own)


def accuracy(widths, init, seed=0):
    """The share of held-out digits that are right after 12 epochs."""
    rng, net = np.random.default_rng(seed), []
    for n_in, n_out in pairwise(widths):
        net += [bp.Dense(n_in, n_out, init=init, rng=rng), bp.ReLU()]
    net = bp.Network(*net[:-1])
    loss, step = bp.SoftmaxCrossEntropy(), bp.SGD(0.1)
    try:
        bp.fit(net, loss, step, *train, epochs=12, batch_size=32, rng=rng)
    except bp.TrainingError:
        return np.nan  # the loss was no number any more
    return np.mean(net.predict(held_out[0]).argmax(axis=1) == held_out[1])


starts = {
    "0.01": bp.initializers.small(0.01),
    "0.1": bp.initializers.small(0.1),
    "1": bp.initializers.small(1.0),
    "He": lambda n_in, n_out, *, rng, dtype: init_he(n_in, n_out, rng),
}
for name, init in starts.items():
    deep = accuracy((64, 32, 32, 32, 32, 32, 10), init)
    shallow = accuracy((64, 32, 10), init)
    print(f"{name:4} five hidden layers {deep:.2f}, one {shallow:.2f}")

# %% [markdown]
# With one hidden layer all four learn to read digits. With five, one of them does: with 0.01 hardly anything arrives, with 1 too much.
# So small random numbers seem to be a good enough start as long as nets are shallow. (`nan` would mean that the loss became too large to compute with.)
#
# ## If you want more
#
# He's rule keeps the size. Does it keep what makes samples different? Set `ScaleThroughDepth` to 20 layers, He and ReLU, and look at the last small picture. Then the same with tanh. What would a last layer see behind 100 such ReLU layers?
#
# <details><summary>Answer</summary>
#
# With ReLU two samples whose cosine is 0 at the inputs have a cosine of 0.96 behind 20 layers: they point in nearly the same direction, though their size is right. With tanh it stays near 0.
# Behind 100 layers of ReLU all samples would look the same to the last layer. This is one reason why depth stays hard.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("he_for_50", "all_a_half", "zero_at_the_end")

# %% [markdown]
# ## In three sentences
#
# Units with the same weights before and behind them stay copies, and any difference, however small, lets them part.
# Every layer multiplies the size of its numbers by a factor, forward and back, so in a deep net the first weights decide whether anything arrives.
# The factor is about 1 if the variance of the weights is 2 / n_in with ReLU (He), or about 1 over the width with tanh (Xavier: 2 / (n_in + n_out)).
#
# The slopes come from lesson 04, and the deltas from lesson 07. What the factors do to a gradient is lesson 11, and in lesson 12 the size of first weights matters less.
#
# `status()` shows how far you have come, and `look_up("fan-in")` finds a word.
