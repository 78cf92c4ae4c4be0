"""Ask public registers what the notices leave out. Optional, kept in the store, never in the way."""
