# %% [markdown]
# # Lesson 08: checking a gradient
#
# **Afterwards you can** measure a slope without a formula, check the backward pass of any net, choose where to look, and name a bug from what the check shows.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("08")
rng = np.random.default_rng(8)

# %% [markdown]
# ## From memory (1 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("bias_sum", "tanh_slope")

# %% [markdown]
# ## Which one is right? (3 min)
#
# Five backward passes, A to E, train the same net from the same start: 2-32-3 with tanh, on three spiral arms. One pass is right, four are wrong.
# Run the cell, write your guess into it, and say why.

# %%
from bpcourse.nn import planted_bugs

X, y = bp.datasets.spirals(150, noise=0.05, rng=rng)
start = [
    (rng.normal(size=(2, 32)), np.zeros(32)),
    (rng.normal(size=(32, 3)) / np.sqrt(32), np.zeros(3)),
]
five = planted_bugs.five()
ax, lines = None, ["-", "--", "-.", ":", (0, (8, 2))]
for (letter, backward), line in zip(five.items(), lines):
    params, losses = start, []
    for _ in range(1500):
        losses.append(planted_bugs.loss(params, X, y))
        grads = backward(params, X, y)
        params = [
            (W - 0.5 * dW, b - 0.5 * db) for (W, b), (dW, db) in zip(params, grads)
        ]
    (W1, b1), (W2, b2) = params
    right = np.mean((np.tanh(X @ W1 + b1) @ W2 + b2).argmax(axis=1) == y)
    print(
        f"{letter}: loss {losses[-1]:.2g}, {100 * right:.3g} % of the points right"
    )
    ax = plotting.loss_curve(
        losses, ax=ax, label=letter, linestyle=line, step="step"
    )
guess = "?"  # A, B, C, D or E
plotting.show(ax)

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *The lowest curve*: two of the five share it, and one of these two is wrong. *The smoothest one*: all five are smooth.
# A gradient can be wrong and the loss still falls, so the curve cannot tell. Keep your guess: you will find the answer with a check that you write.
#
# </details>

# %% [markdown]
# ## A slope without a formula
#
# Lesson 07 has used nudging to judge a backward pass. Here is how it works, for one number first.
# Take $f(w) = w^3$ at $w = 2$, where the slope is 12, and a nudge of $h = 0.1$.
#
# | difference | computed | found |
# |---|---|---|
# | **forward difference**: from here to $h$ more | $(9.261 - 8) / 0.1$ | 12.61 |
# | **central difference**: from $h$ less to $h$ more | $(9.261 - 6.859) / 0.2$ | 12.01 |
#
# **The rule.**
#
# $$\text{slope} = \frac{f(w + h) - f(w - h)}{2h}$$
#
# *In words*: f with h more, minus f with h less, divided by twice h. *In NumPy*, for one number: `(f(w + h) - f(w - h)) / (2 * h)`
#
# The slopes of all numbers of an array, found in this way one after the other, are its **numerical gradient**.
#
# Here is the lower row of the table as a function. Step through it with ▸: at each line it says what `f` was asked, and what it has answered.


# %%
def cube(w):
    return w**3


def central_difference(f, w, h):
    above = f(w + h)
    below = f(w - h)
    return (above - below) / (2 * h)


trace(central_difference, cube, 2.0, 0.1)

# %% exercise="numerical_grad"

# %% [markdown]
# ## How small is h? (6 min)
#
# The error of the table is 0.61 for the forward difference and 0.01 for the central one. A smaller h makes both smaller, but does that go on?
# Predict first. Then drag the line at h to the left, and watch the small pictures. Take `forward`, and `float32`.

# %%
HowSmallIsH()

# %% [markdown]
# **Why it happens.** A large h goes wrong because $f$ bends: ten times smaller, and the forward difference is 10 times better, the central one 100 times.
# A small h goes wrong because each value of $f$ is rounded to about 16 digits. Two values that agree in 12 of them leave 4 digits for their difference: that is the **rounding error**, and below $10^{-8}$ it is the same for both.
# With float64 a central difference and an h near $10^{-5}$ are a good choice. With float32 there are 7 digits, so that h has to be near $10^{-2}$.

# %% [markdown]
# ## How far apart is too far?
#
# The claim is 0.002 and the measured slope 0.001. They are 0.001 apart, which sounds little, and yet the claim is twice as large as it should be.
# So the distance is divided by the size of the numbers: the **relative error**. A floor keeps two numbers that are nearly 0 from being called different.

# %% exercise="relative_error"

# %% [markdown]
# **Before running**: a slope is 1e-7, and the claim is twice that. What do the floors 1e-8 and 1 make of it?

# %% tags=["nbval-check-output"]
relative_error = bp.mine("relative_error")
claim, slope = np.array([2e-7]), np.array([1e-7])
for floor in (1e-8, 1.0):
    error = relative_error(claim, slope, floor)[0]
    print(f"floor {floor:g}: relative error {error:.1g}")

# %% [markdown]
# With the floor 1 the doubled slope passes as right. Choose as floor the smallest size that matters.

# %% exercise="grad_check"

# %% [markdown]
# Now to something real. Below, *your* `mlp_backward` of lesson 07 is judged by *your* `grad_check`: 10 penguins with three measures, 4 tanh units, and the body mass (Gorman, Williams and Fraser 2014; licence CC0).
#
# **Before running**: the net has 3 · 4 + 4 + 4 + 1 = 21 numbers. How often does the check compute the loss?

# %%
mlp_forward, mlp_backward = bp.mine("mlp_forward"), bp.mine("mlp_backward")
grad_check = bp.mine("grad_check")
penguins = bp.datasets.penguins()
some = rng.choice(len(penguins.X), size=10, replace=False)
X10 = bp.datasets.standardise(penguins.X)[some]  # (10, 3)
mass = penguins.targets[some]  # (10, 1), in kg
params = [(rng.normal(size=(3, 4)), rng.normal(size=4))]
params += [(rng.normal(size=(4, 1)), rng.normal(size=1))]
asked = 0


def loss_fn(params):
    global asked
    asked += 1
    return np.mean((mlp_forward(params, X10, "tanh")["Z"][-1] - mass) ** 2)


claims = mlp_backward(params, mlp_forward(params, X10, "tanh"), mass)
for layer, pair in enumerate(grad_check(loss_fn, params, claims, 1e-5), start=1):
    for name, error in zip("Wb", pair):
        told = "agrees" if error < 1e-6 else f"is off by {error:.2g}"
        print(f"{name}{layer} {told}")
print(f"{asked} losses for {sum(w.size for pair in params for w in pair)} numbers")

# %% [markdown]
# Two losses for each number, and one more for the place itself. For a million weights that would be two million forward passes in each step: nudging is for checking, and not for training.
#
# ReLU has a **corner** at 0. Where a sum is exactly 0, the slopes to its two sides differ, the central difference is their mean, and a right claim can look wrong. That is rare with random numbers.
# A row of zeros in `X`, with biases of 0, is such a place.
#
# **Before running**: which of the two checks below will accuse the right backward pass?

# %% tags=["nbval-check-output"]
numerical_grad = bp.mine("numerical_grad")
at_corner = np.array([[0.0, 0.0], [1.0, 2.0]])  # the first sample is all zeros
small = [(np.array([[1.0], [0.5]]), np.zeros(1)), (np.array([[2.0]]), np.ones(1))]
goal = np.array([[4.0], [3.0]])


def relu_loss(params):
    return np.mean((mlp_forward(params, at_corner, "relu")["Z"][-1] - goal) ** 2)


claims = mlp_backward(small, mlp_forward(small, at_corner, "relu"), goal)
print("claimed for b1:", claims[0][1])
central = numerical_grad(
    lambda b: relu_loss([(small[0][0], b), small[1]]), small[0][1], 1e-5
)
print("central difference:", central.round(6))
error = grad_check(relu_loss, small, claims, 1e-5)[0][1]
print(f"error by grad_check: {error:.1g}")

# %% [markdown]
# The claim 4 takes the slope 0 at the corner, and all slopes from −2 to 4 would be right there. The central difference gives the middle, 1, so that a right claim looks wrong.
# `grad_check` knows both sides. The 5e-06 that is left is what the loss bends over h.

# %% [markdown]
# ## What a check shows, and what training shows (6 min)
#
# Each box below is one number of a net 3-4-4: the claim divided by the measured slope. Choose bugs, and compare what the boxes and the loss say.
# Then set `samples in the check` to 1 for each of them. In the end take `blind-1` to `blind-5`, and set your guess.

# %%
BugFingerprints()

# %% [markdown]
# **Why it happens.** With one sample, dW1 is the inputs times one delta for each hidden unit. So what is wrong with the delta of a unit is the same factor in its whole column: it *is* the bug.
#
# | one sample: factor for a unit with output a | all samples: factor | what is wrong |
# |---|---|---|
# | 1 / (1 − a²) in layer 1 | no common one | the slope of tanh is missing |
# | a / (1 + a) in layer 1 | no common one | a (1 − a), the sigmoid's slope, for tanh |
# | −1 in layer 1 | −1 in layer 1 | a sign is lost on the way back |
# | another one for each unit | no common one | W2 for its transpose |
# | 1, all is right | n or 1/n, everywhere | the mean is forgotten, or taken twice |
# | 1, all is right | 1/n in the biases | a mean of deltas for the biases |
# | 0 in b1 | 0 in b1 | b1 gets no gradient |
#
# Seven of the fourteen bugs in `planted_bugs.BUGS` train the net of the beginning to 95 % or more, and a check shows each of them.
#
# So check with one sample first, which names slopes, then with the batch, which finds wrong means and sums. And check where weights are about 1: with `size of W1, b1` at 0.0005 a forgotten slope cannot be seen, because tanh is nearly straight there.

# %%
ask("factor_of_a_unit", "zeros_hide")

# %% exercise="catches"

# %% [markdown]
# Now let your check judge the five of the beginning. **Before running**: is your guess still the same?

# %%
catches = bp.mine("catches")
for letter, backward in five.items():
    print(
        letter, "is wrong" if catches(planted_bugs.loss, backward) else "is right"
    )
print("Your guess was", guess)

# %% [markdown]
# ## Bug hunt: two at once (5 min)
#
# This backward pass trains the spirals to 99 % as well, and it has two bugs. Look at the numbers for 8 samples first, then at those for the first sample alone.

# %%
suspect = planted_bugs.two_at_once
(W1, b1), (W2, b2) = start[0], (rng.normal(size=(32, 3)), rng.normal(size=3))
W1, b1, W2 = W1[:, :4], rng.normal(size=4), W2[:4]  # a net 2-4-3


def report(n):
    """Claimed over measured, for the first n samples."""
    claimed = suspect([(W1, b1), (W2, b2)], X[:n], y[:n])
    with np.printoptions(precision=3, suppress=True):
        for k, (layer, name) in enumerate(
            [(0, "W1"), (0, "b1"), (1, "W2"), (1, "b2")]
        ):

            def loss(w, k=k):
                arrays = [W1, b1, W2, b2]
                arrays[k] = w
                return planted_bugs.loss([arrays[:2], arrays[2:]], X[:n], y[:n])

            slopes = numerical_grad(loss, [W1, b1, W2, b2][k], 1e-5)
            print(name, *(claimed[layer][k % 2] / slopes).round(3).tolist())


report(8)

# %%
report(1)
a = np.tanh(X[:1] @ W1 + b1)[0]
print("outputs of the hidden units:", a.round(3))
print("slopes at these outputs over slopes at the sums:")
print(((1 - np.tanh(a) ** 2) / (1 - a**2)).round(3))

# %%
ask("two_bugs")

# %% exercise="diagnose"

# %% [markdown]
# ## If you want more
#
# A colleague checks a net with dropout, which is lesson 17: in each forward pass half of the units are switched off, at random. The backward pass is right, and the check says 0.9. Why? What would you change in the check?
#
# <details><summary>Answer</summary>
#
# The loss is another one in each call, so the difference of two losses measures chance, and h divides it. Call the loss twice with the same parameters first: it must be the same twice.
# For the check, switch the dropout off, or use the same mask in every call. The same holds for a loss that draws a new batch in each call.
#
# </details>
#
# ## Before you go (2 min)

# %%
ask("why_central", "which_h", "nine_tenths")

# %% [markdown]
# ## In three sentences
#
# A loss that falls does not prove a backward pass: nudging every number does, with a central difference and an h near $10^{-5}$.
# Where you look decides what you see: several samples, weights of about 1, biases that are not 0, every number.
# One sample first, then the batch: the factor between claim and slope, and where it stands, names the bug.
#
# The backward pass comes from lesson 07, and the corner from lesson 04. You write checks that others try to get past again in the lessons 09, 12 and 17.
#
# `status()` shows how far you have come, and `look_up("corner")` finds a word.
