"""Files: reports to read, annotations to read, tables to write."""
