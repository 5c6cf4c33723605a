"""Speed and size: every module here with `run()` is measured by `python -m benchmarks`."""
