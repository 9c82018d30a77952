# %% [markdown]
# # Lesson 07: the backward pass in matrices
#
# **Afterwards you can** compute one weight's gradient by hand, write the backward pass of a net of any depth, train a net with it, and find a bug from a report on its gradients.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("07")
rng = np.random.default_rng(7)

# %% [markdown]
# ## From memory (3 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("fork_adds", "relu_mask", "columns_meet_rows")

# %% [markdown]
# ## Which weight matters more? (4 min)
#
# A net with two weights: $x = 2$ is multiplied by $w_1 = 0.5$, goes through a ReLU, and is multiplied by $w_2 = -3$. The answer should be 1.
# Change *one* of the two by 0.1, in one run, so that the loss falls as far as possible. Choose before you run the cell.

# %%
x, w1, w2, y = 2.0, 0.5, -3.0, 1.0  # change w1 or w2 by 0.1, and run the cell


def loss_of(w1, w2):
    return (w2 * max(0.0, w1 * x) - y) ** 2


print(f"loss {loss_of(w1, w2):.4g}")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *The one next to the output*: no other weight stands between it and the loss. *−3*: it is the larger number.
# But it is $w_1$. Its slope is 48, and that of $w_2$ is −8: six times as large in size.
# The slope of $w_2$ is its own input times what the loss says about the output. The slope of $w_1$ has another input, and on its way to the loss the factor −3 as well.
# So a slope depends on the weight's own input and on everything *between* the weight and the loss. The second part is what goes backwards.
#
# </details>

# %% [markdown]
# ## One path, worked in full
#
# The **backward pass** goes from the loss back to the first weight, and at each sum it has one number, the **delta**: how fast the loss changes when this sum is nudged. At the last sum it is the **output delta**.
#
# | name of the step | in numbers |
# |---|---|
# | forward | first sum $0.5 \cdot 2 = 1$, ReLU gives 1, output $-3 \cdot 1 = -3$ |
# | loss | $(-3 - 1)^2 = 16$ |
# | output delta | $2 \cdot (-3 - 1) = -8$ |
# | parameter gradients | for $w_2$: its input times the delta, $1 \cdot (-8) = -8$ |
# | pass back | times the *old* $w_2$, times the slope 1 of the ReLU: $-8 \cdot (-3) \cdot 1 = 24$ |
# | parameter gradients | for $w_1$: $2 \cdot 24 = 48$ |
# | update, lr 0.01 | $w_2 \leftarrow -3 + 0.08 = -2.92$ and $w_1 \leftarrow 0.5 - 0.48 = 0.02$ |
#
# The same net with $x = 1$, $w_1 = 3$, $w_2 = 2$ and $y = 5$, the last step is yours.
# Forward: 3, then 6. Loss: 1. Output delta: 2. Parameter gradient of $w_2$: $3 \cdot 2 = 6$. Pass back: $2 \cdot 2 \cdot 1 = 4$. Parameter gradient of $w_1$: 4.

# %%
ask("blank_update")

# %% [markdown]
# And with two blanks: $x = -1$, $w_1 = -2$, $w_2 = 4$, $y = 10$. Forward: 2, then 8. Loss: 4.

# %%
ask("blank_delta", "blank_pass_back")

# %% [markdown]
# The same pass as a function, with the numbers of the table. Step through it with ▸.
#
# **Before running**: in which line is the delta passed back, and which numbers does it multiply?


# %%
def backward_pass(x, w1, w2, y):
    z1 = w1 * x  # the first sum
    a = max(0.0, z1)
    z2 = w2 * a  # the output
    dz2 = 2 * (z2 - y)  # the output delta
    dw2 = a * dz2
    da = w2 * dz2
    dz1 = da * (z1 > 0)
    dw1 = x * dz1
    return dw1, dw2


trace(backward_pass, 2.0, 0.5, -3.0, 1.0)

# %% [markdown]
# ## All paths, all samples (6 min)
#
# In a real net a weight leads into a unit that leads to many others, and the loss is a mean over many samples.

# %%
FollowWeight()

# %% [markdown]
# **Why it adds up.** A nudge reaches the loss on every **path** at once, and in every sample. So along a path the factors are multiplied, and the products of all paths and samples are added:
#
# $$\frac{dL}{dW_{ij}} = \sum_{s=1}^{n} X_{si}\; dZ_{sj}$$
#
# *In words*: weight [i, j] collects, over all samples s, the input i times the delta of output j. The paths from there to the loss are in the delta already.
#
# *In NumPy*, for one entry: `np.sum(X[:, i] * dZ[:, j])`. All entries at once are one matrix product. Which one, is the next question.
# The way back to an input adds over the outputs to which it leads. And the bias is a weight whose input is always 1.

# %%
ask("square_entry", "bias_sum")

# %% exercise="dense_backward"

# %% [markdown]
# ## Gates
#
# An activation works on each number alone, so there is no sum: multiply each number by its slope.
# A ReLU is a **gate**: open where its sum was above 0, with the slope 1, and else shut, with the slope 0.
#
# $$dZ = dA \odot f'(Z)$$
#
# *In words*: dA, what comes from the next layer, times the slope at the sum, element by element. *In NumPy*: `dZ = dA * slope`
#
# %%
ask("through_two_gates")

# %% [markdown]
# **Before running**: which of the six numbers will be 0?

# %%
Z = np.array([[-1.0, 0.5, 2.0], [3.0, -0.2, 0.1]])
dA = np.array([[10.0, 20.0, 30.0], [40.0, 50.0, 60.0]])
dA * (Z > 0)

# %% [markdown]
# The two whose gate was shut. The other numbers of that sample and of that column stay as they are.

# %% exercise="act_backward"

# %% [markdown]
# ## The whole net
#
# Now one layer after the other. Start with the output delta; at each layer store the parameter gradients, then pass the delta back.

# %%
ask("backward_order")

# %% exercise="mlp_backward"

# %% [markdown]
# **Nudging** uses no formula, so it can judge yours: change every weight a little, up and down, and measure the loss each time.
#
# **Before running**: the net below is 2-16-16-1. How many forward passes does nudging need, and how many does your backward pass?

# %% tags=["nbval-check-output"]
mlp_forward, mlp_backward = bp.mine("mlp_forward"), bp.mine("mlp_backward")
sizes = [(2, 16), (16, 16), (16, 1)]
params = [
    (rng.normal(size=(i, o)) / np.sqrt(i), rng.normal(size=o)) for i, o in sizes
]
X, y = rng.normal(size=(8, 2)), rng.normal(size=(8, 1))
grads = mlp_backward(params, mlp_forward(params, X, "tanh"), y)
numbers, worst = 0, 0.0
for pair, claims in zip(params, grads):
    for w, dw in zip(pair, claims):
        nudged = bp.numerical_gradient(
            lambda _: np.mean((mlp_forward(params, X, "tanh")["Z"][-1] - y) ** 2), w
        )
        numbers += w.size
        worst = max(worst, bp.relative_error(dw, nudged).max())
print(f"{numbers} numbers, so {2 * numbers} forward passes of nudging")
print("they agree to 7 digits" if worst < 1e-7 else f"they differ by {worst:.2g}")

# %% [markdown]
# One forward pass and one backward pass give all slopes. For a net with a million weights, nudging would need two million forward passes for each step.

# %% [markdown]
# ## Where the error goes (6 min)

# %%
ErrorFlow()

# %% [markdown]
# **Why it happens.** All points share the weights, and a step follows the mean of what they need. A few points near the border need a different change from most; their errors remain, and soon they are most of the loss.

# %% [markdown]
# ## From scratch

# %% exercise="train_step"

# %% [markdown]
# Your step, two thousand times, on two spirals that no straight line can separate.
#
# **Before running**: will the loss fall at an even pace?

# %%
ask("pace_of_learning")

# %%
turn = np.linspace(0.5, 5.5, 60)  # (60,)
arm = np.column_stack([turn * np.cos(turn), turn * np.sin(turn)]) / 3  # (60, 2)
X = np.vstack([arm, -arm])  # (120, 2)
y = np.repeat([[1.0], [-1.0]], 60, axis=0)  # (120, 1)

start = [
    (rng.normal(size=(i, o)) * np.sqrt(2 / i), np.zeros(o))
    for i, o in [(2, 24), (24, 24), (24, 1)]
]
train_step = bp.mine("train_step")


def train(lr):
    """The loss before each of 2000 steps."""
    params, losses = start, []
    for _ in range(2000):
        params, loss = train_step(params, X, y, lr)
        losses.append(loss)
    return losses


slow = train(0.01)
ax = plotting.loss_curve(slow, step="step")
plotting.show(ax)

# %% [markdown]
# **Before running**: five times the rate. Will the same loss be reached in a fifth of the steps?

# %%
fast = train(0.05)
rises = np.sum(np.diff(fast) > 0)
print(f"rate 0.05: the loss rises in {rises} of {len(fast)} steps")
ax = plotting.loss_curve(fast, label="rate 0.05", step="step", linestyle=":")
ax = plotting.loss_curve(slow, label="rate 0.01", step="step", ax=ax)
plotting.show(ax)

# %% [markdown]
# At first yes. Then the loss jumps up again and again.
# A bowl has one curvature in each direction; the loss of a net has another one at every place. While this net learns at the rate 0.05, its largest curvature grows to about 40, and there it stays:
# by lesson 02 the largest stable rate is then 2 / 40 = 0.05, the rate itself. At the rate 0.01 the border is a curvature of 200, and this run does not reach it.

# %% [markdown]
# ## A bug hunt

# %% exercise="net_grads"


# %%
def report(net_grads, rng):
    """Compare each gradient with nudging."""
    X, y = rng.normal(size=(6, 2)), rng.normal(size=(6, 1))
    w = [rng.normal(size=size) for size in ((2, 3), 3, (3, 1), 1)]

    def loss(_):
        W1, b1, W2, b2 = w
        return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - y) ** 2)

    claims = net_grads(X, y, *w)
    for name, claim, array in zip(("dW1", "db1", "dW2", "db2"), claims, w):
        error = bp.relative_error(claim, bp.numerical_gradient(loss, array)).max()
        told = "agrees" if error < 1e-6 else f"differs by up to {error:.2g}"
        print(f"{name} {told}")


report(net_grads, np.random.default_rng(1))

# %% [markdown]
# A report says where to look, and this is how to look: your own `net_grads`, line by line, on two samples.

# %%
X, y = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.0], [0.0]])
W1, b1 = np.array([[0.5, -1.0, 2.0], [1.0, 0.5, 0.0]]), np.zeros(3)
W2, b2 = np.array([[1.0], [2.0], [-1.0]]), np.zeros(1)
trace(net_grads, X, y, W1, b1, W2, b2)

# %% [markdown]
# ## If you want more
#
# A net has 1000 inputs, one output, and many layers between. Going *forward* with slopes (how does each sum change with input 1, then with input 2, …) would give the slopes with respect to the inputs, too.
# Why does everybody go backwards?
#
# <details><summary>Answer</summary>
#
# Forward, one pass is needed for each input or weight. Backward, one pass is needed for each output, and the loss is a single number.
# For a function with few inputs and many outputs, going forward needs fewer passes.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("dead_unit", "old_weights", "sum_of_losses")

# %% [markdown]
# ## In three sentences
#
# The backward pass goes from the last layer to the first with one thing, the delta: times the layer's inputs it gives the parameter gradients, times the old weights and the slopes it becomes the delta of the layer before.
# Along a path the factors are multiplied, over paths and samples the products are added, and a matrix product does the adding.
# Nudging needs two forward passes for each weight; the backward pass finds all gradients in one.
#
# The chain rule comes from lesson 06, the cache from lesson 03, and the output deltas from lessons 01 and 05. Nudging becomes a check in lesson 08, and many layers in a row are lesson 11.
#
# `status()` shows how far you have come, and `look_up("delta")` finds a word.
