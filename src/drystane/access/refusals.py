"""What an operation refuses is said on the form that asked for it."""

from types import TracebackType

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from drystane.access.errors import NotAllowed


class refusals_on:  # noqa: N801  # read as a phrase: with refusals_on(form)
    """Turns a refusal into an error of the form; whatever follows the operation in the block is left out."""

    def __init__(self, form: BaseForm) -> None:
        self.form = form

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, NotAllowed):
            self.form.add_error(None, str(error))
        elif isinstance(error, ValidationError):
            put(self.form, error)
        else:
            return False
        return True


def put(form: BaseForm, error: ValidationError) -> None:
    """Each error beside its field; those of a field the form does not show above them all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))
