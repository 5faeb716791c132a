"""The five demo offices and their three months."""
