"""How the demo data is made.

Read shares, growth and places first, then the forms (cleanup, support, county), then progress and submissions.
"""
