# %% [markdown]
# # Lesson 13: momentum
#
# **Afterwards you can** write a step with momentum, say how long its steps become, choose a rate and a beta together, and tell two conventions of momentum apart.
#
# **Time**: 40 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("13")
rng = np.random.default_rng(13)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up.

# %%
from_memory("bn_one_sample", "swing_and_grow")

# %% [markdown]
# ## A hundred steps (4 min)
#
# A valley has the condition number 100: its curvature is 1 across, and 0.01 along the floor.
# Plain gradient descent starts on its side, and you choose the rate. The goal is a loss below 0.0001 of the first one, *for good*, after at most 100 steps.
# Try five rates in the second cell. Then run the third one, where a second number appears, and try both.

# %%
momentum_step = bp.mine("momentum_step")
curvatures = np.array([0.01, 1.0])  # along the valley, and across it


def stays_from(lr, beta=0.0):
    """The step from which on the loss stays below the goal, of 1000, else None."""
    w, v = [np.array([10.0, 1.0])], [np.zeros(2)]
    first, last = np.sum(curvatures * w[0] ** 2), 0
    for step in range(1, 1001):
        w, v = momentum_step(w, [curvatures * w[0]], v, lr, beta)
        part = np.sum(curvatures * w[0] ** 2) / first
        if part > 1e6:
            return None
        if part >= 0.0001:
            last = step
    return last + 1 if last < 1000 else None


# %%
lr = 1.0  # change this one, and run the cell again
print("below the goal for good from step", stays_from(lr))

# %%
lr, beta = 1.0, 0.0  # change both, and run the cell again
print("below the goal for good from step", stays_from(lr, beta))

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *A larger and larger rate*: at 1 it takes 424 steps, and at 1.97 it takes 215. That is the best of all rates with two decimals; from 2 on it never ends.
# So with plain descent the goal cannot be reached: the steep direction limits the rate, and the flat one is slow.
#
# *The second number as large as it gets*: with beta 0.99 and the rate 1 it takes 916 steps, more than without it. With 0.8 it takes 66.
#
# </details>

# %% [markdown]
# ## A velocity
#
# Plain descent forgets each gradient as soon as the step is done. **Momentum** keeps something: a **velocity** $v$ for each weight.
# In each step a part of it stays, and the gradient $g$ is added. That part is called **beta**, $\beta$; it is not the beta of lesson 12. Then the weight moves by the velocity.
#
# Worked in full, for one weight that begins at $w = 1$ and at rest, with $\beta = 0.5$ and lr $= 0.1$:
#
# | gradient | velocity $v$ | weight $w$ |
# |---|---|---|
# | 4 | 0.5 · 0 + 4 = 4 | 1 − 0.1 · 4 = 0.6 |
# | 4 | 0.5 · 4 + 4 = 6 | 0.6 − 0.1 · 6 = 0.0 |
# | −2 | ? | ? |

# %%
ask("blank_velocity", "blank_place")

# %% [markdown]
# **The rule.**
#
# $$v \leftarrow \beta v + g, \;\; w \leftarrow w - \text{lr} \cdot v$$
#
# *In words*: keep a part of the velocity, beta, and add the gradient; then subtract the rate times the new velocity from the weight.
# *In NumPy*: `v = beta * v + g`, then `w = w - lr * v`
#
# With $\beta = 0$ it is plain gradient descent. Plain descent holds the weights and, for one moment, their gradients; momentum has to store as many velocities on top.

# %% exercise="momentum_step"

# %% [markdown]
# ## What a velocity is made of (7 min)
#
# Below, a ball rolls on a parabola of curvature 1, or on a slope that is the same everywhere. The bars are the gradients that it has met, each with the weight that it has in the velocity now.
#
# Predict first. Then choose the `slope` and the rate 0.01, and look at step 100.
# Then go back to the parabola, and move `beta` from 0 to 0.99 at the rate 0.1.

# %%
Overshoot()

# %% [markdown]
# **Why it happens.** Put the rule into itself, and the velocity is a sum:
#
# $$v = g_t + \beta\, g_{t-1} + \beta^2 g_{t-2} + \dots$$
#
# *In words*: the newest gradient in full, the one before times beta, the one before that times beta squared, and so on.
# *In NumPy*, with the gradients `g` from the newest to the oldest: `v = np.sum(beta ** np.arange(len(g)) * g)`
#
# Where all gradients are 1, the sum grows to $1 / (1 - \beta)$. So in the long run a step is as long as that of plain descent with the **effective learning rate** $\text{lr} / (1 - \beta)$:
#
# | beta | 0 | 0.5 | 0.9 | 0.99 |
# |---|---|---|---|---|
# | 1 / (1 − beta) | 1 | 2 | 10 | 100 |
#
# Where the gradients change their sign, they cancel in the sum instead.
#
# A large velocity has a price on the parabola: the ball rolls past the bottom. At the rate 0.1 it never does so with beta 0.4. With 0.5 it is within 1 % for good from step 15 on; with 0.9 it overshoots by 60 % and needs 81 steps, and without momentum 44.

# %% [markdown]
# ## The valley race (6 min)
#
# Now the valley again, plain descent beside momentum, each by your `momentum_step` once it passes; plain descent is the one with $\beta = 0$.
# Above the valley stands in numbers what each of them holds: its weights $w$, their gradient $g$, and the velocity $v$. A small picture shows for every beta how many steps it takes at this rate.
#
# Predict, then move `beta` to 0.8, to 0.95 and to 0.99. Look where "first below" and "stays below" part.

# %%
ValleyRace()

# %% [markdown]
# **Why it happens.** Along the floor all gradients point the same way, so they add up. Across the valley they change their sign, and mostly cancel.
# With too large a beta the run rolls past the lowest point along the floor and comes back, several times. With beta 0.95 and the rate 1 the loss is below the goal at step 143 for the first time, and for good only from step 172 on.
# So count the steps until it *stays* below: the first time can be on the way out again.
#
# The best rate depends on beta. With momentum the largest stable rate is $2 (1 + \beta)$ divided by the largest curvature, more than the 2 of plain descent. With beta 0.7 and the rate 3 the race takes 31 steps.

# %% exercise="effective_lr"

# %% [markdown]
# ## Other forms of the same idea
#
# Books and libraries write momentum in several ways. The numbers lr and beta mean something else in each of them.
#
# | form | velocity | step | which rate gives the same steps |
# |---|---|---|---|
# | this course, PyTorch | $\beta v + g$ | $w - \text{lr} \cdot v$ | lr |
# | rate inside | $\beta v + \text{lr} \cdot g$ | $w - v$ | lr, as long as it stays the same |
# | **damped form** | $\beta v + (1 - \beta)\, g$ | $w - \text{lr} \cdot v$ | lr / (1 − beta) |
#
# **Before running**: five runs in the valley. Which two of them take the same number of steps?

# %%
for name, lr, beta in (
    ("plain, rate 1", 1.0, 0.0),
    ("rate 0.1, beta 0.9", 0.1, 0.9),
    ("damped form, rate 1, beta 0.9", 1.0 * (1 - 0.9), 0.9),
    ("rate 1, beta 0.9", 1.0, 0.9),
    ("rate 1, beta 0.5", 1.0, 0.5),
):
    print(f"{name:30} for good from step {stays_from(lr, beta)}")

# %% [markdown]
# The second and the third are the same run, written in two ways. The first three have the same effective rate, and they take about as long: most of what momentum wins at the rate 1 is that its steps become longer where the gradients agree.
#
# The velocity of the damped form has a name of its own: it is an **exponential moving average** of the gradients. The running statistics of lesson 12 were averages of this kind, and lesson 14 has two more, so write one. It starts at 0, and so it is too small at first.

# %% exercise="ema"

# %% [markdown]
# Here is noise of standard deviation 1, as 5000 gradients that agree in nothing.
# **Before running**: how large is the standard deviation of their average with beta 0.9, and how large that of the velocity, their sum?

# %%
ema = bp.mine("ema")
noise = rng.normal(size=5000)
for beta in (0.5, 0.9, 0.99):
    average = ema(noise, beta, False)[1000:]
    velocity = average / (1 - beta)  # the same with each gradient in full
    print(
        f"beta {beta}: average {average.std():.2g}, velocity {velocity.std():.2g}"
    )

# %% [markdown]
# The average is calmer than the noise; the velocity is larger than it. That momentum makes the way smoother is true of its direction, and not of the length of its steps.

# %% [markdown]
# ## Bug hunt: ten times slower (4 min)
#
# Somebody has written momentum, and takes lr and beta from this lesson. Everything works, but the valley takes 392 steps in place of 85. They test their velocity on a slope that is 1 everywhere, from rest, with beta 0.9:
#
# | step | 1 | 2 | 5 | 10 | 50 |
# |---|---|---|---|---|---|
# | their velocity | 0.1 | 0.19 | 0.41 | 0.651 | 0.995 |
#
# **Before running**: which five numbers does your velocity go through?

# %%
w, v = [np.zeros(1)], [np.zeros(1)]
for step in range(1, 51):
    w, v = momentum_step(w, [np.ones(1)], v, 0.01, 0.9)
    if step in (1, 2, 5, 10, 50):
        print(f"step {step}: velocity {v[0][0]:.3g}")

# %%
ask("ten_times_slower")

# %% [markdown]
# ## Real digits (5 min)
#
# A net reads digits: 1797 pictures of 8 × 8 pixels (Alpaydin and Kaynak 1998; licence CC BY 4.0), in batches of 32, for five epochs. `bp.Momentum` does what your function does, for all weights of a net.
# Three nets each, and the means.

# %%
digits = bp.datasets.digits()
(X, labels), (X_new, labels_new) = bp.datasets.split(
    digits.X, digits.targets, rng=np.random.default_rng(13)
)
effective_lr = bp.mine("effective_lr")


def after_five_epochs(lr, beta, seed):
    """The loss of the last epoch, and the share of new digits that are right."""
    own = np.random.default_rng(seed)
    net = bp.Network(
        bp.Dense(64, 32, rng=own), bp.ReLU(), bp.Dense(32, 10, rng=own)
    )
    loss, optimizer = bp.SoftmaxCrossEntropy(), bp.Momentum(lr, beta)
    losses = bp.fit(
        net, loss, optimizer, X, labels, epochs=5, batch_size=32, rng=own
    )
    right = net.predict(X_new).argmax(axis=1) == labels_new
    return losses[-1], np.mean(right)


def report(lr, beta):
    runs = [after_five_epochs(lr, beta, seed) for seed in range(3)]
    L, right = np.mean(runs, axis=0)
    rate = effective_lr(lr, beta)
    print(
        f"rate {lr}, beta {beta}: effective rate {rate:.3g},"
        f" loss {L:.3g}, {100 * right:.3g} % right"
    )


report(0.03, 0.0)
report(0.03, 0.9)

# %%
ask("same_effective_rate")

# %%
report(0.3, 0.0)
report(0.03, 0.99)

# %% [markdown]
# With the same effective rate, plain descent is about as good. On these digits momentum brings little that a larger rate does not bring; its home is the long valley.
# And to raise beta to 0.99 at the same rate makes it worse here: the effective rate is then 3.
#
# So whoever compares optimizers has to compare each at its own good rate.
#
# ## If you want more
#
# In the valley with the condition number 100 the best pair takes 30 steps, where betas and rates are 0.1 apart. How many does it take for 10, and for 1000? Search by `ValleyRace`, or in a loop over rates and betas.
#
# <details><summary>Answer</summary>
#
# 9 steps for 10 (beta 0.4, rate 1.7), and 95 for 1000 (beta 0.9, rate 3.2). Without momentum the best rates take 22 and 2133 steps.
# So the gain grows with the condition number, about like its square root, and it is a little less than that.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("long_run_step", "damped_long_run_step", "moved_recipe")

# %% [markdown]
# ## In three sentences
#
# Momentum keeps a velocity, to which each gradient is added while a part of the old velocity is lost: gradients that agree add up, and gradients that change their sign cancel.
# On a constant slope the steps grow to lr / (1 − beta) times the slope, so a rate says little without its beta, and without the form in which it is meant.
# In a long valley the best pair of both takes far fewer steps than plain descent with any rate, and too large a beta swings for longer than no momentum takes.
#
# The valley comes from lesson 02. The average that forgets comes back in lesson 14, and this form of momentum in lesson 19.
#
# `status()` shows how far you have come, and `look_up("velocity")` finds a word.
