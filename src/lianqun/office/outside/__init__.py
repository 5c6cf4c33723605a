"""What lies outside the process: files, clocks, other systems."""
