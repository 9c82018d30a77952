# %% [markdown]
# # Lesson 06: the chain rule
#
# **Afterwards you can** draw a formula as a graph, find its slope along every value by hand, and write the way back in a few lines that hold for every formula.
#
# **Time**: 43 minutes. Run the cells from top to bottom with Shift-Enter.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("06")
rng = np.random.default_rng(6)

# %% [markdown]
# ## From memory (2 min)
#
# Answer before you look anything up: what you have tried to recall is remembered better.

# %%
from_memory("grad_of_second", "new_w")

# %% [markdown]
# ## How many ways lead back? (4 min)
#
# x is doubled again and again, by y = y + y. Each y is used twice, so from the last y two ways lead to the one before, and from there two more.
# The function follows every way back to x, and counts the values that it visits. Try the depths 5, 10 and 18. How long would 60 take?

# %%
import time

depth = 10  # change this one, and run the cell again
x = bp.Value(1.0)  # a number of the library that knows where it comes from
y = x
for _ in range(depth):
    y = y + y


def visits(value):
    return 1 + sum(visits(source) for source in value.sources)


start = time.perf_counter()
print(f"depth {depth}: {visits(y):,} visits, {time.perf_counter() - start:.1f} s")

# %% [markdown]
# <details><summary>What most people try, and what it teaches</summary>
#
# *A little longer*: each doubling doubles the visits. 10 of them make 2047, 18 make 524,287, and 60 make 2.3e18. At a million in a second that takes 73,000 years.
#
# *Skip what was visited*: that is the right idea, and it makes 61 visits. But then a value must not hand on anything before all has arrived at it. When is that? This is what the lesson is about.
#
# </details>

# %% [markdown]
# ## A formula as a graph
#
# Take $f = a b + a$ at $a = 2$ and $b = 3$. Computed step by step, each value has a box, and a line to each value that it was computed from:
#
# | value | computed from | local slopes |
# |---|---|---|
# | $ab = 6$ | a, b | along a: 3, along b: 2 |
# | $f = 8$ | ab, a | along ab: 1, along a: 1 |
#
# This is the **computational graph**. A value is a **node**, and a line is an **edge**. A value that was not computed, as a and b, is a **leaf**.
# Each edge has a **local slope**: nudge only this source, and see how far the result of this one operation moves. For a sum it is 1, for a product the other factor, for tanh 1 minus the square of the output (lesson 04).
# An operation knows nothing else of the formula around it.

# %% exercise="Value"

# %% [markdown]
# ## Step through it (6 min)
#
# A nudge of a reaches f on two ways. Predict what they do together. Then step forward, and go on: on the way back each value gets its `grad`, the slope of the result along it.
# Type each local slope at the `?` before you see it. Then choose the other formulas, and enter one of your own. It may have named parts, as `b = 2*a; 3*b + b`.

# %%
GraphStepper()

# %% [markdown]
# **Why it always works.** No step looks at the formula as a whole: each edge needs its own local slope, and the grad of the value that it comes from.

# %% [markdown]
# ## Multiply along an edge, add where edges meet
#
# Through the product a nudge of a comes out times 3, and directly times 1. Together f moves by 4 times the nudge.
#
# **The rule.** The **chain rule**, for a value a and all values v that use it:
#
# $$\frac{df}{da} = \sum_v \frac{dv}{da} \cdot \frac{df}{dv}$$
#
# *In words*: the slope of f along a is a sum over all users v of a: the local slope of v along a, times the slope of f along v.
#
# *In Python*, for one edge: `a.grad += slope * v.grad`, where `grad` is the slope of f along a value
#
# Worked from the end: f has the grad 1. It hands 1 · 1 to ab, and 1 · 1 to a. Then ab hands 3 · 1 to a, and 2 · 1 to b. So b has 2, and a has 1 + 3 = 4.
#
# Now with b = −2, and two blanks. Forward: ab = −4, f = −2.

# %%
ask("blank_to_product", "blank_collected")

# %% [markdown]
# ## Who comes first?
#
# A grad has to be complete before it is handed on. Here b is used twice, and one of its users is computed from b itself.

# %%
ask("reused_by_levels")

# %% [markdown]
# A value may hand on when all of its users have. In a **topological order** each value comes after its sources, so read from the end, each comes after its users.

# %% exercise="topological_order"

# %% [markdown]
# ## Several walks through one graph (6 min)
#
# Predict, then look at the tree with each walk. Then go to `reused` at depth 1, `by-levels`, and step: whose turn comes too early?
# With `every-way`, raise the depth of `doubling`. Then look at `again-each-way`, which many people write first.

# %%
OrderMatters()

# %% [markdown]
# **Why it depends on the graph.** In a tree every value has one user, so it is enough to come after that one. `by-levels`, which takes the values level by level, is right in `doubling` and in `skips` as well, and wrong in `reused`. So a way back that is right on some graphs may be wrong on the next.

# %% exercise="backward"

# %% [markdown]
# ## A second time
#
# Your `backward` adds to what is there. Predict what that does when it is called twice.

# %%
ask("second_time")

# %% [markdown]
# **Before running**: which grad has y after the second walk?

# %%
Value, backward = bp.mine("Value"), bp.mine("backward")
x = Value(3.0)
y = x * x
z = y * y
for _ in range(3):
    z.grad = 0.0
    backward(z)
    print(f"y has {y.grad:g}, x has {x.grad:g}")

# %% [markdown]
# x has 108, then 3 times, then 6 times as much: the values between keep their grads, too, and hand them on again. So it is not enough to set the leaves to 0.
# A `backward` that begins by setting every grad to 0 shows 108 each time.

# %% exercise="zero_grad"

# %% [markdown]
# ## Bug hunt: right on one formula (4 min)
#
# A friend has written another way back. On `a * b + a` it agrees with a nudge. Here is the same check on a second formula.
#
# **Before running**: in which of the two is a value that is computed used twice?


# %%
def walk_back(v):
    for s, k in zip(v.sources, v.slopes):
        s.grad += k * v.grad
        walk_back(s)


def first_formula(a):
    return a * Value(3.0) + a


def second_formula(a):
    b = Value(2.0) * a
    return b + Value(3.0) * b


for name, formula in (("a * b + a", first_formula), ("b + 3 * b", second_formula)):
    a = Value(2.0)
    result = formula(a)
    result.grad = 1.0
    walk_back(result)
    up, down = formula(Value(2.0 + 1e-6)), formula(Value(2.0 - 1e-6))
    nudged = (up.value - down.value) / 2e-6
    print(f"{name}: walked back {a.grad:g}, nudged {nudged:.4g}")

# %%
ask("which_part_is_wrong")

# %% [markdown]
# ## A neuron that learns with your code (3 min)
#
# Is this penguin a Gentoo? Three measures, one tanh unit, the target 1 or −1 and the squared error (Gorman, Williams and Fraser 2014; licence CC0). All of it is made of your `Value`, and nobody has written a formula for its way back.

# %%
topological_order, zero_grad = bp.mine("topological_order"), bp.mine("zero_grad")
penguins = bp.datasets.penguins()
X = bp.datasets.standardise(penguins.X)[::4]  # (86, 3), every fourth bird
y = np.where(penguins.species == "Gentoo", 1.0, -1.0)[::4]


def loss_of(w, b):
    """The mean squared error as a graph of values."""
    total = Value(0.0)
    for row, target in zip(X, y):
        z = b
        for weight, number in zip(w, row):
            z = z + weight * Value(float(number))
        error = z.tanh() + Value(-target)
        total = total + error * error
    return total * Value(1 / len(y))


w, b = [Value(0.1), Value(-0.2), Value(0.3)], Value(0.05)
loss = loss_of(w, b)
backward(loss)
nudged = bp.numerical_gradient(
    lambda numbers: loss_of([Value(number) for number in numbers], b).value,
    np.array([weight.value for weight in w]),
)
print(len(topological_order(loss)), "values in the graph")
print("your way back:", np.array([weight.grad for weight in w]).round(4))
print("nudged:       ", nudged.round(4))

# %% [markdown]
# **Before running**: the next cell takes 30 steps of gradient descent with it. What do you expect of the loss?

# %%
for step in range(31):
    loss = loss_of(w, b)
    zero_grad(loss)
    backward(loss)
    if step % 10 == 0:
        print(f"after {step} steps: loss {loss.value:.3g}")
    for weight in [*w, b]:
        weight.value -= 0.3 * weight.grad
z = X @ [weight.value for weight in w] + b.value
print(f"{np.mean((z > 0) == (y > 0)):.1%} are right")

# %% [markdown]
# ## If you want more
#
# Give your `Value` another operation, `exp`. Which local slope has it, and what does that slope cost to compute? Try it on `a * a.exp()` at 1, and compare with a nudge.
#
# <details><summary>Answer</summary>
#
# The slope of $e^a$ is $e^a$ itself, the value that was computed a moment before. At 1 the slope of the whole is $e + e = 5.44$: one part from each of the two uses of a.
#
# </details>
#
# ## Before you go (3 min)

# %%
ask("fork_adds", "turns_of_each", "fifty_doublings")

# %% [markdown]
# ## In three sentences
#
# A formula is a graph, and each of its edges has a local slope, which is all that an operation has to know.
# On the way back one multiplies along an edge, and adds where edges meet.
# A value has one turn, after all of its users, so the whole way back costs about as much as the way forward.
#
# The slope of tanh comes from lesson 04. In lesson 07 the same rule is written for whole layers, with matrices, and in lesson 19 a library keeps the graph.
#
# `status()` shows how far you have come, and `look_up("leaf")` finds a word.
