"""Questions: asked before the answer is seen, kept with the progress, and asked again later."""
