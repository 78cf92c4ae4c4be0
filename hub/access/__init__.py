"""Who may do what: people, the doors they come in by, and what they did."""
