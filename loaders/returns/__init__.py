"""Agency returns: the forms agencies fill in, what each row of one must keep, and what became of every row."""
