"""One module per export format; `registry` lists them by hand."""
