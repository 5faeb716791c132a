"""By what an office's papers are signed: one protocol, one table, providers that know no database row of a paper."""
