"""Everything that was entered, in one file, and back: between places, and between SQLite and PostgreSQL.

`archive` is the file, `tables` the rows in it, `keeping` and `bringing_back` what an operator does with it.
"""
