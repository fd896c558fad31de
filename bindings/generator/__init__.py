"""Reads the C headers and status.def, and writes what is made from them."""
