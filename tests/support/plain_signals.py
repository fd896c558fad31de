"""
Imported by a conftest.py: signals act as they do for a program started at a prompt.

A shell that starts the tests in the background ignores SIGINT and SIGQUIT for them, nohup SIGHUP,
and every program that the tests start would inherit that.
"""

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGQUIT, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
