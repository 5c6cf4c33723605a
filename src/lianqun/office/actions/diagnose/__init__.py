"""What the office draws and finds: its chains."""
