"""What brings the dashboard onto a machine; it runs before anything is installed, so it imports Python's own alone."""
