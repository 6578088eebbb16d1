"""Makes the vector files from the reference in ../reference; see Scripts/vectors."""
