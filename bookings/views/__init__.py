"""Pages of requests, one module per noun."""
