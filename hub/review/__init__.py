"""People's work: the queue, the decisions. Reads the store, never the pipeline."""
