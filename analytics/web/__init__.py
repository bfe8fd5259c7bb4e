"""The server around the pages: routes, middleware, and what runs once per process."""
