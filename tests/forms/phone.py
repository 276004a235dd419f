"""What the phone's own modules make of something: a script of tests/js, run in Node."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def run(script: str, told: dict[str, Any], folder: Path) -> list[Any]:
    file = folder / "told.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    assert node, "Node runs the phone's half of this test: `make setup` brings it."
    command = [node, str(ROOT / "tests" / "js" / script), str(file)]
    return list(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
