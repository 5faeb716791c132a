"""``docs/sop`` says what the presets say."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.vidcon_portal.procedures.drafts import shipped
from vidcon_portal.procedures.sop_docs import sop_document


def test_the_pages_in_the_repository_are_fresh():
    call_command("write_sop_docs", check=True)


def test_a_stale_and_a_left_over_page_are_told_and_put_right(tmp_path: Path, capsys):
    (tmp_path / "tarakan.md").write_text("lama", encoding="utf-8")
    (tmp_path / "tiada.md").write_text("lama", encoding="utf-8")

    with pytest.raises(CommandError, match=r"tarakan\.md, tiada\.md"):
        call_command("write_sop_docs", check=True, into=tmp_path)
    call_command("write_sop_docs", into=tmp_path)
    call_command("write_sop_docs", check=True, into=tmp_path)

    assert not (tmp_path / "tiada.md").exists()


def test_a_page_names_rows_steps_and_decisions():
    text = sop_document(shipped())

    assert "| 2 | `disposisi-kepala-dinas` | dispose | office_head | forward → `verifikasi` |" in text
    assert "## Decisions where the source is silent" in text
