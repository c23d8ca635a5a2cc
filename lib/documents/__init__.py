"""What goes out in Word: from figures to a document as a value to a file."""

ORDER = {
    "briefing": "通报, 简报 and 反馈单 in the layout of GB/T 9704",
}
