"""The kit of a page: frame, rail, addresses, words, files of a list, error pages. Views are nothing but their screens."""
