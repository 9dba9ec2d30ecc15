"""The running program: it wires the rooms together and talks to the outside world."""
