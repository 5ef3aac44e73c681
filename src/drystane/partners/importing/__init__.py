"""People, groups and roles brought in from a spreadsheet."""
