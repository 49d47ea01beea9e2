"""The screens, a file each: what stands on it is made by plain functions, then laid out."""
