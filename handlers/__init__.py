"""What people and staff can do. Handlers decide; they do no network I/O and write no SQL."""
