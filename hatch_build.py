"""The wheel carries the front-end files: fetched from npm and made small when it is built."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class VendorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the third-party front-end files in place before they are packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run npm and the three scripts unless the files are there; editable installs need none."""
        root = Path(self.root)
        static = root / "src" / "coolpapers" / "web" / "static"
        if version == "editable" or (static / "built").is_dir():
            return
        subprocess.run(["npm", "ci", "--omit=dev", "--omit=optional"], cwd=root, check=True)  # noqa: S607
        subprocess.run([sys.executable, "scripts/vendor.py"], cwd=root, check=True)
        subprocess.run(["node", "scripts/fonts.mjs"], cwd=root, check=True)  # noqa: S607
        subprocess.run(["node", "scripts/assets.mjs"], cwd=root, check=True)  # noqa: S607
