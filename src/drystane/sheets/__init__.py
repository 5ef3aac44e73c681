"""Sheets: lists in and out: CSV and XLSX."""
