# %% [markdown]
# # Lesson 17: dropout and early stopping
#
# **Afterwards you can** switch units off in training and go back through the same mask, end a training in time with its best weights, and say on which data neither helps.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("17")
rng = np.random.default_rng(17)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up.

# %%
from_memory("after_one_cut", "bn_one_sample")

# %% [markdown]
# ## Forty percent nonsense (4 min)
#
# A net learns from 200 pictures of digits. With 40 % of them somebody was careless, and drew the label at random. By chance some of these are right all the same: 131 of the 200 labels are.
# The labels of all other digits are right. 200 of them are for looking on during the training, and 600 new ones are for judging.

# %%
digits = bp.datasets.digits()
X, y = digits.X, digits.targets
order = np.random.default_rng(17).permutation(len(X))
old, held, new = np.split(order[:1000], [200, 400])


def training(share, p, seed):
    """After each epoch: both losses, the share that is right, and the weights."""
    own = np.random.default_rng(seed)
    told = y[old].copy()
    drawn = own.random(200) < share
    told[drawn] = own.integers(10, size=drawn.sum())
    first = bp.Dense(64, 128, rng=own, init=bp.initializers.he_normal)
    last = bp.Dense(128, 10, rng=own)
    drop = [bp.Dropout(p, rng=own)] if p else []
    net, loss = bp.Network(first, bp.ReLU(), *drop, last), bp.SoftmaxCrossEntropy()
    settings = {"epochs": 100, "batch_size": 32, "rng": own}
    for L in bp.epochs(net, loss, bp.Adam(0.003), X[old], told, **settings):
        L_held = loss.forward(net.predict(X[held]), y[held])
        w = [first.W, first.b, last.W, last.b]
        yield L, L_held, share_right(w), w


def share_right(w):
    """The share of the new digits that a net with these weights reads right."""
    W1, b1, W2, b2 = w
    logits = np.maximum(X[new] @ W1 + b1, 0) @ W2 + b2
    return np.mean(logits.argmax(axis=1) == y[new])


# %%
ask("better_than_its_labels")

# %%
for epoch, (L, _, right, _) in enumerate(training(0.4, 0.0, 3), start=1):
    if epoch in (1, 5, 10, 15, 20, 30, 50, 100):
        print(f"epoch {epoch}: training loss {L:.2g}, {100 * right:.3g} % right")

# %% [markdown]
# The training loss falls all the time. The share that is right on new digits rises at first, well above what the labels were worth, and then it falls.
# Going on to learn what holds for the training data only, and so becoming worse on new ones, is called **overfitting**.
#
# With random labels it is seen best, and that is why they are in this lesson. In real data some labels are wrong, too.
#
# ## When to stop (7 min)
#
# There are two brakes. The first one is to stop in time. After each epoch the loss on digits that are not learned from is measured: they are a validation set, as in lesson 16, and that is the validation loss.
# When it has not become better for some epochs, the training ends. That is **early stopping**, and the number of these epochs is the **patience**.
#
# A whole run, with the patience 3:
#
# | epoch | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
# |---|---|---|---|---|---|---|---|---|---|---|
# | loss | 0.8 | 0.6 | 0.5 | 0.45 | 0.46 | 0.43 | 0.47 | 0.44 | 0.45 | 0.46 |

# %%
ask("stop_and_keep")

# %% [markdown]
# Below is a training like the one above, with the stop drawn into it. Predict first, then look at the small picture at the right: it shows how the net reads those of its *own* training digits that have a wrong label.
#
# Then pull the patience along the curve, and move `share of random labels` to 0.

# %%
WhenToStop()

# %% [markdown]
# **Why it happens.** Right labels agree with each other: what makes one picture a 3 also makes another one a 3. Each wrong label stands alone.
# So what is common is learned first. In epoch 9 the net reads 82 % of the wrongly labelled digits as they truly are: it corrects its teacher. In epoch 100 it gives back 98 % of the errors as it was told, for by then it has learned them by heart.
#
# Where all labels are right there is nothing of that kind to learn late, and stopping wins nothing to speak of.
#
# A large patience costs time only, as long as the best weights are taken back: no loss on the validation set is lower than theirs. With a small one the training may stop before a better epoch comes.

# %% exercise="EarlyStopping"

# %% [markdown]
# ## Stop in time (3 min)
#
# The training of the beginning once more, now with your class and the patience 10.
#
# **Before running**: the training stops in epoch 33. In which epoch was the best validation loss?

# %%
EarlyStopping = bp.mine("EarlyStopping")
stopping = EarlyStopping(10, 0.0)
w = [np.zeros((64, 128)), np.zeros(128), np.zeros((128, 10)), np.zeros(10)]
for epoch, (_, L_held, _, now) in enumerate(training(0.4, 0.0, 3), start=1):
    for array, values in zip(w, now):
        array[:] = values  # in place, as many trainings do it
    if stopping.update(L_held, w):
        print(f"stopped in epoch {epoch}, best loss {stopping.best_loss:.3g}")
        break

print(f"right with the weights of that epoch: {share_right(w):.3g}")
print(f"right with the best ones: {share_right(stopping.best):.3g}")

# %% [markdown]
# It was epoch 23, ten epochs before. After all 100 epochs 0.663 of the new digits would be right.
#
# ## Bug hunt: kept and lost (4 min)
#
# Somebody else runs the same training with a class of their own. It stops in epoch 33 and reports the best loss. Then they put the weights in `best` back, and measure 0.75. This is what they wrote down on the way:
#
# | epoch | 5 | 15 | 23 | 28 | 33 |
# |---|---|---|---|---|---|
# | validation loss | 1.29 | 0.823 | 0.774 | 0.79 | 0.806 |
# | right | 0.782 | 0.803 | 0.797 | 0.773 | 0.75 |
#
# Their `best_loss` is 0.774. **Before running**: which of these columns does 0.75 belong to, and which one should it belong to?

# %%
ask("not_the_best")

# %% [markdown]
# ## Switch units off
#
# The second brake works in every step. **Dropout** switches units off at random, so that no unit can rely on another one. With p = 0.5 each of them is silent in about every second step.
# An array with a number for each unit, the **mask**, says who speaks. What is left of the net is a **subnetwork**, another one in each step.
#
# Predict first. Then set p to 0.8, pull the line `this draw` to and fro, and switch the mode to `use`.

# %%
Resample()

# %% [markdown]
# **The rule.** In training, p is the chance to be dropped:
#
# $$\text{out} = A \odot \text{mask}$$
#
# *In words*: each activation times its number in the mask, which is 0 with the chance p, and else 1 / (1 − p).
# *In NumPy*: `out = A * mask`
#
# Worked in full, for five units of value 1 and p = 0.2, where the third is dropped: the mask is (1.25, 1.25, 0, 1.25, 1.25), and so is out. The mean is 1, as before.
# So the next layer gets sums of the size that it is used to. In use all units speak, and nothing has to be made up for: these are the two modes of lesson 12 again. Some older books do it the other way round: they leave training as it is, and make all values smaller in use. In some, p is the part that is kept.

# %%
ask("survivor", "blank_kept")

# %% exercise="dropout_forward"

# %% [markdown]
# ## The mean stays
#
# **Before running**: a thousand units of value 1. How large is the mean of out with p = 0.8, and which numbers are in it?

# %%
dropout_forward = bp.mine("dropout_forward")
A = np.ones(1000)
for p in (0.2, 0.5, 0.8):
    means = [dropout_forward(A, p, rng, True)[0].mean() for _ in range(50)]
    print(
        f"p {p}: mean {np.mean(means):.2f}, from {min(means):.2f} to {max(means):.2f}"
    )

# %% [markdown]
# The mean is right on average. A single mask is off by a little, and by more where few are left: dropout is noise, and that is its purpose.
#
# And on the way back?

# %%
ask("back_to_the_dropped")

# %% [markdown]
# On the way back the same mask is needed: what was dropped had no part in the loss.

# %% exercise="dropout_backward"

# %% [markdown]
# ## A check for chance
#
# A mask is chance, so no single number in it is right or wrong. It can be checked all the same.

# %% exercise="drops_wrongly"

# %% [markdown]
# **Before running**: does the layer of the library keep the promises? And if `forward` is called in use, too, in place of `predict`?

# %%
drops_wrongly = bp.mine("drops_wrongly")
dropout_backward = bp.mine("dropout_backward")


def library(A, p, rng, train):
    layer = bp.Dropout(p, rng=rng)
    if train:
        return layer.forward(A), layer.M
    return layer.predict(A), np.ones(A.shape)


def careless(A, p, rng, train):
    return library(A, p, rng, True)


print("the library breaks a promise:", drops_wrongly(library, dropout_backward))
print("forward in use, too:", drops_wrongly(careless, dropout_backward))

# %% [markdown]
# ## Two brakes on real digits (4 min)
#
# The digits are real: 1797 pictures of 8 × 8 pixels (Alpaydin and Kaynak 1998; licence CC BY 4.0). Here both brakes are judged on them, with noisy labels and with right ones, by two nets each.
#
# **Before running**: which of the two brakes helps where all labels are right?

# %%
for share, p in ((0.4, 0.0), (0.4, 0.5), (0.4, 0.8), (0.0, 0.0), (0.0, 0.5)):
    last, kept = [], []
    for seed in (3, 4):
        stopping = EarlyStopping(100, 0.0)
        for _, L_held, _, w in training(share, p, seed):
            stopping.update(L_held, w)
        last.append(share_right(w))
        kept.append(share_right(stopping.best))
    print(
        f"random labels {share}, dropout {p}:"
        f" last epoch {np.mean(last):.3g}, best weights {np.mean(kept):.3g}"
    )

# %% [markdown]
# With noisy labels the best weights win over the last ones, and dropout wins over none. Both together do no better here than the better one of them alone.
# With right labels neither brake changes the share by as much as 0.01. Even a net that has learned its 200 digits by heart is no worse for it.
#
# So a brake is something to try, and not something to have. Whether it helps is seen on the validation set.
#
# ## If you want more
#
# Leave the dropout switched on in use, and let 50 subnetworks vote. Is their vote the answer of the whole net? In `Resample` with p = 0.2 and with p = 0.8, for how many of the 200 digits do most of the 50 disagree with it?
#
# <details><summary>Answer</summary>
#
# For 1 digit with p = 0.2, and for 20 with p = 0.8. The whole net is nearly the mean of its subnetworks, but not quite.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("factor_at_three_quarters", "sixth_update", "which_brake")

# %% [markdown]
# ## In three sentences
#
# On noisy labels a net first learns what most samples agree in, and later the errors by heart, so it becomes worse on new data while its training loss falls.
# Early stopping waits for some epochs without progress on the validation set, and takes back a copy of the best weights.
# Dropout sets each unit to 0 with the chance p and divides the others by 1 − p, in training only, and goes back through the same mask; where labels are right, neither of them helped here.
#
# The validation set comes from lesson 16, and the two modes from lesson 12. In lesson 18 both brakes are at hand, and there is a run that needs one.
#
# `status()` shows how far you have come, and `look_up("dropout")` finds a word.
