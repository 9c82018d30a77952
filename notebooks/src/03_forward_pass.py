# %% [markdown]
# # Lesson 03: feedforward nets and the forward pass
#
# **Afterwards you can** compute what a net answers, write the forward pass for any depth, say which shapes meet in it, and explain what the activation between two layers is for.
#
# **Time**: 45 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("03")
rng = np.random.default_rng(3)

# %% [markdown]
# ## From memory (3 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("new_w", "silent_pairs", "mean_of_columns")

# %% [markdown]
# ## One straight cut (4 min)
#
# Four points: A (0, 0), B (0, 1), C (1, 0), D (1, 1). B and C belong to class 1, A and D to class 0. This is called XOR.
# A straight cut has a direction, in degrees, and an offset: a point that lies farther than the offset in that direction is called class 1. Try to get all four points right, in *six runs*.

# %%
direction, offset = 90, 0.5  # change these two, and run the cell again

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
y = np.array([[0.0], [1.0], [1.0], [0.0]])  # (4, 1)
along = X @ [np.cos(np.deg2rad(direction)), np.sin(np.deg2rad(direction))]
print("class 1:", *(name for name, far in zip("ABCD", along) if far > offset))

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *Turning the cut*, then *shifting it*: three of four is the best that any straight cut can do. We tried 360 directions with 121 offsets each.
#
# Now draw the points on paper, and fold it along the line through B and C. D comes to lie on A, and *one* cut separates the two from B and C.
# A net does the same: it first moves the points, and then cuts.
#
# </details>

# %% [markdown]
# ## A layer
#
# The neuron of lesson 01 has a weight for each input, and a bias. A **layer** is several of them side by side, its **units**. All get the same inputs.
# A *net* is several layers: what leaves one layer enters the next one. Nothing runs back, so it is called *feedforward*.
#
# Worked in full, for B = (0, 1) and two units. Unit 1 has the weights 2 and −1 and the bias 0; unit 2 has the weights 1 and 3 and the bias −2:
#
# | unit | its sum |
# |---|---|
# | 1 | $0 \cdot 2 + 1 \cdot (-1) + 0 = -1$ |
# | 2 | $0 \cdot 1 + 1 \cdot 3 - 2 = 1$ |
#
# **The rule.** Put the weights of unit j into column j of a matrix:
#
# $$Z_{sj} = \sum_{i} X_{si} W_{ij} + b_j$$
#
# *In words*: the sum of unit j for sample s is, over all inputs i, input times weight; plus the bias of unit j. *In NumPy*, for all samples and units at once: `Z = X @ W + b`
#
# The samples that are computed together, the rows of X, are a **batch**.
#
# **Before running**: the cell gives the four points to these two units. Which shape does `Z` have, and which row is B's?

# %% tags=["nbval-check-output"]
W1, b1 = np.array([[2.0, 1.0], [-1.0, 3.0]]), np.array([0.0, -2.0])
X @ W1 + b1  # Z

# %%
ask("biases_of_a_layer")

# %% exercise="dense_forward"

# %% [markdown]
# ## Which axes meet (6 min)
#
# The weights and biases of all layers are the **parameters**. What passes through the net is not among them.
# In the picture, `Z1` are the sums of the first layer, `A1` is what is made of them before they enter the second layer, and `Z2` is the answer.

# %%
ShapeTracer()

# %% [markdown]
# **Why it happens.** In `X @ W` the columns of X meet the rows of W: both count inputs. The rows of X count samples, and W knows nothing of them.
# Give `b1` the shape of a column, and then as many samples as hidden units: no error comes, and all numbers are wrong. Shapes that fit prove little.
#
# ## Two layers, and what stands between them
#
# Between two layers each sum goes through an **activation**, written f. Here it is ReLU, the larger of 0 and the sum:
#
# $$A = f(Z)$$
#
# *In words*: every number of A is f of the number at the same place of Z. *In NumPy*: `A = np.maximum(Z, 0)`
#
# Units whose results only the next layer sees are *hidden units*. Our two feed one output with the weights 4 and −1 and the bias 0.5. For B = (0, 1):
#
# | step | in numbers |
# |---|---|
# | sums of the hidden layer | −1 and 1 |
# | activation | 0 and 1 |
# | sum of the output layer | $0 \cdot 4 + 1 \cdot (-1) + 0.5 = -0.5$ |
#
# After the last layer there is no activation: −0.5 is the answer. Going through a net like this is the **forward pass**. Now C and D, with one step left to you each.

# %%
ask("blank_hidden", "blank_answer")

# %% [markdown]
# ## A net of any depth

# %%
ask("forward_order")

# %% exercise="mlp_forward"

# %% [markdown]
# ## Bend the space (6 min)
#
# Each hidden unit has a line where its sum is 0. Turn and shift these lines by their handles. On the right are the same points and the same grid, but at the places that the hidden units give them. The cut is made there.

# %%
BendTheSpace()

# %% [markdown]
# **Why it happens.** Turn both units to 45°: B and C fall on one place. Where a sum is below 0, ReLU makes 0 of it, and that part of the plane is folded flat.
# Shift the folds until the loss is 0: then a straight cut separates B and C from A and D.
# Switch the activation off, and the grid lies straight: the best cut answers 0.5 everywhere.
#
# The cut is made by the output layer: its two weights and its bias. The picture does not show them; they are yours to find.

# %% exercise="xor_params"

# %% [markdown]
# Your net, and your forward pass.
#
# **Before running**: what will the four answers be?

# %%
cache = bp.mine("mlp_forward")(bp.mine("xor_params")(), X, "relu")
cache["Z"][-1]

# %% [markdown]
# ## Without the fold
#
# What if there is no activation between two layers? With one number each: $(x \cdot 3 + 2) \cdot 5 + 1$ is $x \cdot 15 + 11$, again one weight and one bias. With matrices it is the same:
#
# $$(X W_1 + b_1) W_2 + b_2 = X W + b$$
#
# *In words*: for any two layers without an activation between them, called *linear layers*, there is one that gives the same for every X. Which W and which b, you will find.

# %% exercise="collapse"

# %% [markdown]
# **Before running**: three linear layers, written 3-50-50-2 because 3 inputs go in and the layers have 50, 50 and 2 units, are made one. How many parameters do they have, and how many has the one?

# %% tags=["nbval-check-output"]
sizes = [(3, 50), (50, 50), (50, 2)]
layers = [(rng.normal(size=size), rng.normal(size=size[1])) for size in sizes]
batch = rng.normal(size=(1000, 3))

one_by_one = batch
for W, b in layers:
    one_by_one = one_by_one @ W + b
W, b = layers[0]
for W_next, b_next in layers[1:]:
    W, b = bp.mine("collapse")(W, b, W_next, b_next)
off = np.abs(one_by_one - (batch @ W + b)).max() / np.abs(one_by_one).max()
print(sum(W.size + b.size for W, b in layers), "parameters, and", W.size + b.size)
print("the same answers" if off < 1e-9 else f"they differ by {off:.2g}")

# %% [markdown]
# ## What a net can do, and what it learns
#
# You have found the nine numbers for XOR with a pencil. Training has to find them from random numbers, with gradient descent. `bp.fit` does that until you write it yourself in lesson 07. `bp.Momentum` is a faster kind of gradient descent, which lesson 13 explains.

# %%
ask("two_relu_units_learn")


# %%
def is_learned(units, activation, seed):
    """Is XOR learned from this start, with every answer within 0.25?"""
    rng = np.random.default_rng(seed)
    net = bp.Network(
        bp.Dense(2, units, rng=rng), activation, bp.Dense(units, 1, rng=rng)
    )
    bp.fit(net, bp.MeanSquaredError(), bp.Momentum(0.1), X, y, rng=rng, epochs=500)
    return np.abs(net.predict(X) - y).max() < 0.25


units, activation = 2, bp.ReLU()  # then try 8 units, and bp.Tanh() with 3
print(
    sum(is_learned(units, activation, seed) for seed in range(20)), "of 20 starts"
)

# %% [markdown]
# In 17 of the 18 starts that fail, at least one of the two units is *shut* at all four points in the end: its sum is not above 0 there, so ReLU gives 0. Such a unit changes no answer, so no step moves it.
# With 8 ReLU units 16 of 20 starts succeed, and with 16 of them all: some begin well. With three units of tanh, an activation of lesson 04, all 20 succeed, too: tanh is never shut.
#
# ## Penguins
#
# Three species, from the length and the depth of their bills. A net 2-8-3 has been trained; your forward pass draws what it answers, and the dashed lines are where the sums of its hidden units are 0.
#
# **Before running**: will the borders between the species be straight?

# %%
penguins = bp.datasets.penguins()
features = penguins.X[:, :2]  # (342, 2)
features = (features - features.mean(axis=0)) / features.std(axis=0)
species, labels = np.unique(penguins.species, return_inverse=True)
net = bp.Network(bp.Dense(2, 8, rng=rng), bp.ReLU(), bp.Dense(8, 3, rng=rng))
loss, targets = bp.MeanSquaredError(), np.eye(3)[labels]
bp.fit(net, loss, bp.Momentum(0.1), features, targets, rng=rng, epochs=200)
params = [(layer.W, layer.b) for layer in (net.layers[0], net.layers[2])]


class Mine:
    def predict(self, places):
        return bp.mine("mlp_forward")(params, places, "relu")["Z"][-1]


print(f"{np.mean(Mine().predict(features).argmax(axis=1) == labels):.1%} right")
names = {"xlabel": "bill length, scaled", "ylabel": "bill depth, scaled"}
ax = plotting.decision_map(Mine(), features, labels, **names)
low, high = ax.get_ylim()
for (w_length, w_depth), bias in zip(params[0][0].T, params[0][1]):
    depths = np.array([low, high])
    ax.plot(-(w_depth * depths + bias) / w_length, depths, "k--", linewidth=0.8)
ax.set_ylim(low, high)
plotting.show(ax)

# %% [markdown]
# They are, piece by piece. A border has a corner only where it crosses a dashed line, where a unit opens or shuts, or where three species meet.
#
# ## A bug hunt

# %% exercise="net_answers"

# %%
params = [
    (np.array([[2.0, -1.0], [0.5, 1.5]]), np.array([0.5, -0.5])),
    (np.array([[1.0], [-2.0]]), np.array([0.25])),
]
sample, near, far = [0.6, -0.4], [0.5, -0.3], [4.0, 3.0]
for told, batch in (
    ("alone", [sample]),
    ("with one that is near", [sample, near]),
    ("with one that is far", [sample, far]),
):
    print(f"{told}: {net_answers(params, np.array(batch))[0, 0]:.3g}")

# %% [markdown]
# ## If you want more
#
# A fold can be laid on a fold. Into how many straight pieces can a net with one input bend its answer, with two hidden layers of two ReLU units each? And with one hidden layer of four?
#
# <details><summary>Answer</summary>
#
# One layer of four has at most four corners, so five pieces. With two layers it can be seven: the first makes two corners, and each unit of the second can cross 0 twice on the bent line.
# Of 2,000 nets with random parameters that we counted, none had more.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("columns_meet_rows", "why_two_are_one", "stuck_at_a_quarter")

# %% [markdown]
# ## In three sentences
#
# A layer is one matrix product and one bias for each unit, the same for every sample of a batch.
# Between two layers an activation folds or bends the space, so that a straight cut behind it can do what no straight cut before it could; without it any number of layers is one.
# What a net can do is not yet what it learns: that depends on the start, and on how many units there are.
#
# The neuron comes from lesson 01. What stands between the layers is lesson 04; your forward pass comes back in lesson 07, on the way back, and the random start in lesson 10.
#
# `status()` shows how far you have come, and `look_up("layer")` finds a word.
