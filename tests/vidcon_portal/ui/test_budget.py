"""What the browser downloads, and what our markup must never hold."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Papers and mails are no pages: WeasyPrint and mail readers need their styles beside them.
NO_PAGES = ("accounts/mail/", "documents/", "email/", "notifications/", "signups/mail/")


def page_templates() -> list[Path]:
    """Every template that a browser gets."""
    folder = ROOT / "templates"
    return [
        path for path in sorted(folder.rglob("*.html")) if not path.relative_to(folder).as_posix().startswith(NO_PAGES)
    ]


def test_own_stylesheet_stays_within_eight_kilobytes() -> None:
    css = (ROOT / "static/css/portal.css").read_bytes()

    assert len(gzip.compress(css, 9, mtime=0)) <= 8 * 1024


def test_own_script_stays_within_three_kilobytes() -> None:
    assert (ROOT / "static/js/portal.js").stat().st_size <= 3 * 1024


@pytest.mark.parametrize("path", page_templates(), ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\son[a-z]+=", text)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or "application/json" in tag


@pytest.mark.parametrize("path", page_templates(), ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_templates_compare_no_status_role_or_code(path: Path) -> None:
    assert not re.search(r"\.(status|role|code|phase|decision)\s*(==|!=| in )", path.read_text(encoding="utf-8"))


def test_stylesheet_has_no_literal_colours_outside_the_tokens() -> None:
    css = (ROOT / "static/css/portal.css").read_text(encoding="utf-8")
    components = css.partition("/* Components.")[2]

    assert set(re.findall(r"#[0-9a-f]{3,8}\b", components)) <= {"#fff", "#0009", "#000a", "#0f1f30"}
