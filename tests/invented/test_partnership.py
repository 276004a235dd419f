"""The invented partnership's sign-ins."""

import json
from pathlib import Path
from stat import S_IMODE

from firsthand.invented import partnership
from firsthand.invented.staff import POSTS


def test_the_sign_ins_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "sign-ins.json"
    partnership._keep(file, dict.fromkeys(POSTS, "invented words"))
    assert S_IMODE(file.stat().st_mode) == 0o600
    assert {one["role"] for one in json.loads(file.read_text())} == {post.role for post in POSTS}
