"""Plans and actions brought in from a spreadsheet."""
