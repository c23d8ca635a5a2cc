"""What goes out in Word: from figures to a document as a value to a file."""

ORDER = {
    "briefing": "the notice, the briefing and the counties' feedback in the layout of GB/T 9704",
}
