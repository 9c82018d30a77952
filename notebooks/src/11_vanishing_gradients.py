# %% [markdown]
# # Lesson 11: vanishing and exploding gradients
#
# **Afterwards you can** predict what a deep net does to a gradient, name the trouble of a net from the norms of its layers, clip a gradient in two ways, and choose between them.
#
# **Time**: 40 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("11")
rng = np.random.default_rng(11)

# %% [markdown]
# ## From memory (3 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("zero_start", "dead_unit", "sigmoid_slope")

# %% [markdown]
# ## Twenty people in a row (4 min)
#
# Twenty people stand in a row. The last one says the number 1 to the one in front. Everybody else multiplies what they hear by the same factor, and says the result to the next one, up to the first.
# Find a factor with which the first one arrives at a number between 0.01 and 100. Then try one that is a little larger or smaller, until it is outside.

# %%
factor, people = 0.7, 20  # change the factor, and run the cell again
print(
    f"{people - 1} factors: the first one arrives at {factor ** (people - 1):.3g}"
)

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *A half*: about 0.000002 arrives, two millionths. *Two*: it becomes half a million.
# Only factors between 0.785 and 1.274 give a number between 0.01 and 100, and with a longer row the factor has to be still nearer to 1.
# A backward pass is such a row, with a layer for each person.
#
# </details>

# %% [markdown]
# ## What multiplies on the way back
#
# At each layer the delta is multiplied by the weights and by the slope of the activation. Along one path with one unit per layer:
#
# $$\frac{dL}{dz_1} = \delta \prod_{l=2}^{m} w_l\, f'(z_{l-1})$$
#
# *In words*: what arrives at the first of m layers is the output delta times a product, with one weight and one slope for each layer l from 2 to m. *In NumPy*: `delta * np.prod(w[1:] * slope[:-1])`
#
# Worked in full, for three sigmoid layers with the weights 1 whose sums are all 0 (which takes biases of −0.5, because every sigmoid gives 0.5), and with the output delta 1:
#
# | name of the step | in numbers |
# |---|---|
# | forward | every sum is $0.5 - 0.5 = 0$, every sigmoid gives 0.5 |
# | output delta | 1 |
# | pass back, to layer 2 | $1 \cdot 1 \cdot 0.25 = 0.25$ |
# | pass back, to layer 1 | $0.25 \cdot 1 \cdot 0.25 = 0.0625$ |
# | parameter gradients | each layer's delta times its input |
#
# 0.25 is the *largest* slope that a sigmoid has. If what arrives at the first layer is nearly 0, the gradient **vanishes**; if it is huge, it **explodes**.
# Now with the weights 2, where the last step is yours; then with tanh and two blanks; then a question about ten layers.

# %%
ask("blank_sigmoid", "blank_tanh_two", "blank_tanh_one", "ten_sigmoids")

# %% [markdown]
# ## The depth meter (6 min)
#
# A whole net, with the gradient measured in every layer, before and while it trains.

# %%
DepthMeter()

# %% [markdown]
# **Why it happens.** With nearly the same factor at each layer the norms lie on a nearly straight line on a logarithmic axis, and the depth decides how far down it leads.
# Two things make the factor: the slope (1 for an open ReLU, at most 0.25 for a sigmoid) and the size of the weights. He's rule (lesson 10) is made so that with ReLU the delta keeps its size from layer to layer, on average.
# More steps help little: the first layers get almost no gradient, so their weights hardly change.
#
# Compare the layers *before* training, and look at the norms themselves as well as at their ratio. Ten sigmoid layers soon learn the mean of the targets, in the last layer. Then the last gradient is as small as the first, their ratio is 1.4, and the loss is still 1.

# %% [markdown]
# ## Measure it yourself
#
# A **norm** is a length: one number for a whole list of gradients.

# %% exercise="global_norm"

# %% [markdown]
# **Before running**: of 20 layers, width 64, which net lets the gradient through: sigmoid with Xavier's weights, or ReLU with He's? By how much do first and last layer differ in each?

# %% tags=["nbval-check-output"]
mlp_forward, mlp_backward = bp.mine("mlp_forward"), bp.mine("mlp_backward")


def flow(kind, depth, scale, rng, width=64):
    """The gradient's norm in each layer of a fresh net, first layer first."""
    sizes = [(2, width), *[(width, width)] * (depth - 2), (width, 3)]
    params = [(rng.normal(size=s) * scale(*s), np.zeros(s[1])) for s in sizes]
    X, labels = rng.normal(size=(100, 2)), rng.integers(3, size=100)
    grads = mlp_backward(params, mlp_forward(params, X, kind), labels)
    return np.array([bp.mine("global_norm")(list(pair)) for pair in grads])


def xavier(n_in, n_out):
    return np.sqrt(2 / (n_in + n_out))


def he(n_in, n_out):
    return np.sqrt(2 / n_in)


for kind, scale in (("sigmoid", xavier), ("relu", he)):
    ratios = [
        norms[0] / norms[-1]
        for norms in (flow(kind, 20, scale, rng) for _ in range(5))
    ]
    print(f"{kind} with {scale.__name__}: first over last {np.median(ratios):.1g}")

# %% [markdown]
# In the sigmoid net less than a millionth of a millionth arrives; in the ReLU net, about a tenth. Both nets have the same size, and no bug.
#
# ## Too long a step
#
# Against a gradient that is too long there is **clipping**: measure its length, and shorten it if it is above a limit.
#
# $$g \leftarrow g \cdot \min\left(1, \frac{\text{limit}}{\|g\|}\right)$$
#
# *In words*: the whole gradient g, all arrays together, is scaled down to the limit where it is longer, and left as it is where it is not. *In NumPy*: `factor = limit / norm if norm > limit else 1.0`, the same for every array. Where the norm is 0, nothing is divided.

# %% exercise="clip_by_norm"

# %%
ask("signs_of_trouble")

# %% [markdown]
# ## The cliff (6 min)
#
# The other way is to limit every element on its own, **by value**. Where a loss has a wall, the difference can be seen.

# %%
Cliff()

# %% [markdown]
# **Why it happens.** On the wall the gradient is long, and a step is as long as the gradient times the rate: one step undoes many.
# By norm the step keeps its direction. By value only the large element becomes smaller, so the arrow turns towards the diagonal. How far it turns depends on how the axes of the weights lie: turn them, and see.

# %% exercise="clip_by_value"

# %% [markdown]
# ## What clipping cannot do
#
# **Before running**: four hidden layers of sigmoid, or four of ReLU, and a last layer without activation learn three spiral arms. Will clipping help the sigmoid net?

# %%
ask("clip_and_vanish")

# %%
turn = np.linspace(0.2, 1.0, 100)  # (100,)
arms = [turn * 4.0 + arm * 2 * np.pi / 3 for arm in range(3)]
X = np.vstack([np.column_stack([turn * np.cos(a), turn * np.sin(a)]) for a in arms])
labels = np.repeat(np.arange(3), 100)  # (300,)
clip_by_norm = bp.mine("clip_by_norm")


def train(kind, scale, max_norm, rng, steps=200):
    """The share of points that a net with five layers gets right in the end."""
    sizes = [(2, 64), (64, 64), (64, 64), (64, 64), (64, 3)]
    params = [(rng.normal(size=s) * scale(*s), np.zeros(s[1])) for s in sizes]
    for _ in range(steps):
        cache = mlp_forward(params, X, kind)
        grads = mlp_backward(params, cache, labels)
        flat, _ = clip_by_norm([dw for pair in grads for dw in pair], max_norm)
        pairs = zip(flat[::2], flat[1::2])
        params = [
            (W - 0.2 * dW, b - 0.2 * db) for (W, b), (dW, db) in zip(params, pairs)
        ]
    return np.mean(cache["Z"][-1].argmax(axis=1) == labels)


runs = [("sigmoid", xavier, 5.0), ("sigmoid", xavier, 1e9), ("relu", he, 5.0)]
for kind, scale, limit in runs:
    right = train(kind, scale, limit, np.random.default_rng(0))
    clip = f"clipped at {limit:g}" if limit < 1e9 else "not clipped"
    print(f"{kind}, {clip}: {right:.0%} right")

# %% [markdown]
# The gradient of the sigmoid net never reaches the limit, so nothing is clipped and both runs are the same.
# Clipping cannot help a small gradient. Change the activation, and take first weights that fit it.

# %% [markdown]
# ## A bug hunt
#
# **Before running**: the limit is 0.5 and the rate 0.3. How long can a step be at most?

# %% exercise="careful_descent"


# %%
def loss(w):
    """A bowl around (0, 0), and a wall beyond w[0] = 1; w (..., 2)."""
    return 0.25 * np.sum(w**2, axis=-1) + 20 * np.maximum(w[..., 0] - 1, 0)


def gradient(w):
    return 0.5 * w + np.array([20.0 if w[0] > 1 else 0.0, 0.0])


ax = None
for start, dashes in (([1.2, 1.0], "-"), ([0.2, 0.1], "--")):
    history, norms = careful_descent(gradient, start, 0.3, 30, 0.5)
    steps = np.sqrt(np.sum(np.diff(history, axis=0) ** 2, axis=1))
    print(
        f"from {start}: longest step {steps.max():.2g}, last step {steps[-1]:.2g}"
    )
    ax = plotting.loss_curve(
        loss(history), step="step", label=f"from {start}", linestyle=dashes, ax=ax
    )
plotting.show(ax)

# %% [markdown]
# ## If you want more
#
# A recurrent net uses *the same* matrix at every step of time. Why is it hit harder than a net with as many different layers?
#
# <details><summary>Answer</summary>
#
# With the same matrix the same direction is stretched, or shrunk, every time: after many steps the product grows like the eigenvalue that is largest *in size*, to the power of the number of steps.
# Different matrices stretch different directions, so that a direction that one stretches may be shrunk by the next.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("norm_or_value", "which_layers_move", "clipped_error")

# %% [markdown]
# ## In three sentences
#
# On its way back a gradient is multiplied at every layer, so factors a little below 1 make it vanish with depth, and factors a little above 1 make it explode.
# The norms of the layers' gradients show before any training which it is, and activation and first weights decide it.
# Clipping by norm shortens what is too long and keeps its direction; it cannot help what is too short.
#
# The slopes come from lesson 04, the backward pass from lesson 07, and the first weights from lesson 10. Lesson 12 has another way to keep what comes into a layer from shrinking and growing.
#
# `status()` shows how far you have come, and `look_up("clipping")` finds a word.
