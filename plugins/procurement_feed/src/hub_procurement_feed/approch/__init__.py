"""APProch: the purchases that public buyers plan, before the call."""
