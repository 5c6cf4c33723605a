"""Who is who, whom names mean, which source holds, what stands behind a row."""
