"""The recap over the API: what the page says, to those who may read the page."""

import pytest


@pytest.mark.parametrize(("username", "status"), [("tu.kaltara", 200), ("pemohon.kaltara", 404)])
def test_the_recap_is_that_of_the_page(login, served, username, status):
    for day in (5, 6, 7):
        served(f"2026-10-0{day} 09:00", f"2026-10-0{day} 11:00", title=f"Rapat {day}")
    served("2026-10-08 09:00", "2026-10-08 11:00", office="kalbar")

    response = login(username).get("/api/v1/recap", {"month": "2026-10", "limit": 2, "page": 2})

    assert response.status_code == status
    if status == 200:
        found = response.json()
        assert [line["title"] for line in found["lines"]] == ["Rapat 7"]
        assert (found["count"], found["totals"]["held"], found["totals"]["minutes"]) == (3, 3, 360)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"first": "2026-10-05", "last": "2026-10-05"}, 200),
        ({"first": "2026-10-05"}, 422),
        ({"first": "2026-10-05", "last": "2026-10-01"}, 422),
        ({"month": "oktober"}, 422),
        ({"agency": 2**63 - 1}, 404),
    ],
)
def test_any_range_may_be_asked_for_and_nonsense_is_refused(login, asked, status):
    assert login("tu.kaltara").get("/api/v1/recap", asked).status_code == status
