"""The sample catalogue: well-known films with texts written for this project, and its check."""
