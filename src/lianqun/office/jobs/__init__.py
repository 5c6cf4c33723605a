"""Background work with progress, on the site's own database."""
