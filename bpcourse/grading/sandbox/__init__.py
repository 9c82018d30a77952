"""The sandbox: where answers run, shut in as far as the system can."""
