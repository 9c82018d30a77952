# %% [markdown]
# # Lesson 15: schedules
#
# **Afterwards you can** write three schedules, say when a falling rate helps and when it only costs distance, find where a rate explodes, and train with schedules of your own.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("15")
rng = np.random.default_rng(15)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up.

# %%
from_memory("first_step_of_adam", "a_quarter_of_the_noise")

# %% [markdown]
# ## Two hundred archers (4 min)
#
# Each of 200 archers is 10 away from the middle, and shoots 400 times. The loss is $L = \frac12 w^2$, and its slope is $w$. But nobody sees well: in each slope there is noise of standard deviation 1, as in a gradient from a small batch.
#
# The goal: the mean loss of the last 20 shots below 0.003. You choose one number, the rate.
# Try five rates in the second cell. Then run the third one, in which the rate may depend on `t`, the number of shots that are done.


# %%
def last_shots(schedule, shots=400):
    """The mean loss of the last 20 shots of 200 archers."""
    own, w, losses = np.random.default_rng(15), np.full(200, 10.0), []
    for t in range(shots):
        g = w + own.normal(size=200)
        w = w - schedule(t) * g
        losses.append(np.mean(w**2) / 2)
    return np.mean(losses[-20:])


# %%
lr = 0.1  # change this one, and run the cell again
print(f"{last_shots(lambda t: lr):.4f}")


# %%
def my_rate(t):
    return 0.1 - 0 * t  # change it, and run the cell again


print(f"{last_shots(my_rate):.4f}")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *One rate after the other*: 0.1 gives 0.026, 0.02 gives 0.0046, and 0.015 gives 0.0036. That is the best of all rates with three decimals: with 0.01 it is 0.0205, because the archers have not arrived. With one number the goal cannot be reached.
#
# *A large rate, then a small one*: 0.1 up to shot 200 and 0.01 from there on gives 0.0028. `0.1 * 0.99**t` gives 0.0019. And 1 / (t + 1), with which the place is the mean of all shots so far, gives 0.0012.
#
# </details>

# %%
ask("more_steps")

# %% [markdown]
# ## Why a constant rate does not arrive
#
# One step multiplies the distance by $1 - \text{lr}$, and adds lr times new noise. So over many archers the mean of $w^2$ becomes $(1 - \text{lr})^2\, w^2 + \text{lr}^2$.
#
# With lr $= 0.1$, from a mean of 0.04: 0.81 · 0.04 + 0.01 = 0.0424. From 0.08: 0.81 · 0.08 + 0.01 = 0.0748. In between it stays where it is.
#
# **The rule.** It comes to rest where both are equal:
#
# $$w^2 = (1 - \text{lr})^2\, w^2 + \text{lr}^2, \;\; L = \frac12 w^2 = \frac{\text{lr}}{2\,(2 - \text{lr})}$$
#
# *In words*: the loss that is left is about a quarter of the rate, if the rate is small.
# *In NumPy*: `lr / (2 * (2 - lr))`
#
# **Before running**: for which of these rates is the rule wrong, and why?

# %%
for lr in (0.01, 0.02, 0.1, 0.5, 1.0):
    rule = lr / (2 * (2 - lr))
    print(f"rate {lr}: measured {last_shots(bp.Constant(lr)):.4f}, rule {rule:.4f}")

# %% [markdown]
# It is wrong for 0.01, where the archers are still on their way. So a large rate travels well and rests badly, and a small one rests well and travels badly.
#
# In the riddle of lesson 09 no constant rate did both. A **schedule** does, one after the other: it is a function that gives the rate of the next step from `t`, the number of steps that are done. A schedule that makes the rate smaller is called **decay**.

# %%
ask("archers_loop")

# %% [markdown]
# ## Stairs
#
# The oldest schedule is **step decay**: the rate stays for a number of steps, and is then multiplied by a factor.

# %% exercise="step_decay"

# %% [markdown]
# ## Half a cosine
#
# A **cosine schedule** has no edges. It falls slowly at first, fastest in the middle, and slowly at the end.
#
# Worked in full: from 0.1 down to 0.02 in $T = 80$ steps, at $t = 20$. A quarter of the way is done, so the angle is $\pi / 4$.
#
# | step | t = 20 | t = 40 | t = 60 |
# |---|---|---|---|
# | $\pi t / T$ | π / 4 | π / 2 | ? |
# | $\cos(\pi t / T)$ | 0.707 | 0 | ? |
# | plus 1, halved | 0.854 | 0.5 | ? |
# | times the height 0.08 | 0.0683 | ? | ? |
# | plus the last rate, 0.02 | 0.0883 | ? | ? |

# %%
ask("blank_halfway", "blank_three_quarters")

# %% [markdown]
# **The rule.**
#
# $$\text{lr} = \text{lr}_{\text{min}} + (\text{lr}_{\text{max}} - \text{lr}_{\text{min}}) \cdot \frac{1 + \cos(\pi t / T)}{2}$$
#
# *In words*: the last rate, plus a part of the height between both rates, which goes from 1 to 0 as half a cosine.
# *In NumPy*, up to `t = T`, the part is `0.5 + 0.5 * np.cos(np.pi * t / T)`

# %% exercise="cosine"

# %% [markdown]
# ## The schedule designer (7 min)
#
# Now your schedules train. From three features of 342 penguins (bill length, bill depth and flipper length; Gorman, Williams and Fraser 2014; licence CC0) a line predicts their mass, in 430 steps. The lowest loss is known, so the picture shows how far the loss is above it, for 20 orders of the samples.
# Your functions are used as soon as they pass.
#
# Predict first. Then set the first rate to 0.01 and to 0.1, each with the schedules `constant` and `cosine`; leave the warm-up at 0 for now. At last set the batch size to `all`, and try to beat the constant rate of 0.03 by any schedule.

# %%
ScheduleDesigner()

# %%
ask("without_noise")

# %% [markdown]
# **Why it happens.** With batches of 4, the excess at the end:
#
# | first rate | 0.003 | 0.01 | 0.03 | 0.1 | 0.3 |
# |---|---|---|---|---|---|
# | constant | 77 % | 1.1 % | 2 % | 7 % | 63 % |
# | cosine down to 0 | 886 % | 7.5 % | 0.2 % | 0.2 % | 0.27 % |
#
# Where the run rests in noise, decay wins by far. Where it is still on its way, decay only takes steps away: all steps of a cosine together are half as long.
# And a cosine is no substitute for choosing the first rate. What it gives is room: anything from 0.03 to 0.3 ends near 0.2 %, while among the constant rates a single place is good.
#
# ## Up, and then down
#
# Some schedules begin small: in a **warm-up** the rate grows from step to step, and only then falls.

# %% exercise="warmup_cosine"

# %% [markdown]
# When does it help? Here is a net with five hidden layers that reads digits: 1797 pictures of 8 × 8 pixels (Alpaydin and Kaynak 1998; licence CC BY 4.0). All its first weights are 1.5 times as large as they should be, so its first gradients are huge. It trains with your schedules for five epochs, 225 steps, and the first rate 0.2.
#
# **Before running**: of six nets, how many will end below 60 % with the cosine, and how many with 45 steps of warm-up before it?

# %%
cosine, warmup_cosine = bp.mine("cosine"), bp.mine("warmup_cosine")
digits = bp.datasets.digits()
(X, labels), (X_new, labels_new) = bp.datasets.split(
    digits.X, digits.targets, rng=rng
)


def new_net(sizes, seed):
    """A net with ReLU between its layers, and its weights by He's rule."""
    own, he = np.random.default_rng(seed), bp.initializers.he_normal
    layers = []
    for layer in range(len(sizes) - 1):
        n_in, n_out = sizes[layer : layer + 2]
        layers += [bp.Dense(n_in, n_out, rng=own, init=he), bp.ReLU()]
    return bp.Network(*layers[:-1])


def trained(net, schedule, batch_size, seed):
    """The loss of new digits after five epochs, and which part of them is right."""
    loss, optimizer = bp.SoftmaxCrossEntropy(), bp.SGD(schedule)
    try:
        bp.fit(
            net,
            loss,
            optimizer,
            X,
            labels,
            epochs=5,
            batch_size=batch_size,
            rng=np.random.default_rng(seed),
        )
    except bp.TrainingError:  # a loss that is not finite
        return np.inf, 0.0
    L = loss.forward(net.predict(X_new), labels_new)
    return L, np.mean(net.predict(X_new).argmax(axis=1) == labels_new)


def six_deep_nets(size_of_weights, schedule):
    shares = []
    for seed in range(6):
        net = new_net([64, 32, 32, 32, 32, 32, 10], seed)
        for layer in net.layers[::2]:
            layer.W *= size_of_weights
        shares.append(100 * trained(net, schedule, 32, seed)[1])
    return " ".join(f"{share:3.0f}" for share in shares)


def only_cosine(t):
    return cosine(t, 225, 0.2, 0.0)


def with_warmup(t):
    return warmup_cosine(t, 45, 225, 0.2, 0.0)


print("cosine:  % right", six_deep_nets(1.5, only_cosine))
print("warm-up: % right", six_deep_nets(1.5, with_warmup))

# %%
ask("warm_up_for_healthy_weights")

# %%
print("cosine:  % right", six_deep_nets(1.0, only_cosine))
print("warm-up: % right", six_deep_nets(1.0, with_warmup))

# %% [markdown]
# A warm-up protects from a start at which the first steps are dangerous. It is no part of every good training.
#
# ## Where does it explode?
#
# Which rate is worth a try? A **range test** looks for it in one short run, a sweep: every step has a larger rate than the one before, until the loss explodes. The last rate before that is the **limit**.

# %% exercise="lr_range_test"

# %% [markdown]
# Below, your function drives a sweep of a net that reads digits. It gets a running mean of the losses, because every step sees another batch. Then the net is trained anew with the rate that you mark, and the loss of new digits is measured.
#
# Predict first. Drag the marked rate to the lowest point of the sweep, then to a tenth of the limit. Do both with SGD as well, and then train with all rates.

# %%
RateSweep()

# %% [markdown]
# **Why it happens.** At each rate of a sweep the net has already learned with all the smaller ones, and it makes a single step. So the lowest point says where the sweep was when it ended, and not which rate is good.
#
# | trained with | lowest point | a tenth of that | a tenth of the limit | the best of all |
# |---|---|---|---|---|
# | Adam, loss of new digits | 0.25 | 0.11 | 0.11 | 0.11 |
# | SGD, loss of new digits | 0.2 | 0.25 | 0.16 | 0.12 |
#
# A tenth of the lowest point is good for Adam and bad for SGD. A tenth of the limit is a fair first try for both, and a rate on each side of it tells more.
# The sweep has knobs of its own: with 400 steps in place of 100, or without smoothing, it finds another limit.
#
# ## Real digits (5 min)
#
# Your own cosine trains a net 64-32-10 on the digits, with batches of 4 for five epochs: 1800 steps. Four nets each, and the mean loss of the digits that they have not seen.
#
# **Before running**: at which of the three first rates will the cosine win?


# %%
def four_nets(schedule):
    return np.array(
        [
            trained(new_net([64, 32, 10], seed), schedule, 4, seed)
            for seed in range(4)
        ]
    )


def compare(lr):
    constant = four_nets(lambda t: lr)
    falling = four_nets(lambda t: cosine(t, 1800, lr, 0.0))
    lower = np.sum(falling[:, 0] < constant[:, 0])
    print(f"first rate {lr}: the cosine is lower in {lower} of 4")
    for name, runs in (("constant", constant), ("cosine", falling)):
        L, share = runs.mean(axis=0)
        print(f"    {name:8} loss {L:.3g}, {100 * share:.3g} % right")


compare(0.05)
compare(0.1)
compare(0.2)

# %% [markdown]
# At 0.05 the cosine loses: its steps are too short for five epochs. At 0.2 it wins by far, since that rate is too large to stay, and good to travel.
# Compare the best of each, too: the cosine with 0.2 ends below the best constant rate of these.

# %% [markdown]
# ## Bug hunt: nothing after the first epoch (4 min)
#
# Somebody trains the same net for five epochs with a cosine from 0.2 down to 0, written as `bp.Cosine(0.2, steps=5)`. There is no error. Look at the loss of each epoch, and at the rate at its start.

# %%
net = new_net([64, 32, 10], 0)
history = bp.fit(
    net,
    bp.SoftmaxCrossEntropy(),
    bp.SGD(bp.Cosine(0.2, steps=5)),
    X,
    labels,
    epochs=5,
    batch_size=4,
    rng=np.random.default_rng(0),
)
for epoch, (L, lr) in enumerate(zip(history, history.learning_rates), start=1):
    print(f"epoch {epoch}: loss {L:.3f}, rate {lr:.3g}")

# %%
ask("nothing_after_the_first_epoch")

# %% [markdown]
# ## If you want more
#
# In the schedule designer, with batches of 4: which schedule ends below 0.1 %? And what does it cost if a cosine from 0.1 is at its end too early, after 10 % of the run, or too late, after 200 %?
#
# <details><summary>Answer</summary>
#
# Stairs that halve the rate every 10 % of the run do it: from 0.1 they end at 0.06 %, and from 0.2 at 0.048 %.
# The cosine that is at its end after 10 % of the run stops at 9.2 %, for its rate is 0 from there on. If it needs 200 %, this run sees its first half only, and ends at 3.6 %. At its end with the run it reaches 0.2 %.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("a_quarter_of_a_cosine", "stairs_at_25", "still_falling")

# %% [markdown]
# ## In three sentences
#
# With noisy gradients a constant rate comes to rest at a distance that the rate decides, so a schedule travels with a large rate and rests with a small one.
# Decay wins where the noise is what is left, and costs distance where the run is on its way or where there is no noise; a warm-up helps where the first steps are dangerous.
# A range test finds the limit of the rate, and a tenth of it is a fair first try, which the training itself has to confirm.
#
# The largest stable rate comes from lesson 02, and the noise from lesson 09. In lesson 18 your schedules are among the controls of the playground.
#
# `status()` shows how far you have come, and `look_up("schedule")` finds a word.
