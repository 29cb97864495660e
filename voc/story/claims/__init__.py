"""Find what a snapshot shows and say it: one module per kind of claim."""
