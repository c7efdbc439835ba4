"""Publishers of the world's data: each module says what the headings of one publisher mean, and nothing else."""
