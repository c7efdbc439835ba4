"""Drawing: a View in, what a panel draws out; colours are names that the page resolves for its theme."""
