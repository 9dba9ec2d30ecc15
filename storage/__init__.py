"""What we keep: records with their rules, and their SQL."""
