"""What everybody can do."""
