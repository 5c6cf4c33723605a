"""What is decided about names, organisations and conflicts."""
