"""Files on their way out, and lists on their way in."""

from drystane.sheets.models.exports import KEPT_FOR, ExportJob, Owner, new_ref
from drystane.sheets.models.imports import ColumnMap, ImportedRow, ImportJob, remove_old_imports

__all__ = [
    "KEPT_FOR",
    "ColumnMap",
    "ExportJob",
    "ImportJob",
    "ImportedRow",
    "Owner",
    "new_ref",
    "remove_old_imports",
]
