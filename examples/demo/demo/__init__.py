"""The demonstration, run by ../run inside a private realm."""
