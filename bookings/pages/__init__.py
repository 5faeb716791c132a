"""What the pages of requests show, as plain parts: templates print them and compare nothing."""
