# %% [markdown]
# # Lesson 14: RMSprop and Adam
#
# **Afterwards you can** write a step of RMSprop and of Adam, say how long their steps are, correct an average for its start, and choose an optimizer by looking at the landscape.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("14")
rng = np.random.default_rng(14)

# %% [markdown]
# ## From memory (1 min)
#
# Answer before you look anything up.

# %%
from_memory("long_run_step", "norm_or_value")

# %% [markdown]
# ## Wines as they come (4 min)
#
# 178 wines by three producers, 13 measurements each, in the units of the laboratory (Aeberhard and Forina 1992; licence CC BY 4.0). The spread of the columns runs from 0.12 to 314.
# A softmax layer learns to tell the producers apart, by 300 steps of plain descent with all wines. Choose the rate: you have six tries. How low does the loss get?

# %%
wine = bp.datasets.wine()
labels = wine.targets
softmax_ce_grad = bp.mine("softmax_ce_grad")
cross_entropy = bp.mine("cross_entropy")
momentum_step = bp.mine("momentum_step")


def start():
    return [np.zeros((13, 3)), np.zeros(3)]  # W and b


def slopes(w, X):
    dZ = softmax_ce_grad(X @ w[0] + w[1], labels)
    return [X.T @ dZ, dZ.sum(axis=0)]


def report(name, w, X):
    Z = X @ w[0] + w[1]
    L, right = cross_entropy(Z, labels), np.mean(Z.argmax(axis=1) == labels)
    print(f"{name}: loss {L:.3g}, {100 * right:.3g} % right")


def descend(X, lr, beta=0.0, steps=300):
    w, v = start(), start()
    for _ in range(steps):
        w, v = momentum_step(w, slopes(w, X), v, lr, beta)
    return w


# %%
lr = 0.000001  # change this one, and run the cell again
report(f"rate {lr:g}", descend(wine.X, lr), wine.X)

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *The usual rates, 0.1 or 0.01*: the loss jumps up to hundreds. A gradient is as large as the feature that it belongs to, and one feature goes up to 1680.
#
# *Smaller and smaller ones*: at 0.00001 the loss is 0.759, and 65 % are right. Ten times less and it hardly moves, three times more and it swings. With momentum, beta 0.9, the best of such rates gives 0.588.
#
# So no single rate suits all 13 features. Each of them would need its own.
#
# </details>
#
# ## Divide by the usual size
#
# Here is one: let each weight keep an average $s$ of its squared gradients, and divide by the root of it. This is **RMSprop**; the part of the average that is kept is called $\rho$.
# An optimizer that fits the length of the steps to each weight in this way is called **adaptive**.
#
# Worked in full, for two weights that begin at 1, with $\rho = 0.75$ and lr $= 0.1$. The gradients of the second are a hundred times smaller:
#
# | step | gradient $g$ | average $s$ | root of $s$ | weight |
# |---|---|---|---|---|
# | 1 | 4 | 0.75 · 0 + 0.25 · 16 = 4 | 2 | 1 − 0.1 · 4 / 2 = 0.8 |
# | 1 | 0.04 | 0.75 · 0 + 0.25 · 0.0016 = 0.0004 | 0.02 | 1 − 0.1 · 0.04 / 0.02 = 0.8 |
# | 2 | −2 | ? | ? | ? |

# %%
ask("blank_average", "blank_rms_weight")

# %% [markdown]
# **The rule.**
#
# $$s \leftarrow \rho s + (1 - \rho)\, g^2, \;\; w \leftarrow w - \text{lr} \cdot \frac{g}{\sqrt s + \epsilon}$$
#
# *In words*: average the squared gradients; then divide the gradient by the root of that average, and go the rate times that.
# *In NumPy*: `s = rho * s + (1 - rho) * g**2`, then `w = w - lr * g / (np.sqrt(s) + eps)`
#
# **Epsilon**, $\epsilon$, is a small number such as 0.00000001; without it, a gradient that has always been 0 would be 0 divided by 0. Here it stands outside of the root, as in PyTorch. Some libraries add it inside, where another number has the same effect.
#
# **Before running**, with your function: gradients of 100 and of 0.01, the rate 0.02. How long will the steps be after a while?

# %% exercise="rmsprop_step"

# %%
rmsprop_step = bp.mine("rmsprop_step")
w, s, g = [np.zeros(2)], [np.zeros(2)], [np.array([100.0, 0.01])]
for step in range(1, 101):
    before = w[0]
    w, s = rmsprop_step(w, g, s, 0.02, 0.9, 1e-8)
    if step in (1, 2, 5, 20, 100):
        print(f"step {step}: lengths {before - w[0]}")

# %% [markdown]
# Both are equally long, from the first step on, and in the long run as long as the rate. The first one is 3.16 times as long: the average has only begun to leave 0, so the gradient is divided by too little.
#
# ## Two averages, and both start at 0
#
# **Adam** keeps two averages: $m$ of the gradients, which is momentum in its damped form, and $v$ of their squares, as RMSprop has it. (This $v$ is no velocity; the two names meet in most books.)
# And it makes up for the start at 0, as you did in `ema`: the **bias correction**. With $b_1$ and $b_2$, the parts that are kept, and $t = 1$ at the first step:
#
# $$m \leftarrow b_1 m + (1 - b_1)\, g, \;\; v \leftarrow b_2 v + (1 - b_2)\, g^2$$
#
# $$\hat m = \frac{m}{1 - b_1^t}, \;\; \hat v = \frac{v}{1 - b_2^t}, \;\; w \leftarrow w - \text{lr} \cdot \frac{\hat m}{\sqrt{\hat v} + \epsilon}$$
#
# *In words*: average the gradients and their squares; divide each average by what it has of its full weight by now; then go the rate times the one over the root of the other.
# *In NumPy*: `m_hat = m / (1 - b1**t)`, the same for `v_hat` with `b2`, then `w = w - lr * m_hat / (np.sqrt(v_hat) + eps)`
#
# Worked in full, with the usual $b_1 = 0.9$ and $b_2 = 0.999$, for a gradient that is 5 twice:
#
# | step $t$ | average $m$ | average $v$ | corrected $\hat m$ | corrected $\hat v$ | step, in rates | without hats |
# |---|---|---|---|---|---|---|
# | 1 | 0.5 | 0.025 | 0.5 / 0.1 = 5 | 0.025 / 0.001 = 25 | 5 / 5 = 1 | 0.5 / 0.158 = 3.16 |
# | 2 | 0.95 | 0.049975 | 0.95 / 0.19 = 5 | 0.049975 / 0.001999 = 25 | 5 / 5 = 1 | 0.95 / 0.2236 = 4.25 |
#
# What an optimizer has to remember beside the weights: plain descent nothing, momentum one number for each weight, RMSprop one, Adam two, and $t$.

# %% exercise="adam_step"

# %% [markdown]
# ## The first twenty steps (5 min)
#
# Below, a single weight, and the length of its steps in learning rates, by your `adam_step` once it passes.
#
# Predict first. Then switch the correction `off` and set the size to 5; `frozen` keeps $t$ at 1. Change the size: what stays the same? Then raise `epsilon` until something changes.

# %%
FirstSteps()

# %% [markdown]
# **Why it happens.** Without correction $m$ is too small, but the root of $v$ is too small by more: after one step they have a tenth and a thirtieth of their full size. So the quotient is too large: 3.16 at the first step, 6.57 at step 12.
# With the betas 0.9 and 0.99 both are a tenth, and the first step is as long as the rate.
#
# The size cancels as long as epsilon is far smaller than it. With epsilon 0.1 and gradients of 0.05 all steps are a third of the rate.
#
# Is it bad to leave the correction out? That depends on the rate. Try it on 500 real digits (Alpaydin and Kaynak 1998; licence CC BY 4.0), with the functions that you wrote.

# %%
ask("correction_and_rate")

# %%
adam_step = bp.mine("adam_step")
mlp_forward, mlp_backward = bp.mine("mlp_forward"), bp.mine("mlp_backward")
init_he = bp.mine("init_he")
digits = bp.datasets.digits()
X_digits, y_digits = digits.X[:500], digits.targets[:500]


def train_digits(lr, steps_before):
    """The loss after 60 steps; `steps_before` is the t that Adam begins with."""
    own = np.random.default_rng(14)
    w = [init_he(64, 32, own), np.zeros(32), init_he(32, 10, own), np.zeros(10)]
    zeros = [np.zeros(a.shape) for a in w]
    state = {"m": zeros, "v": zeros, "t": steps_before}
    for _ in range(60):
        params = [(w[0], w[1]), (w[2], w[3])]
        cache = mlp_forward(params, X_digits, "relu")
        grads = mlp_backward(params, cache, y_digits)
        g = [array for pair in grads for array in pair]
        w, state = adam_step(w, g, state, lr, 0.9, 0.999, 1e-8)
    return cross_entropy(cache["Z"][-1], y_digits)


for lr in (0.003, 0.1):
    L, L_off = train_digits(lr, 0), train_digits(lr, 10**9)
    print(f"rate {lr}: with correction {L:.3g}, without {L_off:.3g}")

# %% [markdown]
# (Told that very many steps were done before, Adam finds nothing to correct.) At the small rate the run without correction is ahead, because its steps are longer. At the large rate the first steps are too long, and the net does not recover within these 60 steps.
# The correction makes the first steps as long as you asked for. What that is worth depends on the rate that you asked for.
#
# ## The valley that can be turned (8 min)
#
# A feature that is 30 times as large as another makes a valley 30 times as long as wide: its gradient is 30 times as large, and its curvature 900 times.

# %%
ask("steps_in_a_long_valley")

# %% [markdown]
# Four optimizers descend into such a valley, each with the best of 25 rates (for SGD the best of all). Each runs on your functions once they pass; SGD is `momentum_step` with beta 0. Beside the picture stands in numbers what one of them holds: $w$, $g$, its own averages, and the step that comes next.
#
# Count the steps until the loss *stays* below 0.0001 of the first one, up to step 1000. Runs that swing are below it now and then long before.
#
# Predict. Then set the ratio to 30, and turn the valley.

# %%
UnequalFeatures()

# %% [markdown]
# **Why it happens.** Along the axes each weight has one direction of the valley for itself, so a rate for each weight is a rate for each direction. Across the axes both weights take part in both directions, and no rate for each weight can tell the directions apart.
#
# | ratio 30 | SGD | momentum | RMSprop | Adam |
# |---|---|---|---|---|
# | along the axes | not in 1000 | 94 | not in 1000 | 78 |
# | turned by 45° | not in 1000 | 94 | not in 1000 | 326 |
#
# So Adam does not adapt to the curvature: it adapts to the *coordinates*. SGD and momentum do not notice the turn.
#
# RMSprop is slow here although its steps are as equal as Adam's: they stay about as long as the rate, so it does not settle unless the rate is tiny.
#
# And momentum, at its best rate, is about as fast as Adam up to a ratio of 30. What Adam saves is the search for the rate:

# %% [markdown]
# **Before running**: the same rate for all ratios, along the axes. Whose numbers will stay the same?


# %%
def stays_below(ratio, step, state, steps=1000):
    """The step from which on the loss stays below the goal, else None."""
    curvatures = np.array([1.0, ratio**2])
    w, last = [np.array([1.0, 1 / ratio])], 0
    for t in range(1, steps + 1):
        w, state = step(w, [curvatures * w[0]], state)
        L = np.sum(curvatures * w[0] ** 2) / 2  # the first one is 1
        if not L < 1e6:
            return None
        if L >= 0.0001:
            last = t
    return last + 1 if last < steps else None


def by_momentum(w, g, v):
    return momentum_step(w, g, v, 0.01, 0.9)


def by_adam(w, g, state):
    return adam_step(w, g, state, 0.02, 0.9, 0.999, 1e-8)


zeros = [np.zeros(2)]
for ratio in (1, 3, 10, 30, 100):
    momentum = stays_below(ratio, by_momentum, zeros)
    adam = stays_below(ratio, by_adam, {"m": zeros, "v": zeros, "t": 0})
    print(f"ratio {ratio}: momentum {momentum}, Adam {adam}")

# %% [markdown]
# That is Adam's gift: one rate for features of all scales. It is no rate for all problems: with ten times that rate, or a tenth of it, Adam is slower here as well.

# %% exercise="pick_optimizer"

# %% [markdown]
# ## Bug hunt: rough after a break (3 min)
#
# A long training with Adam is stopped after 10000 steps. The weights and $t$ are saved; the next day they are loaded, and it goes on. For some steps the loss jumps up. Here are lengths of steps in rates, on a gradient that stays the same:
#
# | step | 9998 | 9999 | 10000 | 10001 | 10002 | 10003 |
# |---|---|---|---|---|---|---|
# | length | 1 | 1 | 1 | 3.16 | 4.25 | 4.95 |
#
# Where have you seen the last three numbers? Answer before you look back.

# %%
ask("rough_after_a_break")

# %% [markdown]
# ## The wines again (4 min)
#
# **Before running**: Adam on the raw wines, 300 steps, the rate 0.1. And plain descent on wines that were standardised, as the flippers of lesson 02: from each column its mean is subtracted, then it is divided by its spread.

# %%
ask("two_lines_or_adam")


# %%
def adam_on_wines(X, lr, steps=300):
    w, state = start(), {"m": start(), "v": start(), "t": 0}
    for _ in range(steps):
        g = slopes(w, X)
        w, state = adam_step(w, g, state, lr, 0.9, 0.999, 1e-8)
    return w


report("Adam, raw", adam_on_wines(wine.X, 0.1), wine.X)
X = (wine.X - wine.X.mean(axis=0)) / wine.X.std(axis=0)
report("plain descent, standardised", descend(X, 1.0), X)
report("Adam, standardised", adam_on_wines(X, 0.1), X)

# %% [markdown]
# Adam reaches on the raw wines what no rate of plain descent or momentum gave: 98 %. One line that standardises gives plain descent more than that. Where the trouble is in the scale of the features, mend the features first; Adam helps where one cannot, as between the layers of a net.
#
# ## If you want more
#
# At the ratio 100 and the rate 0.02, let Adam run for 3000 steps, with `stays_below(100, by_adam, {...}, steps=3000)`. Is it below the goal for good from step 83 on? What could be the reason?
#
# <details><summary>Answer</summary>
#
# No: it stays below only from step 2346 on. Once the gradients are tiny, $v$ forgets the large ones of the beginning and shrinks with them. Then the quotient is no longer small, and the steps burst out again, until $v$ has grown.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("steady_rmsprop", "first_step_of_adam", "diagonal_valley")

# %% [markdown]
# ## In three sentences
#
# RMSprop divides each gradient by the root of the average of its squares, and Adam an average of the gradients by the same; so each weight has a rate of its own, and the size of its gradient cancels.
# Adam corrects both averages for their start at 0, and its first step is as long as the rate.
# That makes unequal features equal, and flattens a valley along the axes; a valley across them it leaves as it is.
#
# The valley comes from lesson 02, and the average that forgets from lesson 13. A rate that changes on the way is lesson 15, and lesson 16 tells what Adam makes of a penalty.
#
# `status()` shows how far you have come, and `look_up("epsilon")` finds a word.
