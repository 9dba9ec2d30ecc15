"""What citizens can do, a file each."""
