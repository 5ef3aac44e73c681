"""Puts the built page assets into the wheel, so that an installed Drystane needs no npm."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # a clone gathers its page assets when it runs
            return
        built = Path(self.root) / "build" / "page_assets"
        if not (built / "staticfiles.json").is_file():
            raise FileNotFoundError("The page assets are not built: make the wheel with `make wheel`.")
        build_data["force_include"][str(built)] = "drystane/site/static_built"
