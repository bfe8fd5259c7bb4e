"""How far earlier ratings and estimates were off, from what came of them."""
