# %% [markdown]
# # Lesson 00: start here
#
# At the end of this course you will have written, in NumPy and piece by piece, everything that trains a neural network.
# Yours will read handwritten digits, and when a training run goes wrong you will say why, and repair it.
#
# **Afterwards you can** run a lesson, move its pictures, have an answer checked, and say which arrays can be added.
#
# **Time**: 15 minutes. You need Python and nothing else. Click into the next cell, and press Shift-Enter: that runs a cell and goes on to the next one.

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("00")
rng = np.random.default_rng(0)

# %% [markdown]
# The line above says how far you are. Your answers are files on this machine, and nothing leaves it, unless you join a room in a workshop: it hears what is predicted, right or wrong, and no name and no code.
#
# ## Move something (5 min)
#
# Run the next cell. It asks you to predict what you will see, and then opens a picture.
# A wrong prediction costs nothing, and *I don't know yet* is an answer, too.
#
# Then drag the lower edge of the table, and its right edge. Choose other shapes of `b`.
# With the keyboard: Tab goes to a handle or a slider, the arrow keys move it.

# %%
BroadcastBoard()

# %% [markdown]
# With 3 rows, 3 columns and `b` of shape (n,) there is no error. Look again: does each row get a number of its own, or each column?
#
# ## What you have seen
#
# An **array** holds numbers, and its **shape** says how many along each **axis**: (4, 3) is a table of 4 rows, axis 0, and 3 columns, axis 1.
# In this course every row is a **sample**, one case that was measured, and every column a **feature**, one of the numbers known of each case.
# A flat array such as (3,) has one axis.
#
# **The rule.** NumPy compares two shapes from the right. Two lengths fit if they are equal, or if one of them is 1 or missing. Where it is 1 or missing, the same numbers are used again.
# This is called **broadcasting**.

# %%
ask("will_it_fit")

# %% [markdown]
# **Before running**: below, `Z` is square, (3, 3). Which of the same kinds of shapes fit now?

# %%
Z = np.arange(9).reshape(3, 3)
for shape in [(3,), (4,), (1, 3), (3, 1), (4, 1)]:
    try:
        print(shape, "gives", (Z + np.ones(shape)).shape)
    except ValueError:
        print(shape, "is refused")

# %% [markdown]
# Both (3,) and (3, 1) fit, and they mean different things: with (3,) each column gets a number of its own, with (3, 1) each row. NumPy does not warn you.
#
# ## Write something (3 min)
#
# In an exercise you write a function, in place of the line that raises an error.
# Run its cell as it is, once: it says what is to do. Then write, and run it again; the report says what is right, what is wrong and why.

# %% exercise="add_bias"

# %% [markdown]
# ## Be wrong on purpose (4 min)
#
# Nothing is lost by a wrong answer: every attempt is kept, and none of them costs a point.
# In the next exercise write `return X.mean()` first, and run it. Read the report, press *Show a hint* below it, and then make it right.
#
# *Start afresh* brings the first text back, and undo (Ctrl-Z in the cell) brings back yours.

# %% exercise="row_means"

# %% [markdown]
# ## Bug hunt: the means that are not 0 (2 min)
#
# Three students, three exams. Each row minus its own mean must have the mean 0.
#
# **Before running**: which three numbers should the last line print?

# %%
marks = np.array([[1.0, 2.0, 6.0], [4.0, 4.0, 4.0], [9.0, 3.0, 0.0]])
means = bp.mine("row_means")(marks)  # your function, once it is right
centred = marks - means
print("means of the rows:", means)
print("means of the centred rows:", centred.mean(axis=1).round(3))

# %% [markdown]
# They are not 0, and nothing was refused. Repair the line that subtracts, with what the picture shows about (n,1), and run the cell again.
# From a flat array `a`, `a[:, np.newaxis]` makes a column.
#
# <details><summary>Answer</summary>
#
# `means` is (3,), so it meets the columns. As a column (3, 1) it meets the rows: `marks - means[:, np.newaxis]`.
# With 3 students and 4 exams NumPy would have refused. So it helps to try code on a table that is not square.
#
# </details>
#
# ## Real penguins (1 min)
#
# 342 penguins near Palmer Station, Antarctica (Gorman, Williams and Fraser 2014; licence CC0). The columns are the length and the depth of the bill, and the length of a flipper, in mm.
#
# **Before running**: which means say something about penguins, those of the rows or those of the columns?

# %% tags=["nbval-check-output"]
X = bp.datasets.penguins().X  # (342, 3)
print("the first row has the mean", bp.mine("row_means")(X)[0].round(1))
print("the columns have the means", X.mean(axis=0).round(1))

# %% [markdown]
# The columns: a mean flipper is 200.9 mm long. A mean of a bill and a flipper says nothing, and NumPy computes it all the same.
#
# ## If you want more
#
# Which shape has `np.zeros((4, 3))[:, :, np.newaxis] + np.zeros(3)`, and which numbers meet in it?
#
# <details><summary>Answer</summary>
#
# (4, 3, 1) meets (3,): from the right 1 meets 3, then 3 and 4 meet nothing. The sum is (4, 3, 3), and each number of the table meets each of the three.
#
# </details>
#
# ## Before you go (1 min)

# %%
ask("axis_that_goes", "column_meets_table", "square_and_silent")

# %% [markdown]
# ## In three sentences
#
# You predict, move something, and compare; you write, run, and read why.
# Shapes are compared from the right, and a length of 1, or a missing one, is used again.
# The axis that you name disappears.
#
# `status()` shows how far you have come, and `look_up("axis")` finds a word. Next is lesson 01: one neuron.
