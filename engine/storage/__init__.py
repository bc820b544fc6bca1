"""What a build keeps on disk: arrays in HDF5, strings, digests, build folders, derived files, skipped rows."""
