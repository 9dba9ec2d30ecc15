"""The outbox emptied at exactly the pace that the platform allows."""
