"""Makes the vector files from the reference in ../reference; see python3 Vectors generate."""
