#!/bin/sh
# Makes a virtual environment in the folder named, with the first Python 3.11 or newer that can.
set -eu
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
	if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
		exec "$python" -m venv "$1"
	fi
done
echo "Firsthand needs Python 3.11 or newer with its venv module, and found none on the PATH." >&2
echo "Debian and Ubuntu carry it as: apt-get install python3 python3-venv. Or name one: make PYTHON=/path/to/python" >&2
exit 1
