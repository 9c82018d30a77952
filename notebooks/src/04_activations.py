# %% [markdown]
# # Lesson 04: activations
#
# **Afterwards you can** write sigmoid, tanh and ReLU with their slopes, say what ten layers leave of a slope, and find units that no longer learn.
#
# **Time**: 40 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("04")
rng = np.random.default_rng(4)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("columns_meet_rows", "silent_pairs")

# %% [markdown]
# ## How steep is it? (4 min)
#
# This curve is called the sigmoid. How steep is it in the middle?
# Change `guess`, and run the cell again, until the dashed line lies along the curve at z = 0.
# Then write down a second guess: ten of these slopes in a row, multiplied.


# %%
def height(z):
    return 1 / (1 + np.exp(-z))


guess = 1.0  # change this one, and run the cell again
ax = plotting.tangent(height, 0.0, guess, width=8, xlabel="z", ylabel="height")
ax.set_ylim(-0.1, 1.1)
plotting.show(ax)

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *Near 1*: that is how it looks, because the picture has 16 units of z beside little more than 1 unit of height.
# On paper with equal units this curve is much flatter.
#
# *Smaller and smaller, until the line fits*: that happens at 0.25, and nowhere is a sigmoid steeper.
# Keep your second guess. You will meet ten in a row in the first experiment.
#
# </details>

# %% [markdown]
# ## What bends
#
# Linear layers without anything between them are one linear layer (lesson 03).
# What bends between them is the **activation** $f$. It works on each sum $z$ on its own.
# Take $z = 2$: then $e^{-2}$ is 0.135, and the **sigmoid** gives $1 / 1.135 = 0.881$.
#
# **The rule.**
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# *In words*: 1, divided by 1 plus e to the power of minus z. *In NumPy*, as it stands in books: `1 / (1 + np.exp(-z))`
#
# The same number can be written as $e^{z} / (1 + e^{z})$: multiply both parts of the fraction by $e^{z}$.
# **Before running**: what do the two forms give at 1000 and at −1000?

# %% tags=["nbval-check-output"]
z = np.array([-1000.0, -2.0, 0.0, 2.0, 1000.0])
with np.errstate(all="ignore"):  # NumPy would warn: np.exp(1000) is too large
    print("1 / (1 + e^-z):  ", 1 / (1 + np.exp(-z)))
    print("e^z / (1 + e^z): ", np.exp(z) / (1 + np.exp(z)))

# %% [markdown]
# At 1000 the second form divides infinity by infinity, which is nan, and whatever is computed with nan is nan, too.
# The first form gives the right numbers, with a warning.

# %% exercise="sigmoid"

# %% [markdown]
# ## How much comes through
#
# Move $z$ by a little, and the output $a = f(z)$ moves by the slope $f'(z)$ times that.
# So if the loss has a slope with respect to $a$, its slope with respect to $z$ is $f'(z)$ times that. To find the slopes of the weights, a net goes this *way back*, from the loss to the first layer.
# An activation bends on the way forward; on the way back it multiplies by its slope.
#
# The second S-shaped activation is **tanh**, from −1 to 1. Both slopes can be made of the output alone:
#
# | activation | output | slope | at z = 0 | at z = 2 |
# |---|---|---|---|---|
# | sigmoid | $a = \sigma(z)$ | $a\,(1 - a)$ | $0.5 \cdot 0.5 = 0.25$ | $0.881 \cdot 0.119 = 0.105$ |
# | tanh | $a$ = `np.tanh(z)` | $1 - a^2$ | $1 - 0^2 = 1$ | $1 - 0.964^2 = 0.0707$ |
#
# *In words*: for the sigmoid, the output times the difference between 1 and the output; for tanh, 1 minus the square of the output.

# %% exercise="sigmoid_grad"

# %% [markdown]
# Here are the two slopes, computed by your functions once they pass, and by the model answer until then.
# **Before running**: tanh is four times as steep in the middle. Which of the two is steeper at z = 5?

# %%
sigmoid_grad, tanh_grad = bp.mine("sigmoid_grad"), bp.mine("tanh_grad")
z = np.array([0.0, 1.0, 2.0, 5.0])
for row in zip(z, sigmoid_grad(z), tanh_grad(z), strict=True):
    print("z = {:g}: slope of sigmoid {:.3g}, of tanh {:.3g}".format(*row))

# %%
blue, red = {"color": "#0072B2"}, {"color": "#D55E00"}
ax = plotting.activation_curve(bp.Sigmoid(), label="sigmoid", **blue)
ax = plotting.activation_curve(bp.Tanh(), label="tanh", ax=ax, **red)
plotting.show(ax)

# %% [markdown]
# The dashed lines are the slopes. From $z = 2$ on, tanh is the flatter one: it comes near its end sooner.
# A unit far out on the flat part is **saturated**: whatever comes back, hardly anything passes.

# %% [markdown]
# ## Ten in a row (6 min)
#
# Now feed the output of one sigmoid into the next one, and so on. A slope of 1 comes back through all of them. The first sum is 0.5:
#
# | layer | sum z | output a | slope a (1 − a) | what is left of a slope of 1 |
# |---|---|---|---|---|
# | 1 | 0.5 | 0.622 | 0.235 | 0.235 |
# | 2 | 0.622 | 0.651 | 0.227 | 0.235 · 0.227 = 0.0534 |
# | 3 | 0.651 | 0.657 | ? | ? |

# %%
ask("third_slope", "third_product")

# %% [markdown]
# Predict first what ten layers leave. Then go there: `layers` to 10, `z` to 0; try `tanh` and `relu` there, too.
# Then take up the challenge. Try the weight alone first.

# %%
SlopeThroughLayers()

# %% [markdown]
# **Why it happens.** Behind each layer the slope is multiplied by $w \cdot f'(z)$. A large weight makes $w$ larger, and it drives the sums far out, where $f'(z)$ is smaller.
# For ten sigmoids no weight alone gets above 4e-6.
# With `centre` on and $z = 0$, all sums stay at 0, where the slope is 0.25, so that each weight brings a factor $w / 4$:
# below 4 the product shrinks from layer to layer, at 4 it stays, above 4 it grows. How to choose first weights for a whole net is lesson 10.

# %% [markdown]
# ## Open or shut
#
# The third activation has two slopes only. **ReLU** gives z where z is above 0, and 0 for the rest:
#
# | z | −3 | −0.1 | 0.1 | 3 |
# |---|---|---|---|---|
# | output | 0 | 0 | 0.1 | 3 |
# | slope | 0 | 0 | 1 | 1 |
#
# Where z is above 0 a unit is *open*, and everywhere else it is *shut*.
# At exactly 0 it has a corner, and no slope of its own. Which number to use there is a convention; this course takes 0.

# %% exercise="relu"

# %%
ask("slopes_far_out")

# %% [markdown]
# With slope 1 nothing is lost, but what about slope 0? If a unit is shut on *every* sample, its output is always 0, and nothing passes back through it: a **dead unit**.

# %% exercise="dead_fraction"

# %% [markdown]
# ## Units that no longer learn (6 min)
#
# Below are 32 ReLU units. Each has a line in the plane of the points, on one side of which it opens.
# A unit is silent, which means that its output is 0, on all points when they all lie on its shut side. The net learns to tell the two moons apart, by gradient descent.
# Its loss is the one of lesson 05.
#
# Predict, then set `first bias` to −2 and play from the start; look at the dashed lines. Drag the last point across one of them.
# Then set the bias to 0 again, and try the rates 5, 8 and 30.

# %%
DeadRelu()

# %% [markdown]
# **Why it happens.** All slopes of a silent unit are 0, so its line stays where it is. In the first layer its inputs are the data, which stay as well. Another sample, on its open side, would wake it.
# In a later layer the inputs change while the layers below learn, so there a unit may come back.
#
# Dead units are no damage by themselves: at rate 8 more than half of them are dead, and every point is right. At rate 30 nearly all are dead, and 71 % of the points are right.
#
# How do units die? Many people say: through one step that is too long. Predict, then see what happens.

# %%
ask("one_long_step")

# %%
dead_fraction = bp.mine("dead_fraction")
X, targets = bp.datasets.two_moons(200, noise=0.1, rng=rng)  # (200, 2), (200, 1)


def after_training(rate, seed):
    """The share of dead units, and of points that are right, after 60 steps."""
    own = np.random.default_rng(seed)
    net = bp.Network(bp.Dense(2, 32, rng=own), bp.ReLU(), bp.Dense(32, 1, rng=own))
    loss = bp.BinaryCrossEntropy()  # see lesson 05
    bp.fit(net, loss, bp.SGD(rate), X, targets, epochs=60, rng=own)
    A = net.layers[1].predict(net.layers[0].predict(X))  # (200, 32)
    return dead_fraction(A), np.mean((net.predict(X) > 0) == (targets > 0.5))


rates = {
    "0.5 in each step": 0.5,
    "0.5, but once 100": lambda step: 100.0 if step == 5 else 0.5,
    "5 in each step": 5.0,
    "10 in each step": 10.0,
}
for name, rate in rates.items():
    dead, right = np.mean([after_training(rate, seed) for seed in range(5)], axis=0)
    print(f"{name:18} {100 * dead:.2g} % dead, {right:.2g} of the points right")

# %% [markdown]
# Five nets each, and the means. One step with 200 times the rate kills few units, and the net is as good as without it.
# A rate of 10 in each step kills most of them.

# %% [markdown]
# ## Bug hunt: one answer for all penguins (6 min)
#
# A net with 16 tanh units should tell the species of 342 penguins from three measures (Gorman, Williams and Fraser 2014; licence CC0).
# After 200 steps it gives the same answer for each of them. Look at the numbers, and find the cause.

# %%
penguins = bp.datasets.penguins()
names, species = np.unique(penguins.species, return_inverse=True)
targets = np.eye(3)[species]  # (342, 3), a 1 in the column of the species


def report(X):
    """Train a net on these inputs, and print what can be seen of it."""
    own = np.random.default_rng(4)
    net = bp.Network(bp.Dense(3, 16, rng=own), bp.Tanh(), bp.Dense(16, 3, rng=own))
    A = net.layers[1].predict(net.layers[0].predict(X))  # before training
    loss = bp.MeanSquaredError()
    losses = bp.fit(net, loss, bp.SGD(0.1), X, targets, epochs=200, rng=own)
    for step in (1, 100, 200):
        print(f"step {step}: loss {losses[step - 1]:.3g}")
    answers = net.predict(X).argmax(axis=1)
    for j, name in enumerate(names):
        print(f"{name}: {np.sum(answers == j)} times the answer")
    net.backward(loss.backward())
    length = np.linalg.norm(net.layers[0].dW)
    told = f"{length:.2g}" if length > 1e-12 else "below 1e-12"
    print(f"in the end the length of dW of layer 1 is {told}")
    right, far = np.mean(answers == species), np.mean(np.abs(A) > 0.99)
    print(f"{100 * right:.3g} % of the penguins are right")
    print(f"{100 * far:.3g} % of the outputs of layer 1 began beyond 0.99 in size")


report(penguins.X)

# %%
ask("same_answer")

# %% [markdown]
# **Before running**: the cure is a line that you know from lesson 02. What will the share of saturated outputs be now?

# %%
report(bp.datasets.standardise(penguins.X))

# %% [markdown]
# The measures are in millimetres: a flipper is about 201 long. Multiplied by first weights, that leads far out on the flat part of tanh.
# The net could learn, but its sums lay where tanh does not bend.
#
# ## If you want more
#
# Ten tanh units in a row, all sums at 0, and the weight w between them. What is left of a slope of 1? For which w is it exactly 1?
# And with sigmoids and the centre? Work it out on paper, then look at it in `SlopeThroughLayers`.
#
# <details><summary>Answer</summary>
#
# tanh has the slope 1 at 0, so nine weights between ten layers leave $w^9$: exactly 1 for a weight of 1.
# With the weight 2 it is 512, with a half 0.00195.
# The sigmoid leaves $(w / 4)^9 / 4$: for a weight of 4 that is 0.25, and to get 1 the weight has to be 4.67.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("slope_at_two_tenths", "tanh_slope", "mostly_silent")

# %% [markdown]
# ## In three sentences
#
# An activation bends on the way forward, and on the way back it multiplies by its slope: at most 0.25 for a sigmoid, at most 1 for tanh, 1 or 0 for ReLU.
# Over many layers these factors make a product: for ten sigmoids with weights of 1 it is below a millionth, and larger weights alone do not bring it to a hundredth.
# A unit whose slope is 0 on every sample has stopped learning, and whether that matters is seen in the loss.
#
# The layers come from lesson 03. The slopes come back in lesson 07, the size of weights in lesson 10, and the product of many slopes in lesson 11.
#
# `status()` shows how far you have come, and `look_up("saturated")` finds a word.
