"""What devices and other programs speak to: `/api/v1`, as docs/protocol.md says it."""
