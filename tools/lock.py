"""Write the locks anew from the requirement files and package.json: exact versions, hashes, no addresses."""

import subprocess
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
UV = CLONE / ".venv" / "bin" / "uv"
COMPILE = [
    *[str(UV), "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version=3.11"],
    *["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"],
]

# What goes into each lock. The development lock holds the run-time one, at the same versions.
LOCKS = {
    "setup": ["setup.in"],
    "run": ["run.in"],
    "dev": ["run.in", "dev.in", "--constraint=run.txt"],
    "node": ["node.in"],
    # Alone: what it asks for itself is a very large stack that we do not run it on.
    "model": ["model.in", "--no-deps"],
}


def main() -> None:
    for name, arguments in LOCKS.items():
        command = [*COMPILE, *arguments, f"--output-file={name}.txt"]
        if subprocess.run(command, cwd=CLONE / "requirements", check=False).returncode:
            sys.exit(f"requirements/{name}.txt was not written.")
        print(f"requirements/{name}.txt")
    if subprocess.run(["npm", "install", "--package-lock-only"], cwd=CLONE, check=False).returncode:
        sys.exit("package-lock.json was not written.")
    print("package-lock.json")


if __name__ == "__main__":
    main()
