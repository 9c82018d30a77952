# %% [markdown]
# # Lesson 17: dropout and early stopping
#

# %%
import bpcourse as bp
import numpy as np

bp.start_lesson("17")

# %% exercise="dropout_forward"

# %% exercise="dropout_backward"

# %% exercise="EarlyStopping"
