"""Teams, staff and completions brought in from a spreadsheet."""

from drystane.training.importing.completions import Completions
from drystane.training.importing.staff import StaffList
from drystane.training.importing.teams import Teams

TRAINING = (Teams, StaffList, Completions)
