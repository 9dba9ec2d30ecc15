"""The platforms people talk on, one folder each; they do not know each other."""
