#!/bin/sh
# Starts the dashboard with the newest Python that fits; start.py says what is wrong where none does.
cd "$(dirname "$0")" || exit 1
for version in 3.13 3.12 3.11; do
  if "python$version" -c "" 2>/dev/null; then
    exec "python$version" start.py "$@"
  fi
done
exec python3 start.py "$@"
