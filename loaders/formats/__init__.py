"""Files of every kind an agency sends, read into one thing: sheets of text cells with the row number a person sees."""
