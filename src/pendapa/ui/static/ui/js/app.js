// Loads each part only where a page uses it.
