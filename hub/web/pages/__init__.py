"""The pages, one module each. Templates escape all that they are given."""
