"""Files for people: CSV, XLSX, ICS, Atom, documents. Empty until the pages need them."""
