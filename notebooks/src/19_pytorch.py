# %% [markdown]
# # Lesson 19: the same in PyTorch
#
# **Afterwards you can** take a net of yours over to PyTorch, check that it computes the same, train it there, and say what autograd does and what it leaves to you.
#
# **Time**: 20 minutes. Run the cells from top to bottom with Shift-Enter.
#
# This lesson is optional, and it needs PyTorch, as no lesson before it does. Where PyTorch is missing, the first cell says how to install it.
# There is no exercise to write: what you have written in the lessons before is at work here.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("19")
rng = np.random.default_rng(19)

# %% [markdown]
# ## From memory (1 min)
#
# Answer before you look anything up.

# %%
from_memory("square_entry", "moved_recipe")

# %% [markdown]
# ## A net of yours (2 min)
#
# The net reads digits: 1797 pictures of 8 × 8 pixels (Alpaydin and Kaynak 1998; licence CC BY 4.0).
# It is trained by your own functions of the lessons 03, 07 and 13. Where you have not written one yet, the model answer stands in for it.

# %%
mlp_forward = bp.mine("mlp_forward")
mlp_backward = bp.mine("mlp_backward")
momentum_step = bp.mine("momentum_step")

digits = bp.datasets.digits()
(X, labels), (X_new, labels_new) = bp.datasets.split(
    digits.X, digits.targets, rng=rng
)
he = bp.initializers.he_normal
start = [he(64, 32, rng=rng), np.zeros(32), he(32, 10, rng=rng), np.zeros(10)]


def outputs(w, X):
    """What your forward pass remembers; w is [W1, b1, W2, b2]."""
    return mlp_forward([(w[0], w[1]), (w[2], w[3])], X, "relu")


def gradients(w):
    """The gradients of all arrays in w, by your backward pass."""
    pairs = [(w[0], w[1]), (w[2], w[3])]
    grads = mlp_backward(pairs, outputs(w, X), labels)
    return [array for pair in grads for array in pair]


# %%
w, v = start, [np.zeros_like(array) for array in start]
for _ in range(50):
    w, v = momentum_step(w, gradients(w), v, 0.1, 0.9)
Y_new = outputs(w, X_new)["Z"][-1]
right = np.mean(Y_new.argmax(axis=1) == labels_new)
print(f"{100 * right:.3g} % of the new digits are right")

# %% [markdown]
# ## The same numbers (4 min)
#
# PyTorch has the same parts under other names. Its arrays are called **tensors**, and `nn.Linear` is your dense layer; its arrays are called `weight` and `bias`.

# %%
ask("weight_of_linear", "digits_of_float32")

# %%
import torch
from torch import nn

torch.set_num_threads(1)  # small nets are slower with more


def over_there(w):
    """A net in PyTorch that holds copies of the arrays [W1, b1, W2, b2]."""
    net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    net = net.double()  # float64, which is NumPy's usual type
    with torch.no_grad():
        for theirs, ours in zip(net.parameters(), w, strict=True):
            theirs.copy_(torch.tensor(ours.T))
    return net


net = over_there(w)
for name, theirs in net.named_parameters():
    print(name, tuple(theirs.shape))

# %% [markdown]
# **Before running**: what do you expect in the four places of the table below, true or false? The outputs lie between about −15 and 15.

# %%
Y_64 = net(torch.tensor(X_new)).detach().numpy()
Y_32 = over_there(w).float()(torch.tensor(X_new).float()).detach().numpy()
for name, Y in (("float64", Y_64), ("float32", Y_32)):
    difference = np.abs(Y - Y_new).max()
    below = [difference < limit for limit in (1e-4, 1e-12)]
    print(f"{name}: below 1e-4 {below[0]}, below 1e-12 {below[1]}")

# %% [markdown]
# It is the same net. What differs is rounding: PyTorch may add up a sum in another order, and with float32 about seven digits are kept in place of sixteen.
# PyTorch makes float32 unless it is told otherwise, because it takes half the memory.
#
# So whoever compares two programs first makes both compute in float64. A difference of 0.001 is then a bug, and not rounding.
#
# ## The same gradients (4 min)
#
# In lesson 06 each node of a graph remembered what it was made of, so one walk back gave every slope. PyTorch's **autograd** does this for tensors:
# while the forward pass runs, it records the graph, and `L.backward()` walks through it from the loss to the weights. Each tensor that learns then has its gradient in `.grad`.
#
# **Before running**: nobody has written a backward pass for this net. How far from yours will its gradients be, and which of the four have another shape?

# %%
X_there, labels_there = torch.tensor(X), torch.tensor(labels)


def loss_of(net):
    return nn.functional.cross_entropy(net(X_there), labels_there)


loss_of(net).backward()
for ours, theirs in zip(gradients(w), net.parameters(), strict=True):
    theirs = theirs.grad.numpy()
    same = np.abs(ours - theirs.T).max() < 1e-12
    print(ours.shape, theirs.shape, "the same to 1e-12:", same)

# %%
ask("what_autograd_is")

# %% [markdown]
# `cross_entropy` takes logits, as yours does: there is no softmax at the end of the net, because the loss has it inside.
#
# Autograd replaces the backward pass, and nothing else. The layers, the loss, the first weights, the rate and the judgement of a curve are still yours.
#
# ## Bug hunt: better for ten steps (4 min)
#
# Somebody trains the same net in PyTorch: your start, your rate 0.1, your beta 0.9, all samples in each step. Their step is these lines, after `optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)`:
#
# ```python
# L = loss_of(net)
# L.backward()
# optimizer.step()
# ```
#
# | step | 1 | 5 | 10 | 15 | 20 |
# |---|---|---|---|---|---|
# | your loss | 2.47 | 2.09 | 1.67 | 1.14 | 0.742 |
# | their loss | 2.47 | 2.10 | 1.55 | 4.14 | 8.71 |
#
# After ten steps theirs is ahead; then it leaves. They leave out the last line, so that no weight moves, and print the norm of the last bias's gradient each time:
#
# | time | 1 | 2 | 3 | 4 | 5 |
# |---|---|---|---|---|---|
# | their norm | 0.216 | 0.433 | 0.649 | 0.866 | 1.08 |
#
# **Before running**: which five numbers does your backward pass give?

# %%
for time in range(1, 6):
    print(f"time {time}: norm {np.linalg.norm(gradients(start)[-1]):.3g}")

# %%
ask("growing_gradient")

# %% [markdown]
# Here are both runs. The line in question is `optimizer.zero_grad()`.


# %%
def train_there(net, steps, *, empty):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    losses = []
    for _ in range(steps):
        if empty:
            optimizer.zero_grad()
        L = loss_of(net)
        L.backward()
        optimizer.step()
        losses.append(L.item())
    return losses


for empty in (True, False):
    losses = train_there(over_there(start), 20, empty=empty)
    shown = [f"{losses[step - 1]:.3g}" for step in (1, 5, 10, 15, 20)]
    print("emptied" if empty else "not emptied", *shown)

# %% [markdown]
# PyTorch *adds* to `.grad`, as your nodes of lesson 06 did, and there you wrote `zero_grad` for it. `mlp_backward` and the layers of this course make new gradients each time, so nothing had to be emptied.
# A sum of all gradients in which nothing is ever lost is a velocity with a beta of 1. So the first steps are bolder, and then nothing slows them down.
#
# ## Your step and theirs (2 min)
#
# Lesson 13 said that PyTorch's momentum has the form of this course.
# **Before running**: after 50 steps there, emptied, how far will its weights be from those of your 50 steps?

# %%
twin = over_there(start)
train_there(twin, 50, empty=True)
differences = [
    np.abs(ours - theirs.detach().numpy().T).max()
    for ours, theirs in zip(w, twin.parameters(), strict=True)
]
print("all below 1e-12:", max(differences) < 1e-12)

# %% [markdown]
# All your steps, and all of theirs, have led to the same place.
#
# ## Written out (2 min)
#
# A net of this course can leave it. `to_torch(net)` gives its twin in PyTorch, and `script(net)` a program in which the layers and all numbers stand. Here is its first part.

# %%
from bpcourse.pytorch import script

own = bp.Network(bp.Dense(64, 32, rng=rng), bp.ReLU(), bp.Dense(32, 10, rng=rng))
for parameter, array in zip(bp.parameters(own), w, strict=True):
    parameter.value = array
text = script(own)
print(text.split("NUMBERS")[0].rstrip())

# %%
alone = {}
exec(text, alone)  # it runs the text, as Python runs a file
Y_alone = alone["net"](torch.tensor(X_new)).detach().numpy()
print("below 1e-12:", np.abs(Y_alone - Y_new).max() < 1e-12)

# %% [markdown]
# In a file it is yours to keep: `open("my_net.py", "w").write(text)`. Wherever PyTorch is, `from my_net import net` then gives this net, with no need of this course.
#
# ## A step further: a convolution (6 min)
#
# Your net does not know which pixels are neighbours. If all pictures had their 64 pixels mixed in one and the same way, it would learn as well.
#
# A **convolution** does know. It has a small window of weights, here 3 × 3. The window is laid on a place of the picture, its nine weights are multiplied by the nine pixels there, and the products and a bias are added up: a neuron that sees nine pixels.
# Then the same weights move on to the next place.
#
# An example: each row of the window is −1, 0, 1, and the bias is 0. On a place where each row of pixels is 0, 0, 1 the sum is 3; where all pixels are 1 it is 0. So this window answers to the left edge of a stroke.
#
# *In NumPy*, at row i and column j: `np.sum(W * picture[i:i+3, j:j+3]) + b`
#
# **Before running**: the window stays inside the 8 × 8 picture. Which shape has the result?

# %%
window = nn.Conv2d(1, 1, 3).double()
W, b = window.weight.detach().numpy()[0, 0], window.bias.item()
picture = X_new[0].reshape(8, 8)
ours = np.array(
    [
        [np.sum(W * picture[i : i + 3, j : j + 3]) + b for j in range(6)]
        for i in range(6)
    ]
)
theirs = window(torch.tensor(picture)[None, None]).detach().numpy()[0, 0]
print(theirs.shape, "the same:", np.abs(ours - theirs).max() < 1e-12)

# %% [markdown]
# A layer has several windows, and each makes a picture of its own. The net below has 8; zeros around the picture (`padding=1`) keep it 8 × 8, and `MaxPool2d(2)` keeps the largest of each 2 × 2 numbers.
# Beside it stands a net of dense layers with about as many numbers to learn.

# %%
ask("numbers_of_a_convolution")


# %%
def with_windows():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(8 * 4 * 4, 10),
    ).double()


def dense():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(64, 17), nn.ReLU(), nn.Linear(17, 10)
    ).double()


def pictures(X):
    return torch.tensor(X.reshape(-1, 1, 8, 8))


def moved(X):
    """Every digit one pixel further to the right; zeros come in on the left."""
    new = np.zeros((len(X), 8, 8))
    new[:, :, 1:] = X.reshape(-1, 8, 8)[:, :, :-1]
    return new.reshape(-1, 64)


def trained(make, seed, X, labels):
    """Five epochs of momentum, in batches of 32."""
    torch.manual_seed(seed)
    net, X, labels = make(), pictures(X), torch.tensor(labels)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for _ in range(5):
        for rows in torch.randperm(len(X)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(X[rows]), labels[rows]).backward()
            optimizer.step()
    return net


def report(make, X, labels):
    """Means of three nets: numbers that learn, and percent right."""
    nets = [trained(make, seed, X, labels) for seed in range(3)]
    count = sum(tensor.numel() for tensor in nets[0].parameters())
    print(f"{make.__name__}: {count} numbers that learn")
    for name, new in (("new", X_new), ("new and moved", moved(X_new))):
        right = [
            np.mean(net(pictures(new)).argmax(dim=1).numpy() == labels_new)
            for net in nets
        ]
        print(f"  {name}: {100 * np.mean(right):.3g} % right")


# %%
ask("moved_digits")

# %%
report(dense, X, labels)
report(with_windows, X, labels)

# %% [markdown]
# With about as many numbers, the net with windows is a little better on new digits and much better on moved ones. But it fails on almost half of those.
# The windows see the same stroke one pixel further on; the last layer is a dense one, and it still has a weight of its own for every place.
#
# ## If you want more
#
# Train both nets once more, on the pictures *and* their moved copies. Which of the two gains more on moved digits?
#
# ```python
# both = np.concatenate([X, moved(X)]), np.concatenate([labels, labels])
# report(dense, *both)
# report(with_windows, *both)
# ```
#
# <details><summary>Answer</summary>
#
# The dense net: it goes from 38.7 % to 92.6 %, and the net with windows from 56.6 % to 96.6 %. What a net is not built for, it can learn from data that show it.
#
# </details>
#
# ## What to read next
#
# * PyTorch's own tutorial, "Learn the Basics": you know all of its parts but the loading of data.
# * Simon Prince, *Understanding Deep Learning* (2023): what comes after this course, with many pictures.
# * Ian Goodfellow, Yoshua Bengio and Aaron Courville, *Deep Learning* (2016): the theory.
# * `bpcourse/nn`, the library of this course: layers, optimizers and a training loop, made to be read.
#
# ## Before you go (2 min)

# %%
ask("called_twice", "left_to_you", "four_small_batches")

# %% [markdown]
# ## In three sentences
#
# With the same weights, PyTorch's net gives your outputs, your gradients and your steps, up to rounding, and its dense layer stores W the other way round.
# Autograd records the graph in the forward pass and walks back through it, adding to each `.grad`, so the gradients must be emptied before each step.
# A convolution uses one small window of weights at every place of a picture, which needs few numbers and helps where neighbours belong together.
#
# `status()` shows how far you have come, and `look_up("autograd")` finds a word.
