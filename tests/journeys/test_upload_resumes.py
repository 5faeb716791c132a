"""A heavy letter over a line that dies: what arrived stays, and after the phone was put away the rest follows."""

import io
import os
from pathlib import Path

import pikepdf
from playwright.sync_api import Route, expect

from tests.journeys.person import Cast

PIECES_BEFORE_THE_END = 2


def test_a_letter_goes_on_where_it_stopped(cast: Cast, tmp_path: Path) -> None:
    letter = tmp_path / "surat berat.pdf"
    letter.write_bytes(heavy(900_000))
    applicant = cast.person("pemohon.kalbar")
    applicant.open("/permohonan/baru/")
    applicant.press("Lanjutkan mengisi")
    page, address = applicant.page, applicant.page.url
    arrived: list[int] = []
    status = page.locator("[data-upload] [role=status]")

    def line(route: Route) -> None:
        if len(arrived) >= PIECES_BEFORE_THE_END:
            return route.abort("internetdisconnected")
        if route.request.method == "PATCH":
            arrived.append(len(route.request.post_data_buffer or b""))
        return route.continue_()

    page.route("**/api/v1/uploads**", line)
    page.locator("#id_letter_file").set_input_files(letter)
    expect(status).to_contain_text("Sambungan terputus")
    assert 0 < sum(arrived) < letter.stat().st_size
    applicant.look(again=True)

    page.goto("about:blank")
    page.unroute("**/api/v1/uploads**")
    offsets: list[str] = []
    page.on("request", lambda each: each.method == "PATCH" and offsets.append(each.headers["upload-offset"]))
    page.goto(address)
    page.locator("#id_letter_file").set_input_files(letter)
    page.get_by_role("button", name="Simpan draf", exact=True).filter(visible=True).first.click()

    expect(page.get_by_role("link", name="surat berat.pdf")).to_be_visible()
    assert offsets[0] == str(sum(arrived))
    cast.faults[:] = [fault for fault in cast.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def heavy(size: int) -> bytes:
    with pikepdf.Pdf.new() as paper:
        paper.add_blank_page()
        paper.Root.Weight = paper.make_stream(os.urandom(size))
        out = io.BytesIO()
        paper.save(out, compress_streams=False)
    return out.getvalue()
