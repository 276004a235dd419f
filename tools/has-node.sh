#!/bin/sh
# Succeeds where a Node that can build and test the client is on the PATH, with its npm.
node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
	process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1
