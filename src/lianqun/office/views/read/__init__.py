"""Pages of reading: documents and the review of what they say."""
