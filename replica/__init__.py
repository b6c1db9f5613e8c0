"""A loopback copy of the source sites: the other end of the demo, the tests and the benchmarks.

`python -m replica` serves the bundled sample; tests use `replica.server.Replica` as a context manager.
"""
