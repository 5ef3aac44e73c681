"""Teams, staff and completions brought in from a spreadsheet."""
