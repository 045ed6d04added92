"""Our log before its witnesses: each new checkpoint is sent to them, their signatures are kept and shown."""
