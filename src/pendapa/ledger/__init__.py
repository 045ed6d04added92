"""The public log: what may be told of every case, in a tree that only grows (C2SP tlog formats, RFC 6962 hashes)."""
