"""Raw files in, sealed releases out: the only code that reads or writes data on disk."""
