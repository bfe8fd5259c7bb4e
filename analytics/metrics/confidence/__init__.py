"""How likely scope, date and budget hold together, from one set of trials."""
