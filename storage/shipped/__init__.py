"""The campaign files that ship with the program, each with the lists that it names."""
