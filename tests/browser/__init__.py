"""What a browser sees of a real server."""
