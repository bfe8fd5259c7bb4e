"""What pages share: the view, the cache, the filter bar and the looks."""
