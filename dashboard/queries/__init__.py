"""One function a question, one module a noun: release and scope in, View or Figure out."""
