"""The words in Vietnamese."""
