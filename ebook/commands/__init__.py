"""The commands, a file each: options in, the straight line called, messages out.

Stages are imported when a command needs them, so that ``--version`` is quick.
"""
