"""The benchmark: `python -m tests.bench` measures and prints one table; it asserts nothing about time.

Read `__main__` first: it names the measures in their order. Everything happens in a temporary folder and on 127.0.0.1;
the project's own database is never opened.
"""
